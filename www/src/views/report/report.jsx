// Something is wrong: say it in your words; what helped others is offered while you write.
import { useState } from 'preact/hooks';

import { go } from '../../address.js';
import { policy } from '../../core/core.js';
import { me } from '../../data/session.js';
import { give } from '../../data/tickets.js';
import { announce } from '../../announce.js';
import { Findings } from '../../parts/findings.jsx';
import { useSettled } from '../../parts/settled.js';
import { reportFacts } from '../../parts/report-facts.js';
import { Known } from './known.jsx';
import './report.css';

/** How a requester says how many have it and how soon it hurts, from the policy's scales. */
const QUESTIONS = {
  impact: ['Who is affected?', ['a whole site or service', 'my team', 'only me']],
  urgency: [
    'How much does it hold you up?',
    ['I cannot work', 'I can work, with trouble', 'hardly'],
  ],
};

export default function Report() {
  const [said, setSaid] = useState({
    shortDescription: '',
    description: '',
    impact: '',
    urgency: '',
  });
  const [errors, setErrors] = useState([]);
  const text = useSettled(`${said.shortDescription} ${said.description}`.trim());
  const set = (field) => (value) => setSaid({ ...said, [field]: value });
  const submit = async (event) => {
    event.preventDefault();
    const answer = await give(
      null,
      reportFacts(said, me.value, { channel: 'portal', from: 'requester' }),
    );
    setErrors(answer.ok ? [] : answer.errors);
    if (!answer.ok) return;
    announce(`Reported as ${answer.ticket.id}.`);
    go({ view: 'ticket', id: answer.ticket.id });
  };
  return (
    <section class="report-view" aria-labelledby="report-title">
      <div class="view-head">
        <h1 id="report-title">Report something</h1>
        <p class="quiet">Say what happened in your own words. We find out where it belongs.</p>
      </div>
      <form class="card stack" onSubmit={submit}>
        <label class="field">
          <span>In a few words</span>
          <input
            value={said.shortDescription}
            maxlength="200"
            required
            onInput={(event) => set('shortDescription')(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>What happened, and since when?</span>
          <textarea
            value={said.description}
            onInput={(event) => set('description')(event.currentTarget.value)}
          />
        </label>
        <Known text={text} />
        {Object.keys(QUESTIONS).map((field) => (
          <Question key={field} field={field} chosen={said[field]} choose={set(field)} />
        ))}
        <Findings title="This cannot be reported so" errors={errors} />
        <div class="buttons">
          <button class="main" type="submit">
            Report it
          </button>
        </div>
      </form>
    </section>
  );
}

function Question({ field, chosen, choose }) {
  const [question, words] = QUESTIONS[field];
  const levels = policy.value.scales[field];
  return (
    <fieldset class="question">
      <legend>{question}</legend>
      {levels.map(({ id, label }, index) => (
        <label class="check" key={id}>
          <input
            type="radio"
            name={field}
            value={id}
            required
            checked={chosen === id}
            onChange={() => choose(id)}
          />
          {levels.length === words.length ? words[index] : (label ?? id)}
        </label>
      ))}
    </fieldset>
  );
}

// The desk's form: classified, prioritised and compared with the past while somebody types.
import { useMemo, useState } from 'preact/hooks';

import { go } from '../../address.js';
import { ask, policy } from '../../core/core.js';
import { me } from '../../data/session.js';
import { give } from '../../data/tickets.js';
import { announce } from '../../announce.js';
import { Findings } from '../../parts/findings.jsx';
import { givenFacts, reportFacts } from '../../parts/report-facts.js';
import { useSettled } from '../../parts/settled.js';
import { Classification } from './classification.jsx';
import { Form } from './form.jsx';
import { Past } from './past.jsx';
import { Standing } from './standing.jsx';
import './new.css';

export default function New() {
  const [said, setSaid] = useState({
    shortDescription: '',
    description: '',
    impact: '',
    urgency: '',
  });
  const [errors, setErrors] = useState([]);
  const facts = useMemo(() => givenFacts({ ...said, kind: '' }), [said]);
  const kind = said.kind || undefined;
  const classified = useMemo(
    () => ask({ op: 'classify', ...(kind && { kind }), facts }),
    [facts, kind, policy.value],
  );
  const found = kind ?? (classified.ok ? classified.value.verdicts.kind.value : undefined);
  const prioritized = useMemo(
    () => ask({ op: 'prioritize', ...(found && { kind: found }), facts }),
    [facts, found, policy.value],
  );
  const text = useSettled(`${said.shortDescription} ${said.description}`.trim());
  const submit = async (event) => {
    event.preventDefault();
    const caller = said.caller || me.value.id;
    const answer = await give(
      null,
      reportFacts(said, { id: caller }, { channel: 'phone', from: 'requester' }),
    );
    setErrors(answer.ok ? [] : answer.errors);
    if (!answer.ok) return;
    announce(`Opened as ${answer.ticket.id}.`);
    go({ view: 'ticket', id: answer.ticket.id });
  };
  return (
    <section aria-labelledby="new-title">
      <div class="view-head">
        <h1 id="new-title">New ticket</h1>
        <p class="quiet">What it is, how important, and what helped before, while you type.</p>
      </div>
      <form class="new-columns" onSubmit={submit}>
        <div class="stack">
          <Form
            said={said}
            set={(field, value) => setSaid((before) => ({ ...before, [field]: value }))}
          />
          <Findings title="This cannot be opened so" errors={errors} />
          <div class="buttons">
            <button class="main" type="submit">
              Open the ticket
            </button>
          </div>
        </div>
        <div class="stack">
          <Standing prioritized={prioritized} facts={facts} kind={found} />
          <Classification classified={classified} given={kind} />
          <Past text={text} />
        </div>
      </form>
    </section>
  );
}

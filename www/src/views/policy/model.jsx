// Questions about every life that a ticket can have under the policy as it is written.
import { useState } from 'preact/hooks';

import { Failure, Findings } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { number } from '../../time/format.js';
import { work } from '../../worker/ask.js';
import { text } from './draft.js';
import { Life } from './life.jsx';
import { OwnQuestion } from './own-question.jsx';

const WITHOUT_CODE = {
  all: [
    { field: 'stateType', is: 'closed' },
    { field: 'resolutionCode', isSet: false },
  ],
};

const QUESTIONS = [
  {
    said: 'No ticket is closed without a resolution code',
    question: { type: 'never', condition: WITHOUT_CODE },
  },
  { said: 'Each ticket can still be closed or canceled', question: { type: 'canReach' } },
  {
    said: 'No ticket is reopened more than three times',
    question: { type: 'atMostReopens', reopens: 3 },
  },
];

export function Model({ accepted }) {
  const [asked, setAsked] = useState([]);
  const [error, setError] = useState(null);
  const ask = async (questions) => {
    const of = text.peek();
    setError(null);
    try {
      for (const one of questions) {
        const answer = await work('policy', 'model', { text: of, question: one.question });
        setAsked((before) => [
          ...before.filter(({ said }) => said !== one.said),
          { ...one, of, answer },
        ]);
      }
    } catch (cause) {
      setError(cause);
    }
  };
  return (
    <section class="card model" aria-labelledby="model-title">
      <h2 id="model-title">Every life that a ticket can have</h2>
      <p class="quiet">
        Not a test of some tickets: all that can happen under the policy is looked at.
      </p>
      <div class="buttons">
        <button type="button" disabled={!accepted} onClick={() => ask(QUESTIONS)}>
          Ask the usual questions
        </button>
      </div>
      <OwnQuestion disabled={!accepted} ask={(one) => ask([one])} />
      {error && <Failure error={error} />}
      <ul class="model-answers">
        {asked.map((one) => (
          <Answer key={one.said} asked={one} stale={one.of !== text.value} />
        ))}
      </ul>
    </section>
  );
}

function Answer({ asked: { said, answer }, stale }) {
  if (!answer.ok)
    return (
      <li>
        <Findings title={said} errors={answer.errors} />
      </li>
    );
  const { holds, path, tickets, fields } = answer.value;
  return (
    <li class={`model-answer ${holds ? 'holds' : 'fails'}`}>
      <p>
        <Icon name={holds ? 'done' : 'cancel'} label={holds ? 'True' : 'Not true'} />{' '}
        <strong>{said}</strong> <span>{holds ? 'is true.' : 'is not true.'}</span>
        {stale && <span class="chip quiet">of an earlier text</span>}
      </p>
      <p class="quiet small">
        {number(tickets)} different tickets were looked at; what makes a difference:{' '}
        {fields.join(', ') || 'no field'}
      </p>
      {path && <Life path={path} />}
    </li>
  );
}

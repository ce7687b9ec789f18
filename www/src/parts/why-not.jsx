// "Why not critical?": the smallest changes of facts that would make it so, from the core.
import { useState } from 'preact/hooks';

import { labels, policy } from '../core/core.js';
import { useAnswer } from '../data/tickets.js';
import { work } from '../worker/ask.js';
import { fieldName } from './fact-field.jsx';
import { Findings } from './findings.jsx';

export function WhyNot({ kind, facts, level }) {
  const [wanted, setWanted] = useState('');
  const scale = policy.value.scales.priority.filter(({ id }) => id !== level);
  return (
    <div class="why-not">
      <label class="choice">
        <span>Why not</span>
        <select value={wanted} onChange={(event) => setWanted(event.currentTarget.value)}>
          <option value="">choose</option>
          {scale.map(({ id }) => <option key={id} value={id}>{labels.value.priority(id)}?</option>)}
        </select>
      </label>
      {wanted && wanted !== level && <Ways kind={kind} facts={facts ?? {}} wanted={wanted} />}
    </div>
  );
}

function Ways({ kind, facts, wanted }) {
  const { value: answer } = useAnswer(
    () => work('analysis', 'ask', { op: 'explain', ...(kind && { kind }), facts, whyNot: wanted }),
    [kind, JSON.stringify(facts), wanted],
  );
  if (!answer) return null;
  if (!answer.ok) return <Findings errors={answer.errors} />;
  const { changes } = answer.value.whyNot;
  if (changes.length === 0) return <p class="quiet">No change of up to three facts would do.</p>;
  return (
    <ul class="ways">
      {changes.map((way, index) => (
        <li key={index}>
          {index > 0 && <span class="quiet">or </span>}
          {way.map(({ field, to }) => `${fieldName(field)}: ${valueName(field, to)}`).join(' and ')}
        </li>
      ))}
    </ul>
  );
}

function valueName(field, value) {
  if (field === 'impact' || field === 'urgency') return labels.value[field](value);
  if (value === true) return 'yes';
  return value === false ? 'no' : String(value ?? 'nothing');
}

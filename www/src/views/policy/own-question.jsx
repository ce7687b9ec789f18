import { useState } from 'preact/hooks';

import { Findings } from '../../parts/findings.jsx';

const TYPES = {
  never: 'It never happens that',
  canReach: 'Each ticket can still come to',
  atMostReopens: 'Reopened at most so often:',
};
const FIRST =
  '{"all": [{"field": "stateType", "is": "closed"}, {"field": "assignee", "isSet": false}]}';

/** A question of one's own: its condition as JSON, as policies write them. */
export function OwnQuestion({ disabled, ask }) {
  const [type, setType] = useState('never');
  const [condition, setCondition] = useState(FIRST);
  const [reopens, setReopens] = useState('1');
  const [errors, setErrors] = useState([]);
  const submit = (event) => {
    event.preventDefault();
    try {
      setErrors([]);
      ask(questionOf(type, condition, reopens));
    } catch (cause) {
      setErrors([
        {
          code: 'document.syntax',
          path: '',
          message: `the condition is not JSON: ${cause.message}`,
        },
      ]);
    }
  };
  return (
    <form class="own-question" onSubmit={submit}>
      <label class="field">
        <span>Own question</span>
        <select value={type} onChange={(event) => setType(event.currentTarget.value)}>
          {Object.entries(TYPES).map(([id, said]) => (
            <option key={id} value={id}>
              {said}
            </option>
          ))}
        </select>
      </label>
      {type === 'atMostReopens' ? (
        <label class="field">
          <span>Times</span>
          <input
            type="number"
            min="0"
            max="20"
            value={reopens}
            onInput={(event) => setReopens(event.currentTarget.value)}
          />
        </label>
      ) : (
        <label class="field">
          <span>Condition</span>
          <textarea
            class="mono"
            rows="2"
            spellcheck={false}
            value={condition}
            onInput={(event) => setCondition(event.currentTarget.value)}
          />
        </label>
      )}
      <button type="submit" disabled={disabled}>
        Ask
      </button>
      <Findings errors={errors} />
    </form>
  );
}

function questionOf(type, condition, reopens) {
  if (type === 'atMostReopens') {
    return {
      said: `Reopened at most ${reopens} times`,
      question: { type, reopens: Number(reopens) },
    };
  }
  const question = { type, condition: JSON.parse(condition) };
  return { said: `${TYPES[type]} ${condition.replaceAll(/\s+/g, ' ')}`, question };
}

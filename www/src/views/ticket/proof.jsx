// The proof of a clock: every stretch with what counted and why, and the check that it adds up.
import { useState } from 'preact/hooks';

import { useAnswer } from '../../data/tickets.js';
import { Code, Findings, Loading } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { work } from '../../worker/ask.js';

export function Proof({ ticket, agreement, target, at }) {
  const minute = at - (at % 60_000);
  const asked = Math.max(minute, Date.parse(ticket.updatedAt));
  const { value: answer, error } = useAnswer(
    () => work('analysis', 'ask', { op: 'prove', ticket, agreement, target, now: asked }),
    [ticket.version, agreement, target, asked],
  );
  if (error)
    return (
      <Findings
        title="There is no proof"
        errors={[{ code: '', path: '', message: error.message }]}
      />
    );
  if (!answer) return <Loading what="the proof" />;
  if (!answer.ok) return <Findings title="There is no proof" errors={answer.errors} />;
  const { proof, reading } = answer.value;
  return (
    <div class="proof">
      <ol tabindex="0" aria-label="The proof, step by step">
        {reading.map(({ code, message }, index) => (
          <li key={index} class={code.replace('.', '-')}>
            <Code text={message} />
          </li>
        ))}
      </ol>
      <Check ticket={ticket} proof={proof} />
    </div>
  );
}

function Check({ ticket, proof }) {
  const [answer, setAnswer] = useState(null);
  const check = async () =>
    setAnswer(await work('analysis', 'ask', { op: 'verify', ticket, proof }));
  return (
    <div class="proof-check">
      <button type="button" class="small" onClick={check}>
        Verify it anew
      </button>
      {answer?.ok && (
        <span role="status">
          <Icon name="done" /> It adds up.
        </span>
      )}
      {answer && !answer.ok && <Findings title="It does not hold" errors={answer.errors} />}
      <span class="quiet small">
        time zones {proof.tzdb}, digest <span class="mono">{proof.digest.slice(0, 12)}</span>
      </span>
    </div>
  );
}

import { change } from '../../address.js';
import { Countdown } from '../../parts/countdown.jsx';
import { Code } from '../../parts/findings.jsx';
import { now } from '../../time/clock.js';
import { useBeat } from '../../time/beat.js';
import { instant } from '../../time/format.js';
import { SENT } from './statement.js';

const SAID = {
  scopeNotDeclared: 'scope not declared',
  notInForce: 'not in force',
  notApplicable: 'does not apply',
  factMissing: 'a fact is not known',
  anchorMissing: 'its beginning is not known',
  notStarted: 'has not begun',
  withoutUndueDelay: 'without undue delay',
  submitted: 'submitted',
  running: 'running',
  due: 'due',
  overdue: 'overdue',
  met: 'met',
  late: 'submitted late',
};
const COUNTS = ['running', 'due', 'overdue'];
const DAY = 86_400_000;

/** One duty: its article, what is left, and every step of how that was found. */
export function Duty({ deadline }) {
  const {
    duty,
    what,
    who,
    whom,
    source,
    article,
    verified,
    status,
    conservative,
    statutory,
    submittedAt,
  } = deadline;
  const counts = COUNTS.includes(status) && conservative;
  const close = counts && Math.abs(Date.parse(conservative) - now()) < DAY;
  const at = useBeat({ seconds: Boolean(close), wakeAt: counts ? conservative : undefined });
  return (
    <li class={`duty ${status}`}>
      <p class="duty-what">
        <strong>{what[0].toUpperCase() + what.slice(1)}</strong>
        <span class="quiet small">
          {who} to {whom}
        </span>
      </p>
      <p class="duty-left">
        {counts ? (
          <Countdown remainingMs={Date.parse(conservative) - at} dueAt={conservative} at={at} />
        ) : (
          <span class="chip">{SAID[status]}</span>
        )}
        {counts && <span class="small">{SAID[status]}</span>}
      </p>
      <p class="quiet small duty-source">
        {article}, {source}
        {!verified && ' (text not verified)'}
        {conservative && <span>; by plain arithmetic {instant(conservative)}</span>}
        {statutory && statutory !== conservative && (
          <span>; by the rules of counting {instant(statutory)}</span>
        )}
        {submittedAt && <span>; submitted {instant(submittedAt)}</span>}
      </p>
      <Steps deadline={deadline} />
      {counts && (
        <button
          type="button"
          class="plain small"
          onClick={() => change({ [SENT + duty]: new Date(now()).toISOString() })}
        >
          Submitted now
        </button>
      )}
    </li>
  );
}

function Steps({ deadline: { steps, duty } }) {
  return (
    <details class="duty-steps">
      <summary class="small">
        How it is counted<span class="visually-hidden">: {duty}</span>
      </summary>
      <ol class="small">
        {steps.map(({ code, message }, index) => (
          <li key={code + index}>
            <Code text={message} />
          </li>
        ))}
      </ol>
    </details>
  );
}

// Every clock with its goal and calendar, and the proof of each.
import { change } from '../../address.js';
import { calendarOf, policy } from '../../core/core.js';
import { Countdown } from '../../parts/countdown.jsx';
import { Empty, Findings } from '../../parts/findings.jsx';
import { Icon } from '../../parts/icon.jsx';
import { instant, length } from '../../time/format.js';
import { LIVE } from './assessment.js';
import { Proof } from './proof.jsx';

export function Clocks({ ticket, clocks, at, chosen }) {
  return (
    <section class="card clocks" aria-labelledby="clocks-title">
      <h2 id="clocks-title">Targets</h2>
      {clocks.length === 0 && (
        <Empty title="Nothing is promised">No agreement is about this ticket.</Empty>
      )}
      {clocks.map((clock) => (
        <Clock
          key={`${clock.agreement} ${clock.target}`}
          ticket={ticket}
          clock={clock}
          at={at}
          open={chosen === `${clock.agreement}.${clock.target}`}
        />
      ))}
    </section>
  );
}

function Clock({ ticket, clock, at, open }) {
  const { agreement, target, within, percent = 0, stage, dueAt, projectedDueAt, finding } = clock;
  const name = `${agreement}.${target}`;
  return (
    <article class={`clock-card ${stage}`}>
      <p class="clock-line">
        <strong>{target}</strong>
        {LIVE.includes(stage) ? (
          <Countdown
            remainingMs={clock.remainingMs}
            dueAt={dueAt}
            agreement={agreement}
            waiting={stage === 'paused'}
            at={at}
          />
        ) : (
          <Ended clock={clock} />
        )}
      </p>
      <Used percent={percent} stage={stage} />
      <p class="quiet small">
        {within ? `${within} of ${calendarName(agreement)}` : 'nothing promised'}
        {dueAt && LIVE.includes(stage) && (
          <>
            {' '}
            · due <time datetime={dueAt}>{instant(dueAt)}</time>
          </>
        )}
        {projectedDueAt && (
          <>
            {' '}
            · if it went on now, due{' '}
            <time datetime={projectedDueAt}>{instant(projectedDueAt)}</time>
          </>
        )}
        {clock.pausedMs > 0 && ` · paused for ${length(clock.pausedMs)}`}
      </p>
      <Cycles cycles={clock.cycles} />
      {finding && <Findings errors={[finding]} tone="warn" />}
      {clock.startedAt && (
        <button
          type="button"
          class="plain small"
          aria-expanded={open}
          onClick={() => change({ proof: open ? null : name })}
        >
          {open ? 'Hide the proof' : 'Prove it'}
        </button>
      )}
      {open && <Proof ticket={ticket} agreement={agreement} target={target} at={at} />}
    </article>
  );
}

/** The cycles that are over: a reopened ticket has had others. */
function Cycles({ cycles = [] }) {
  if (cycles.length === 0) return null;
  return (
    <ul class="quiet small">
      {cycles.map(({ cycle, outcome, endedAt, elapsedMs }) => (
        <li key={cycle}>
          Cycle {cycle}: {outcome} after {length(elapsedMs)}, {instant(endedAt)}
        </li>
      ))}
    </ul>
  );
}

function calendarName(agreement) {
  const id = calendarOf(agreement);
  const calendar = policy.value.calendars?.find((one) => one.id === id);
  return calendar ? `working time (${calendar.zone})` : 'all time';
}

const ENDS = {
  met: ['done', 'met'],
  missed: ['late', 'missed'],
  canceled: ['cancel', 'canceled'],
  pending: ['clock', 'not started'],
};

function Ended({ clock }) {
  const [icon, word] = ENDS[clock.stage];
  return (
    <span class={`countdown ${clock.stage === 'missed' ? 'late' : ''}`}>
      <Icon name={icon} /> {word}
      {clock.overrunMs ? ` by ${length(clock.overrunMs)}` : ''}
    </span>
  );
}

/** How much of the time is used, as a bar; the number stands beside for those who do not see it. */
function Used({ percent, stage }) {
  return (
    <svg
      class={`used ${stage}`}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      role="img"
      aria-label={`${percent}% used`}
    >
      <rect class="used-all" width="100" height="4" />
      <rect class="used-part" width={Math.min(100, percent)} height="4" />
    </svg>
  );
}

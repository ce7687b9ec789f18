import { Priority, State } from '../../parts/chips.jsx';
import { Countdown } from '../../parts/countdown.jsx';
import { shortInstant } from '../../time/format.js';
import { now } from '../../time/clock.js';
import { phasesOf } from './phases.js';
import { Tlp } from './tlp.jsx';

/** The incidents to choose from, each with how far it has come. */
export function Incidents({ list, plan, chosen, at, pick }) {
  return (
    <ul class="security-list" aria-label="Security incidents">
      {list.map((one) => (
        <li key={one.id}>
          <button
            type="button"
            class="security-item"
            aria-pressed={one.id === chosen.id}
            onClick={() => pick(one.id)}
          >
            <span class="security-title">{one.title}</span>
            <span class="quiet small">
              <span class="mono">{one.id}</span> {shortInstant(one.openedAt)}
            </span>
            <span class="security-marks">
              <State state={one.state} type={one.stateType} />
              <Priority level={one.priority} />
              <Tlp label={one.tlp} />
              {one.clock && one.clock.remainingMs !== undefined && (
                <Countdown
                  remainingMs={one.clock.remainingMs - (now() - at)}
                  dueAt={one.clock.dueAt}
                  agreement={one.clock.agreement}
                  waiting={one.clock.stage === 'paused'}
                  at={now()}
                />
              )}
            </span>
            <Steps visits={one.visits} plan={plan} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** One mark for each phase: those that it was in are filled. */
function Steps({ visits, plan }) {
  const been = new Set(visits.map(({ state }) => state));
  const phases = phasesOf(plan).filter(({ states }) => states.length > 0);
  return (
    <svg
      class="steps"
      viewBox={`0 0 ${phases.length * 10} 4`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {phases.map(({ name, states }, index) => (
        <rect
          key={name}
          class={states.some((id) => been.has(id)) ? 'been' : 'ahead'}
          x={index * 10 + 0.3}
          width="9.4"
          height="4"
        />
      ))}
    </svg>
  );
}

import { Icon } from '../../parts/icon.jsx';
import { number } from '../../time/format.js';
import { phasesOf } from './phases.js';

/** The five phases, with how many incidents are in each. */
export function PhaseBoard({ plan, open }) {
  return (
    <ol class="phase-board" aria-label="Phases of ISO/IEC 27035">
      {phasesOf(plan).map(({ name, states }) => (
        <li key={name} class="phase">
          <span class="phase-name">{name}</span>
          {states.length === 0 ? (
            <Prepared plan={plan} />
          ) : (
            <Count count={open.filter(({ state }) => states.includes(state)).length} />
          )}
        </li>
      ))}
    </ol>
  );
}

function Count({ count }) {
  return (
    <span>
      <strong class="phase-count number">{number(count)}</strong>{' '}
      <span class="quiet small">open here</span>
    </span>
  );
}

function Prepared({ plan: { id, playbooks, warnings, digest } }) {
  return (
    <span class="small">
      <Icon name={warnings.length === 0 ? 'done' : 'late'} /> plan {id}, {number(playbooks)}{' '}
      playbooks, {number(warnings.length)} warnings{' '}
      <span class="quiet mono">{digest.slice(0, 8)}</span>
    </span>
  );
}

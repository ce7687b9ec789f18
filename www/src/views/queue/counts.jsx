import { number } from '../../time/format.js';

const CLASSES = [
  ['breached', 'Breached'], ['atRisk', 'At risk'], ['running', 'Running'],
  ['paused', 'Paused'], ['untimed', 'No target'], ['resolved', 'Resolved'],
];

/** How many tickets there are of each class; a press shows only those. */
export function Counts({ tally, shown, pick }) {
  return (
    <div class="counts" role="group" aria-label="How urgent">
      {CLASSES.map(([id, name]) => (
        <button
          type="button" key={id} class={`count ${id}`} aria-pressed={shown === id}
          onClick={() => pick(shown === id ? null : id)}
        >
          <span class="count-number">{number(tally[id])}</span>
          <span class="count-name">{name}</span>
        </button>
      ))}
    </div>
  );
}

import { document } from './draft.js';

const MOVED = {
  open: ({ kind }) => `is opened as ${kind}`,
  move: () => 'is moved',
  changeFacts: () => 'gets other facts',
  assign: () => 'is assigned',
  addMessage: ({ from }) => `gets a message from ${from}`,
  overridePriority: ({ level }) => `is given the priority ${level ?? 'of the rules'}`,
  majorIncident: ({ action }) => `major incident: ${action}`,
  approve: ({ to }) => `is approved for ${to}`,
  timer: ({ timer }) => `waits for the timer ${timer}`,
  targetWarned: () => 'reaches a warning',
  targetBreached: () => 'breaches a target',
};

function stateName(id) {
  return document.value?.lifecycle?.states?.find?.((state) => state.id === id)?.label ?? id;
}

/** A shortest life against what was asked, step by step. */
export function Life({ path }) {
  return (
    <ol class="life">
      {path.map(({ step, state, holdReason, priority, facts }, index) => (
        <li key={index}>
          <span>The ticket {MOVED[step.type]?.(step) ?? step.type}</span>
          <span class="chip">
            {stateName(state)}
            {holdReason && `, ${holdReason}`}
          </span>
          {priority && <span class="quiet small">{priority}</span>}
          {facts && (
            <span class="quiet small mono">
              {Object.entries(facts)
                .map(([field, value]) => `${field} = ${JSON.stringify(value)}`)
                .join(', ')}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

// What time alone has caused, in one sentence.

const SAID = {
  targetBreached: ({ target }) => `has breached its target ${target}`,
  targetWarned: ({ target, warning }) => `has reached ${warning} of its target ${target}`,
  stateChanged: ({ to }) => `is now ${to}`,
};

export function sayTicked({ ticked, count }) {
  const events = ticked.flatMap(({ id, events = [] }) =>
    events.map(({ change }) => ({ id, change })),
  );
  const told = events.filter(({ change }) => SAID[change.type]);
  if (told.length === 1) return `${told[0].id} ${SAID[told[0].change.type](told[0].change)}.`;
  const breached = told.filter(({ change }) => change.type === 'targetBreached').length;
  return `${count} tickets changed by time alone, ${breached} targets breached.`;
}

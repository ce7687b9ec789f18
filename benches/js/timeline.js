// A yardstick, not a race: the twenty events of a ticket, folded by our package and by a state
// chart. The chart only follows the states; ours also judges priority, clocks and moves.
import assert from 'node:assert/strict';

import { assign, initialTransition, setup, transition } from 'xstate';

import { HOUR } from './clocks.js';

const OPENED = Date.UTC(2026, 0, 5, 9);
const ada = { id: 'ada' };
const hold = { type: 'move', to: 'onHold', holdReason: 'awaitingCaller' };
const work = { type: 'move', to: 'inProgress' };

const commands = [
  { type: 'open', id: 'INC-1', kind: 'incident', facts: { impact: 'high', urgency: 'medium' } },
  work,
  ...Array.from({ length: 8 }, () => [hold, work]).flat(),
  { type: 'move', to: 'resolved', facts: { resolutionCode: 'fixed' } },
];

/** The events that the commands cause, each an hour after the one before. */
function decided(engine) {
  const events = [];
  let ticket;
  for (const [at, command] of commands.entries()) {
    const context = { now: new Date(OPENED + at * HOUR).toISOString(), actor: ada };
    const answer = engine.call({ op: 'decide', ticket, command, context });
    assert.ok(answer.ok, JSON.stringify(answer.errors));
    events.push(...answer.value.events);
    ({ ticket } = answer.value);
  }
  assert.equal(events.length, 20);
  return events;
}

const incident = setup({
  actions: {
    pause: assign({ pauses: ({ context }) => context.pauses + 1 }),
    note: assign({ facts: ({ context, event }) => ({ ...context.facts, ...event.facts }) }),
  },
  guards: { hasCode: ({ context }) => 'resolutionCode' in context.facts },
}).createMachine({
  id: 'incident',
  initial: 'new',
  context: { pauses: 0, facts: {} },
  on: { opened: { actions: 'note' }, factsChanged: { actions: 'note' } },
  states: {
    new: { on: { inProgress: 'inProgress' } },
    inProgress: {
      on: {
        onHold: { target: 'onHold', actions: 'pause' },
        resolved: { target: 'resolved', guard: 'hasCode' },
      },
    },
    onHold: { on: { inProgress: 'inProgress' } },
    resolved: { on: { inProgress: 'inProgress', closed: 'closed' } },
    closed: { type: 'final' },
  },
});

/** The same events in the chart's own form. */
function charted({ change: { type, to, facts, changes = [] } }) {
  const changed = Object.fromEntries(changes.map((change) => [change.field, change.to]));
  return { type: to ?? type, facts: facts ?? changed };
}

/** Both ways to the end of the ticket, after a look that they get there. */
export function timelines({ call }, engine) {
  const events = decided(engine);
  const context = { now: new Date(OPENED + 30 * HOUR).toISOString(), actor: ada };
  const ours = () => {
    const ticket = call({ op: 'evolve', events }).value;
    return engine.call({ op: 'assess', ticket, context }).value;
  };
  const moves = events.map(charted);
  const theirs = () => {
    let [snapshot] = initialTransition(incident);
    for (const move of moves) [snapshot] = transition(incident, snapshot, move);
    return snapshot;
  };
  assert.equal(ours().state, 'resolved');
  assert.equal(theirs().value, 'resolved');
  assert.equal(theirs().context.pauses, 8);
  return [ours, theirs];
}

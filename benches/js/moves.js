// Moves of tickets, decided beside a state chart: the very chart that the policy is exported as.
import assert from 'node:assert/strict';

import { setup, transition } from 'xstate';

import { Row, medians } from './sample.js';

const ROWS = 1_000_000;
const ASKED = 2_000;
const SOME = 64;

const STATES = ['new', 'inProgress', 'onHold', 'resolved', 'closed', 'canceled'];
const CODES = [null, 'fixed'];

/** Every state with every move, with a code and without, in an order without a pattern. */
function columns(count) {
  const codes = { fields: { state: new Uint8Array(count), resolutionCode: new Uint8Array(count) } };
  codes.moves = new Uint8Array(count);
  for (let row = 0; row < count; row += 1) {
    const mixed = Math.imul(row, 2_654_435_761) >>> 8;
    codes.fields.state[row] = mixed % STATES.length;
    codes.fields.resolutionCode[row] = (mixed >>> 5) % CODES.length;
    codes.moves[row] = (mixed >>> 11) % STATES.length;
  }
  return codes;
}

/** The chart, and its snapshot of each state with and without a code. */
function charted({ call }) {
  const config = JSON.parse(call({ op: 'export', policy: 'itil', format: 'xstate' }).value);
  const hasCode = ({ context }) => context.resolutionCode !== null;
  const guards = { 'inProgress -> resolved': hasCode, 'resolved -> closed': hasCode };
  const chart = setup({ guards, delays: { autoClose: 1 } }).createMachine({
    ...config,
    context: { resolutionCode: null },
  });
  const snapshots = CODES.map((resolutionCode) => STATES.map((value) => {
    return chart.resolveState({ value, context: { resolutionCode } });
  }));
  const events = STATES.map((to) => ({ type: `move.${to}` }));
  return (state, code, move) => transition(chart, snapshots[code][state], events[move])[0];
}

/** The rows of the table; throws if one answer differs. */
export function moves(analysis) {
  const document = analysis.call({ op: 'preset', name: 'itil' }).value;
  const { value: engine } = analysis.openEngine(document);
  const holdReason = document.lifecycle.holdReasons[0].id;
  const { value: table } = engine.table({
    fields: { state: STATES, resolutionCode: CODES },
    moves: STATES.map((to) => (to === 'onHold' ? { to, holdReason } : { to })),
  });
  assert.deepEqual(table.columns, ['fields/resolutionCode', 'fields/state', 'moves']);
  const codes = columns(ROWS);
  const theirs = charted(analysis);
  const at = (row) => [codes.fields.state[row], codes.fields.resolutionCode[row], codes.moves[row]];
  const decided = table.decide(codes).value;
  let moved = 0;
  for (let row = 0; row < ASKED; row += 1) {
    const [state, code, move] = at(row);
    const outcome = decided.outcomes[decided.codes[row]];
    const expected = outcome.moved?.to ?? STATES[state];
    const told = `row ${row}: ${JSON.stringify(outcome)}`;
    assert.equal(theirs(state, code, move).value, expected, told);
    assert.equal(table.decideRow([code, state, move]).value, outcome);
    if (outcome.moved) moved += 1;
  }
  assert.ok(moved > ASKED / 10 && moved < ASKED, `${moved} of ${ASKED} move`);
  const some = Array.from({ length: SOME }, (_, row) => at(row));
  const single = medians([
    [() => some.map(([state, code, move]) => table.decideRow([code, state, move])), SOME],
    [() => some.map(([state, code, move]) => theirs(state, code, move)), SOME],
  ]);
  const many = Array.from({ length: ASKED }, (_, row) => at(row));
  const batch = medians([
    [() => table.decide(codes), ROWS],
    [() => many.map(([state, code, move]) => theirs(state, code, move)), ASKED],
  ]);
  table.free();
  engine.free();
  return [
    Row.beside('one by one', single, { atLeast: 10 }),
    Row.beside('each of a batch of 1,000,000', batch, { atLeast: 100 }),
  ];
}

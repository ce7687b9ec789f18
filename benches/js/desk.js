// The open tickets of a large desk: the first fifty, beside sorting all of them by due instants that
// somebody has worked out before and keeps true.
import assert from 'node:assert/strict';

import { Row, mediansInTurn } from './sample.js';

const TICKETS = 100_000;
const FIRST = 50;
/** A Friday. */
const BEGUN = Date.UTC(2026, 0, 9, 8);
/** What a ticket may take beside its own text, in bytes. */
const BESIDE = 1_024;
/** How often each task is done in a sample, so that it is long enough to be timed. */
const TIMES = 20;

const levels = ['high', 'medium', 'low'];
const groups = ['network', 'desk', 'mail', 'identity', 'print', 'payroll'];

/** Numbers that look as if they were drawn, always the same. */
function drawer() {
  let state = 7;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

/** A ticket with a few events, as the door writes it. */
function ticket(number, draw) {
  const id = `INC${String(number).padStart(7, '0')}`;
  const iso = (at) => new Date(at).toISOString().replace('.000Z', 'Z');
  // Up to three weeks old: some are missed, some are near, and some have time.
  const opened = BEGUN - draw(21 * 24 * 3_600) * 1_000;
  const taken = opened + draw(600) * 1_000;
  const [impact, urgency] = [levels[draw(3)], levels[draw(3)]];
  const matrix = ['critical', 'high', 'moderate', 'low', 'planning'];
  const priority = matrix[levels.indexOf(impact) + levels.indexOf(urgency)];
  const facts = {
    assignee: `person-${draw(200)}`, assignmentGroup: groups[draw(groups.length)], impact,
    service: `service-${draw(40)}`, shortDescription: `Something does not work, case ${number}`, urgency,
  };
  const waits = draw(5) === 0;
  const [state, stateType] = waits ? ['onHold', 'onHold'] : ['inProgress', 'active'];
  const actor = { id: 'ada' };
  const history = [
    {
      version: 1, at: iso(opened), actor,
      change: { type: 'opened', id, kind: 'incident', state: 'new', stateType: 'new', facts, priority },
    },
    {
      version: 2, at: iso(taken), actor,
      change: { type: 'stateChanged', from: 'new', to: 'inProgress', stateType: 'active' },
    },
  ];
  const holdReason = waits ? { holdReason: 'awaitingCaller' } : {};
  if (waits) {
    history.push({
      version: 3, at: iso(taken), actor,
      change: { type: 'stateChanged', from: 'inProgress', to: state, stateType, ...holdReason },
    });
  }
  return {
    id, version: history.length, kind: 'incident', state, stateType, stateSince: iso(taken),
    ...holdReason, priority, facts, openedAt: iso(opened), updatedAt: iso(taken),
    unansweredSince: iso(opened), lastEvent: 'stateChanged', reassignments: 0, reopens: 0, history,
  };
}

/** The rows of the desk. `memory` tells the bytes of the module's memory. */
export async function desks(entry, memory) {
  const engine = entry.openEngine(entry.call({ op: 'preset', name: 'itil' }).value).value;
  const desk = engine.desk().value;
  const draw = drawer();
  const before = memory();
  let text = 0;
  for (let from = 0; from < TICKETS; from += 1_000) {
    const some = Array.from({ length: 1_000 }, (_, at) => JSON.stringify(ticket(from + at, draw)));
    const lines = Buffer.from(some.join('\n'));
    text += lines.length;
    const { refused, findings } = desk.load(lines).value;
    assert.deepEqual([refused, findings], [0, []]);
  }
  assert.equal(desk.length, TICKETS);
  const beside = Math.round((memory() - before - text) / TICKETS);
  console.log(`${TICKETS} tickets of ${Math.round(text / TICKETS)} bytes take ${beside} bytes each beside`);

  // What a sort is given: each ticket's due instant, which somebody else has worked out.
  let now = BEGUN;
  const all = desk.queue({ now }).value;
  const due = new Map(all.map((row) => [row.id, Date.parse(row.dueAt ?? '9999-01-01T00:00:00Z')]));
  const unsorted = Array.from({ length: TICKETS }, (_, number) => {
    const id = `INC${String(number).padStart(7, '0')}`;
    return { id, due: due.get(id) };
  });
  const sorted = () => [...unsorted].sort((one, two) => one.due - two.due).slice(0, FIRST);
  // Both answer the same of those that are missed, where the priority is no question.
  const byDue = engine.desk({ order: ['due'] }).value;
  byDue.load(Buffer.from(all.map(({ id }) => JSON.stringify(desk.ticket(id))).join('\n')));
  assert.deepEqual(
    byDue.queue({ now, limit: FIRST }).value.map((row) => Date.parse(row.dueAt)),
    sorted().map((one) => one.due),
  );
  byDue.free();

  const first = () => {
    for (let time = 0; time < TIMES; time += 1) {
      // A second later each time: clocks live.
      now += 1_000;
      assert.equal(desk.queue({ now, limit: FIRST }).value.length, FIRST);
    }
  };
  const versions = new Map(all.map((row) => [row.id, row.version]));
  let turn = 0;
  const afterEvent = () => {
    for (let time = 0; time < TIMES; time += 1) {
      now += 1;
      turn += 1;
      const id = `INC${String((turn * 7_919) % TICKETS).padStart(7, '0')}`;
      const version = versions.get(id) + 1;
      versions.set(id, version);
      const change = { type: 'messageAdded', from: 'support', internal: false };
      const at = new Date(now).toISOString();
      const applied = desk.apply(id, [{ version, at, actor: { id: 'ada' }, change }]);
      assert.equal(applied.ok, true);
      assert.equal(desk.queue({ now, limit: FIRST }).value.length, FIRST);
    }
  };
  const mine = () => {
    for (let time = 0; time < TIMES; time += 1) {
      desk.queue({ now, limit: FIRST, filter: { assignee: `person-${time}` } });
    }
  };
  const tasks = [[first, TIMES], [afterEvent, TIMES], [mine, TIMES], [sorted, 1]];
  const [top, event, filtered, sort] = await mediansInTurn(tasks);
  desk.free();
  engine.free();
  assert.ok(beside <= BESIDE, `${beside} bytes beside a ticket's text`);
  return [
    new Row('the first 50, each second', [top, sort], top / sort, { atMost: 0.5 }),
    new Row('after one event', [event, sort], event / sort, { atMost: 0.01 }),
    new Row("one person's first 50", [filtered, sort], filtered / sort),
  ];
}

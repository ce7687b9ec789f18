// The desk: the answers of Rust in Node, and what the handle makes of wrong use.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { core, desk as entry, vectors } from './consumer.js';

const asked = vectors('desk');
const encoder = new TextEncoder();

function engineOf(policy) {
  return entry.openEngine(entry.call({ op: 'preset', name: policy }).value).value;
}

/** What a step of a vector says. */
function answer(desk, { op, now, limit, filter, offset, reasons, ...step }) {
  const at = Date.parse(now);
  switch (op) {
    case 'decide': return desk.decide(step.id, step.command, step.context);
    case 'load': return desk.load(encoder.encode(step.lines));
    case 'apply': return desk.apply(step.id, step.events);
    case 'remove': return { ok: true, value: desk.remove(step.id) };
    case 'setForecast': return desk.setForecast(step.id, step.millionths);
    case 'queue': return desk.queue({ now: at, limit, filter, offset, reasons });
    case 'due': return desk.due(at);
    case 'tick': return desk.tick(step.actor, at, limit);
    case 'counts': return desk.counts(at);
    case 'nextChangeAt': return desk.nextChangeAt(at) ?? null;
    case 'ticket': return { ok: true, value: desk.ticket(step.id) };
    default: throw new Error(`no step ${op}`);
  }
}

test('Node gives the answers of Rust', () => {
  assert.ok(asked.length > 3);
  for (const { name, policy, settings, opened, steps } of asked) {
    const made = engineOf(policy).desk(settings);
    if (!opened.ok) {
      assert.deepEqual(made, opened, name);
      continue;
    }
    for (const { answer: expected, ...step } of steps) {
      assert.deepEqual(answer(made.value, step), expected, `${name}: ${JSON.stringify(step)}`);
    }
    made.value.free();
  }
});

function opening(id, now) {
  const facts = { impact: 'high', urgency: 'low' };
  return [{ type: 'open', id, kind: 'incident', facts }, { now, actor: { id: 'ada' } }];
}

test('a ticket that is put is the ticket that is given back, and lines are cut anywhere', () => {
  const engine = engineOf('itil');
  const first = engine.desk().value;
  const tickets = Array.from({ length: 2_000 }, (_, at) => {
    const [command, context] = opening(`Ticket ${at} \u{1F4A5}`, '2026-01-09T09:00:00Z');
    return engine.call({ op: 'decide', command, context }).value.ticket;
  });
  const lines = encoder.encode(tickets.map((ticket) => JSON.stringify(ticket)).join('\n'));
  assert.ok(lines.length > 1 << 20);
  const loaded = first.load(lines);
  const value = { held: 2_000, replaced: 0, ended: 0, refused: 0, findings: [] };
  assert.deepEqual(loaded, { ok: true, value });
  assert.equal(first.length, 2_000);
  assert.deepEqual(first.ticket(tickets[7].id), tickets[7]);
  assert.equal(first.put(tickets[7]).value.replaced, 1);
  const now = Date.UTC(2026, 0, 9, 9, 1);
  assert.equal(first.queue({ now }).value.length, 2_000);
  assert.equal(first.queue({ now, limit: Infinity }).value.length, 2_000);
  assert.equal(first.queue({ now, limit: 50 }).value[49].rank, 50);
  first.free();
});

test('wrong use throws, with the place', () => {
  const desk = engineOf('itil').desk().value;
  const thrown = (work, code, path) => assert.throws(work, { name: 'IncidentCoreError', code, path });
  thrown(() => desk.queue({ now: 'today' }), 'notInteger', '/now');
  thrown(() => desk.queue({ now: 1.5 }), 'notInteger', '/now');
  thrown(() => desk.queue({ now: 1, limit: -1 }), 'notInteger', '/limit');
  thrown(() => desk.load('text'), 'notBytes', '/lines');
  thrown(() => desk.setForecast('A', 0.5), 'notInteger', '/forecast');
  thrown(() => desk.remove(7), 'notString', '/id');
  assert.equal(desk.queue({ now: -1 }).errors[0].code, 'time.outOfRange');
  assert.equal(desk.nextChangeAt(-1), undefined);
  desk.free();
  thrown(() => desk.queue({ now: 1 }), 'freed', '');
  const plain = core.openEngine(core.call({ op: 'preset', name: 'itil' }).value).value;
  assert.throws(() => plain.desk(), { code: 'notInModule', message: /incident-core\/desk/ });
});

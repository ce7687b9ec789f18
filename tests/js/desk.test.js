// The desk: the answers of Rust in Node and in Chromium, and what the handle makes of wrong use.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, open, serve, skip } from './chromium.js';
import { consumer, core, desk as entry, installed, root, vectors, write } from './consumer.js';
import { answers } from './desk-steps.js';

const asked = vectors('desk');
const encoder = new TextEncoder();

function engineOf(policy) {
  return entry.openEngine(entry.call({ op: 'preset', name: policy }).value).value;
}

let browser;
before(async () => {
  if (!skip) browser = await launch();
});
after(() => browser?.close());

/** Requires the answers of Rust. */
function same(told) {
  assert.ok(asked.length > 3);
  for (const [at, { name, opened, steps }] of asked.entries()) {
    if (!opened.ok) {
      assert.deepEqual(told[at], opened, name);
      continue;
    }
    for (const [number, { answer, ...step }] of steps.entries()) {
      assert.deepEqual(told[at][number], answer, `${name}: ${JSON.stringify(step)}`);
    }
  }
}

test('Node gives the answers of Rust', () => same(answers(entry, asked)));

test('Chromium gives the answers of Rust', { skip }, async () => {
  const folder = join(consumer, 'desk');
  cpSync(join(installed, 'dist/desk'), join(folder, 'desk'), { recursive: true });
  cpSync(join(root, 'tests/js/desk-steps.js'), join(folder, 'steps.js'));
  write('desk/asked.json', JSON.stringify(asked));
  write('desk/index.html', '<!doctype html><script type="module" src="/main.js"></script>');
  write('desk/main.js', `
    import * as entry from './desk/index.js';
    import { answers } from './steps.js';
    globalThis.answers = answers(entry, await (await fetch('./asked.json')).json());
  `);
  const { address, close } = await serve(folder);
  try {
    const { page, errors } = await open(browser, address);
    await page.waitForFunction(() => globalThis.answers, undefined, { timeout: 120_000 });
    same(await page.evaluate(() => globalThis.answers));
    assert.deepEqual(errors, []);
    await page.context().close();
  } finally {
    await close();
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

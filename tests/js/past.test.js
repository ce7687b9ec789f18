// Past tickets that are kept: what is pushed gives the answers of what is sent, whatever the rows
// are given as and however they are cut.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, open, serve, skip } from './chromium.js';
import { consumer, insight, installed, metrics, root, vectors, write } from './consumer.js';
import { answered, kept } from './past-handles.js';

const encoder = new TextEncoder();
const accepted = (op) => vectors('insight').filter(({ request, answer }) => request?.op === op && answer.ok);

/** Rows in each form that `push` takes, whole or cut. */
function forms(rows) {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const bytes = encoder.encode(text);
  const cuts = [];
  for (let at = 0; at < bytes.length; at += 7) cuts.push(bytes.subarray(at, at + 7));
  return { list: [rows], text: [text], bytes: [bytes], cut: cuts, open: [text.trimEnd()] };
}

const keepers = kept({ insight, metrics });
// States of others are merged, not pushed.
const asked = Object.keys(keepers).flatMap((op) => accepted(op).filter(({ request }) => !request.states?.length));

test('what is pushed gives the answer of what is sent, in whatever pieces', () => {
  const compared = new Set();
  for (const { name, request, answer } of asked) {
    const [, rows] = keepers[request.op](request);
    for (const [form, pieces] of Object.entries(forms(rows ?? []))) {
      assert.deepEqual(answered(keepers[request.op](request), pieces), answer, `${name}, as ${form}`);
    }
    compared.add(request.op);
  }
  assert.deepEqual([...compared], Object.keys(keepers));
});

let browser;
before(async () => {
  if (!skip) browser = await launch();
});
after(() => browser?.close());

test('Chromium gives the same answers', { skip }, async () => {
  const folder = join(consumer, 'past');
  for (const name of ['insight', 'metrics']) {
    cpSync(join(installed, 'dist', name), join(folder, name), { recursive: true });
  }
  cpSync(join(root, 'tests/js/past-handles.js'), join(folder, 'handles.js'));
  write('past/asked.json', JSON.stringify(asked.map(({ request }) => request)));
  write('past/index.html', '<!doctype html><script type="module" src="/main.js"></script>');
  write('past/main.js', `
    import * as insight from './insight/index.js';
    import * as metrics from './metrics/index.js';
    import { answered, kept } from './handles.js';
    const keepers = kept({ insight, metrics });
    const asked = await (await fetch('./asked.json')).json();
    globalThis.answers = asked.map((request) => {
      const keeper = keepers[request.op](request);
      return answered(keeper, [keeper[1] ?? []]);
    });
  `);
  const { address, close } = await serve(folder);
  try {
    const { page, errors } = await open(browser, address);
    await page.waitForFunction(() => globalThis.answers, undefined, { timeout: 120_000 });
    assert.deepEqual(await page.evaluate(() => globalThis.answers), asked.map(({ answer }) => answer));
    assert.deepEqual(errors, []);
    await page.context().close();
  } finally {
    await close();
  }
});

test('a report out of pushed tickets is the one of sent tickets', () => {
  let compared = 0;
  for (const { name, request, answer } of accepted('report')) {
    const { asOf } = metrics.call({ op: 'report', report: request.report, tickets: [] }).value;
    const { value: handle } = metrics.openMetrics({ asOf, facts: request.report.facts }, { lists: true });
    handle.push(request.tickets);
    assert.deepEqual(handle.report(request.report, request.format), answer, name);
    handle.free();
    compared += 1;
  }
  assert.ok(compared > 0);
});

test('a month is told as of its end, not as of later', () => {
  const open = { id: 'INC-1', kind: 'incident', openedAt: '2026-01-30T10:00:00Z' };
  const done = { ...open, resolvedAt: '2026-02-03T10:00:00Z', turns: ['2026-02-03T10:00:00Z'] };
  const told = (asOf, line, month) => {
    const { value: handle } = metrics.openMetrics({ asOf }, { lists: true });
    handle.push([{ case: line }]);
    const answer = handle.report({ month });
    handle.free();
    return answer;
  };
  const january = told('2026-01-31T23:59:59.999Z', open, '2026-01').value;
  assert.deepEqual([january.volumes.backlog, january.days.length], [1, 31]);
  const begun = told('2026-01-30T12:00:00Z', open, '2026-01').value;
  assert.deepEqual([begun.asOf, begun.days.length], ['2026-01-30T12:00:00Z', 30]);
  const refusedAs = (answer) => answer.errors.map(({ code, path }) => [code, path]);
  const later = told('2026-02-04T00:00:00Z', done, '2026-01');
  assert.deepEqual(refusedAs(later), [['report.later', '/asOf']]);
  const early = told('2026-02-04T00:00:00Z', done, '2026-03');
  assert.deepEqual(refusedAs(early), [['report.asOf', '/asOf']]);
});

test('without lists there are none, and no report', () => {
  const { value: handle } = metrics.openMetrics({ asOf: '2026-02-01T00:00:00Z' });
  for (const { errors } of [handle.tickets({ metric: 'timeToResolve' }), handle.report({ month: '2026-01' })]) {
    assert.deepEqual(errors.map(({ code }) => code), ['metrics.listsOff']);
  }
  handle.free();
});

/** So many cases, drawn without chance. */
function cases(count) {
  const instant = (hours) => new Date(Date.UTC(2026, 0, 1) + hours * 3_600_000).toISOString();
  return Array.from({ length: count }, (_, at) => {
    const done = at % 5 === 0 ? {} : { resolvedAt: instant(at + 1 + (at * 37) % 100), turns: [instant(at + 1 + (at * 37) % 100)] };
    return { case: { id: `INC-${at}`, kind: 'incident', priority: `P${at % 4}`, openedAt: instant(at), openMs: at * 1000, ...done } };
  });
}

test('shards put together have the bytes of one run, in any order', () => {
  const settings = { asOf: '2026-12-31T00:00:00Z', groupBy: [['priority']], precision: 'histogram' };
  const all = cases(500);
  const states = [1, 4, 64].map((shards) => {
    const parts = Array.from({ length: shards }, (_, shard) => {
      const { value: handle } = metrics.openMetrics(settings);
      handle.push(all.filter((_, at) => at % shards === shard));
      const state = handle.state();
      handle.free();
      return state;
    });
    const { value: handle } = metrics.openMetrics(settings);
    for (const part of parts.reverse()) assert.deepEqual(handle.merge(part), { ok: true, value: null });
    const state = handle.state();
    handle.free();
    return state;
  });
  assert.equal(states[0], states[1]);
  assert.equal(states[0], states[2]);
});

const tickets = Array.from({ length: 30 }, (_, at) => ({
  id: `INC-${at}`,
  openedAt: Date.UTC(2026, 0, 1 + at),
  facts: { shortDescription: ['printer jams', 'vpn is slow', 'mail bounces'][at % 3], category: `c${at % 2}` },
}));

test('an index is stored and loaded, and a changed one is refused', () => {
  const { value: index } = insight.openIndex();
  assert.deepEqual(index.push(tickets), { ok: true, value: { learned: 30, refused: 0, findings: [] } });
  assert.equal(index.forget('INC-4'), true);
  assert.equal(index.forget('INC-4'), false);
  const stored = index.store();
  const query = { text: 'slow vpnn', limit: 20 };
  const found = index.similar(query);
  assert.equal(found.value.length, 9);
  assert.equal(index.size().tickets, 29);
  const { value: loaded } = insight.loadIndex(stored);
  assert.deepEqual(loaded.similar(query), found);
  assert.deepEqual(loaded.store(), stored);
  for (let at = 0; at < stored.length; at += 1) {
    const changed = stored.slice();
    changed[at] ^= 1 << at % 8;
    const { ok, errors } = insight.loadIndex(changed);
    assert.equal(ok, false, `byte ${at}`);
    assert.match(errors[0].code, /^insight\.index/);
  }
  for (const cut of [0, 1, 12, stored.length - 1]) assert.equal(insight.loadIndex(stored.slice(0, cut)).ok, false);
  for (const handle of [index, loaded]) handle.free();
});

const rows = {
  openForecasts: (at) => ({ ticket: `INC-${at}`, startedAt: Date.UTC(2026, 0, 1 + at), goal: '8h', facts: { priority: 'high' } }),
  openProblems: (at) => ({ id: `INC-${at}`, openedAt: Date.UTC(2026, 0, 1 + at), facts: { shortDescription: 'vpn' } }),
  openSuggestions: (at) => ({ ticket: `INC-${at}`, at: Date.UTC(2026, 0, 1 + at), answer: 'network', title: 'vpn' }),
};

for (const [opener, row] of Object.entries(rows)) {
  test(`${opener}: what was learned is stored and loaded, and a refusal changes nothing`, () => {
    const { value: handle } = insight[opener]();
    handle.push(Array.from({ length: 20 }, (_, at) => row(at)));
    const stored = handle.store();
    const { value: other } = insight[opener]();
    assert.deepEqual(other.load(stored), { ok: true, value: { rows: 20 } });
    assert.equal(other.store(), stored);
    for (const broken of ['', '{}', stored.slice(0, -5), stored.replace('INC-3', 'INC-x'), '\u0000'.repeat(9)]) {
      assert.equal(other.load(broken).ok, false);
      assert.equal(other.store(), stored);
    }
    assert.equal(other.forget('INC-3'), true);
    assert.notEqual(other.store(), stored);
    for (const one of [handle, other]) one.free();
  });
}

test('what is no row is refused with its line, and the others are learned', () => {
  const { value: index } = insight.openIndex();
  const good = JSON.stringify(tickets[0]);
  const { value } = index.push(`${good}\nnot json\n[]\n{"id":"x"}\n\n${good}\n`);
  assert.equal(value.learned, 2);
  assert.equal(value.refused, 3);
  const lines = new Set(value.findings.map(({ path }) => path.split('/')[2]));
  assert.deepEqual([...lines], ['2', '3', '4']);
  assert.equal(index.size().tickets, 1);
  index.free();
});

const openers = [
  () => insight.openIndex(),
  () => insight.openForecasts(),
  () => insight.openProblems(),
  () => insight.openSuggestions(),
  () => metrics.openMetrics({ asOf: 0 }),
];

test('misuse throws, and leaves the handle as it was', () => {
  for (const opener of openers) {
    const { value: handle } = opener();
    for (const wrong of [7, null, undefined, new Uint16Array(4), new Float64Array(1), {}, new ArrayBuffer(8)]) {
      assert.throws(() => handle.push(wrong), { name: 'IncidentCoreError', code: 'notBytes' });
    }
    assert.throws(() => handle.push([{ id: 1n }]), { code: 'notJson', path: '/id' });
    class Liar extends Uint8Array {
      get length() {
        return 1 << 28;
      }
    }
    handle.push(new Liar(encoder.encode('{}\n')));
    handle.finish();
    handle.free();
    assert.throws(() => handle.push([]), { code: 'freed' });
    handle.free();
  }
  assert.throws(() => insight.loadIndex('text'), { code: 'notBytes', path: '/stored' });
});

test('settings that are wrong are refused with all that is wrong', () => {
  const codes = ({ errors }) => errors.map(({ code, path }) => `${path} ${code}`);
  assert.deepEqual(codes(insight.openIndex({ saturation: 0, weights: { title: 1001 } })), [
    '/weights/title document.numberOutOfRange',
    '/saturation document.numberOutOfRange',
  ]);
  assert.deepEqual(codes(insight.openForecasts({ least: 0, shrinkage: -1 })).length, 1);
  assert.deepEqual(codes(insight.openSuggestions({ facts: ['a', 'a'], length: 99 })).length, 2);
  assert.deepEqual(codes(metrics.openMetrics({ asOf: 'yesterday', zone: 'Mars' })).length, 1);
});

test('a text of 1 MB, emoji and controls of direction are read like any other', () => {
  const { value: index } = insight.openIndex();
  const long = { ...tickets[0], id: 'LONG', facts: { description: 'printer '.repeat(131_072) } };
  const { value: pushed } = index.push([long]);
  assert.equal(pushed.learned + pushed.refused, 1);
  const odd = { ...tickets[1], id: 'ODD', facts: { shortDescription: '\u202Eretnirp\u202C \u{1F5A8}\uFE0F p\u00ADrinter' } };
  assert.equal(index.push([odd]).value.learned, pushed.learned + 1);
  assert.ok(index.similar({ text: 'printer' }).value.some(({ id }) => id === 'ODD'));
  index.free();
});

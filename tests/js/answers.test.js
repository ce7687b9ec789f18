import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { core, installed } from './consumer.js';

const { call, callText, openEngine, versions, IncidentCoreError } = core;

test('the versions are those of the package', () => {
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  assert.equal(versions().crate, manifest.version);
  assert.match(versions().tzdb, /^\d{4}[a-z]$/);
  assert.deepEqual(call({ op: 'versions' }), { ok: true, value: versions() });
});

test('a bad request is a value that says what, where and what to do', () => {
  const { ok, errors } = call({ op: 'version' });
  assert.equal(ok, false);
  assert.equal(errors[0].code, 'door.operationUnknown');
  assert.equal(errors[0].path, '/op');
  assert.equal(errors[0].params.nearest, 'versions');
  for (const text of [errors[0].message, errors[0].help]) assert.ok(text.length > 0);
});

test('the operations of the types are those of the door', () => {
  const known = call({ op: '?' }).errors[0].params.known.split(', ');
  const types = readFileSync(join(installed, 'dist/index.d.ts'), 'utf8');
  const operations = types.slice(types.indexOf('export interface Operations {'));
  assert.deepEqual([...operations.matchAll(/^  (\w+): \{/gm)].map((match) => match[1]), known);
});

test('misuse throws an error with a code and a path', () => {
  const circle = { op: 'versions', list: [{}] };
  circle.list[0]['a/b'] = circle;
  const cases = [
    [() => call(undefined), 'notJson', ''],
    [() => call(() => 1), 'notJson', ''],
    [() => call(Symbol('s')), 'notJson', ''],
    [() => call({ op: 'add', span: { of: [1, 2n] } }), 'notJson', '/span/of/1'],
    [() => call(circle), 'notJson', '/list/0/a~1b'],
    [() => callText({}), 'notString', '/text'],
    [() => callText(7), 'notString', '/text'],
  ];
  for (const [misuse, code, path] of cases) {
    assert.throws(misuse, (error) => {
      assert.ok(error instanceof IncidentCoreError && error instanceof Error);
      assert.deepEqual([error.name, error.code, error.path], ['IncidentCoreError', code, path]);
      return true;
    });
  }
});

test('an engine answers under its policy', () => {
  const policy = call({ op: 'preset', name: 'itil' }).value;
  const { ok, value: engine } = openEngine(policy);
  assert.equal(ok, true);
  assert.match(engine.opened.value.digest, /[0-9a-f]{64}/);
  assert.deepEqual(engine.call({ op: 'versions' }), call({ op: 'versions' }));
  const calendar = policy.calendars[0].id;
  const start = Date.UTC(2026, 0, 9, 10);
  const due = engine.add(calendar, start, 3_600_000);
  assert.ok(due > start);
  assert.equal(engine.between(calendar, start, due), 3_600_000);
  assert.deepEqual([...engine.addAll(calendar, [start, start], 3_600_000)], [due, due]);
  for (const number of [NaN, 1.5, 2 ** 53, '5', undefined, -Infinity]) {
    assert.throws(() => engine.add(calendar, number, 1), { code: 'notInteger', path: '/start' });
  }
  assert.throws(() => engine.add(7, 1, 1), { code: 'notString', path: '/calendar' });
  engine.free();
  engine.free();
  assert.throws(() => engine.call({ op: 'versions' }), { code: 'freed' });
});

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** An engine, and the calendar of its policy: Monday to Friday, 09:00 to 17:00 in UTC. */
function opened() {
  const engine = openEngine(call({ op: 'preset', name: 'itil' }).value).value;
  return { engine, hours: engine.calendar('businessHours') };
}

const friday = Date.UTC(2026, 0, 9, 16);
const monday = Date.UTC(2026, 0, 12, 9);

test('a calendar answers as the door does', () => {
  const { engine, hours } = opened();
  assert.equal(hours.add(friday, 2 * HOUR), monday + HOUR);
  assert.equal(hours.subtract(monday + HOUR, 2 * HOUR), friday);
  assert.equal(hours.between(friday, monday + HOUR), 2 * HOUR);
  assert.equal(hours.between(monday + HOUR, friday), -2 * HOUR);
  assert.deepEqual([friday, friday + HOUR].map((at) => hours.isOpen(at)), [true, false]);
  assert.deepEqual([friday, friday + HOUR].map((at) => hours.nextOpen(at)), [friday, monday]);
  assert.deepEqual(
    [friday, friday + HOUR].map((at) => hours.nextClose(at)),
    [friday + HOUR, monday + 8 * HOUR],
  );
  const calendar = { zone: 'Etc/UTC', hours: { fri: [['09:00', '17:00']] } };
  const { value: single } = openEngine({
    ...call({ op: 'preset', name: 'itil' }).value,
    calendars: [{ id: 'businessHours', ...calendar }],
  });
  for (const [at, step] of [[friday, 61 * 60_000], [monday, 7 * HOUR], [0, DAY]]) {
    const door = call({ op: 'add', calendar, start: at, span: `${step / 60_000}m` });
    assert.equal(single.calendar('businessHours').add(at, step), Date.parse(door.value));
  }
  for (const freed of [engine, single]) freed.free();
});

test('a batch answers as its parts, whatever the numbers come in', () => {
  const { engine, hours } = opened();
  // More than cross into WebAssembly at once.
  const starts = Float64Array.from({ length: 20_000 }, (_, at) => friday + at * 7_919_000);
  const tos = starts.map((start, at) => start + ((at % 400) - 200) * DAY);
  const before = [starts.slice(), tos.slice()];
  const now = friday + 30 * DAY;
  const expected = {
    due: starts.map((start) => hours.add(start, 4 * HOUR)),
    since: starts.map((end) => hours.subtract(end, 4 * HOUR)),
    open: starts.map((start, at) => hours.between(start, tos[at])),
    elapsed: starts.map((start) => hours.between(start, now)),
    left: starts.map((start) => 4 * HOUR - hours.between(start, now)),
  };
  // Another one, which has been asked nothing yet.
  const fresh = opened();
  assert.deepEqual(fresh.hours.addAll(starts, 4 * HOUR), expected.due);
  fresh.engine.free();
  const given = [starts, [...starts], new Set(starts), { ...starts, length: starts.length }];
  for (const list of given) {
    assert.deepEqual(hours.addAll(list, 4 * HOUR), expected.due);
    assert.deepEqual(hours.subtractAll(list, 4 * HOUR), expected.since);
    assert.deepEqual(hours.betweenAll(list, tos), expected.open);
    assert.deepEqual(hours.elapsedAll(list, now), expected.elapsed);
    assert.deepEqual(hours.remainingAll(list, 4 * HOUR, now), expected.left);
  }
  assert.deepEqual([starts, tos], before, 'what was given is as it was');
  assert.ok(expected.left.some((left) => left < 0), 'some are overdue');
  const name = 'businessHours';
  assert.deepEqual(engine.addAll(name, starts, 4 * HOUR), expected.due);
  assert.deepEqual(engine.betweenAll(name, starts, tos), expected.open);
  assert.deepEqual(engine.elapsedAll(name, starts, now), expected.elapsed);
  assert.deepEqual(engine.remainingAll(name, starts, 4 * HOUR, now), expected.left);
  assert.deepEqual(hours.addAll([], 1), new Float64Array());
  engine.free();
});

test('a bad instant of many is NaN where it stood', () => {
  const { engine, hours } = opened();
  const bad = [NaN, 0.5, -1, 2 ** 53, Infinity, -Infinity, 253_402_300_800_000];
  const list = bad.flatMap((at) => [at, friday]);
  const expected = (good) => Float64Array.from(bad.flatMap(() => [NaN, good]));
  const wholes = list.map(() => friday + HOUR);
  assert.deepEqual(hours.addAll(list, HOUR), expected(friday + HOUR));
  assert.deepEqual(hours.subtractAll(list, HOUR), expected(friday - HOUR));
  assert.deepEqual(hours.betweenAll(list, wholes), expected(HOUR));
  assert.deepEqual(hours.betweenAll(wholes, list), expected(-HOUR));
  assert.deepEqual(hours.elapsedAll(list, friday + HOUR), expected(HOUR));
  assert.deepEqual(hours.remainingAll(list, 0, friday + HOUR), expected(-HOUR));
  // Also where the last stretch of the line is known.
  assert.ok(Number.isNaN(hours.between(253_402_300_799_999, 253_402_300_800_000)));
  assert.ok(hours.nextOpen(253_402_000_000_000) > 0);
  assert.deepEqual(hours.elapsedAll([friday], 253_402_300_800_000), Float64Array.of(NaN));
  assert.ok(Number.isNaN(hours.add(-1, 1)) && Number.isNaN(hours.add(friday, 2 ** 53 - 1)));
  assert.ok(Number.isNaN(hours.between(friday, -1)) && Number.isNaN(hours.nextOpen(-1)));
  assert.equal(hours.isOpen(-1), false);
  engine.free();
});

test('an unknown calendar is none by its name, and NaN in an engine', () => {
  const { engine } = opened();
  assert.equal(engine.calendar('none'), undefined);
  assert.equal(engine.calendar('businessHours'), engine.calendar('businessHours'));
  assert.ok(Number.isNaN(engine.add('none', friday, HOUR)));
  assert.ok(Number.isNaN(engine.between('none', friday, friday)));
  assert.deepEqual(engine.addAll('none', [friday], HOUR), Float64Array.of(NaN));
  assert.deepEqual(engine.betweenAll('none', [friday], [friday]), Float64Array.of(NaN));
  assert.deepEqual(engine.elapsedAll('none', [friday], friday), Float64Array.of(NaN));
  assert.deepEqual(engine.remainingAll('none', [friday], 1, friday), Float64Array.of(NaN));
  engine.free();
});

test('misuse of a calendar throws', () => {
  const { engine, hours } = opened();
  const cases = [
    [() => hours.add(0.5, 1), 'notInteger', '/start'],
    [() => hours.add(1, '1'), 'notInteger', '/span'],
    [() => hours.subtract(1n, 1), 'notInteger', '/end'],
    [() => hours.nextClose(NaN), 'notInteger', '/at'],
    [() => hours.addAll([1], NaN), 'notInteger', '/span'],
    [() => hours.addAll([1, '1'], 1), 'notNumbers', '/starts/1'],
    [() => hours.addAll([1n], 1), 'notNumbers', '/starts/0'],
    [() => hours.addAll([Symbol('s')], 1), 'notNumbers', '/starts/0'],
    [() => hours.addAll([undefined], 1), 'notNumbers', '/starts/0'],
    [() => hours.addAll(undefined, 1), 'notNumbers', '/starts'],
    [() => hours.addAll(7, 1), 'notNumbers', '/starts'],
    [() => hours.addAll({}, 1), 'notNumbers', '/starts'],
    [() => hours.elapsedAll([1], undefined), 'notInteger', '/now'],
    [() => hours.remainingAll([1], 1, 1.5), 'notInteger', '/now'],
    [() => hours.betweenAll([1, 2], [1]), 'lengthsDiffer', '/tos'],
    [() => hours.betweenAll(new Float64Array(1), new Set()), 'lengthsDiffer', '/tos'],
    [() => engine.betweenAll('none', [1], []), 'lengthsDiffer', '/tos'],
    [() => engine.calendar(7), 'notString', '/id'],
    [() => engine.addAll(7, [1], 1), 'notString', '/calendar'],
  ];
  for (const [misuse, code, path] of cases) {
    assert.throws(misuse, (error) => {
      assert.ok(error instanceof IncidentCoreError, `${misuse}: ${error}`);
      assert.deepEqual([error.code, error.path], [code, path], String(misuse));
      return true;
    });
  }
  engine.free();
  for (const ask of [() => hours.add(1, 1), () => hours.addAll([], 1)]) {
    assert.throws(ask, { code: 'freed' });
  }
  assert.throws(() => engine.calendar('businessHours'), { code: 'freed' });
});

test('an array that lies about itself harms nobody', () => {
  const { engine, hours } = opened();
  class Short extends Float64Array {
    get length() { return 0; }
    static get [Symbol.species]() { return Array; }
    subarray() { return [1]; }
  }
  const long = new Short(20_000).fill(friday);
  assert.deepEqual(hours.addAll(long, HOUR), new Float64Array(20_000).fill(friday + HOUR));
  const gone = new Float64Array(4);
  structuredClone(gone, { transfer: [gone.buffer] });
  assert.throws(() => hours.addAll(gone, 1), TypeError);
  const shared = new Float64Array(new SharedArrayBuffer(16)).fill(friday);
  assert.deepEqual(hours.addAll(shared, HOUR), new Float64Array(2).fill(friday + HOUR));
  assert.equal(hours.add(friday, HOUR), friday + HOUR, 'the instance is healthy');
  engine.free();
});

test('a refused policy is a value with every finding', () => {
  const answer = openEngine({ version: 1, nonsense: true });
  assert.equal(answer.ok, false);
  assert.ok(answer.errors.length > 1);
  assert.ok(answer.errors.every(({ code, path }) => code && typeof path === 'string'));
});

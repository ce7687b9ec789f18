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
  const union = /export type Operation =([^;]*);/.exec(types)[1];
  assert.deepEqual([...union.matchAll(/'(\w+)'/g)].map((match) => match[1]), known);
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
  assert.throws(() => engine.addAll(calendar, [0.5], 1), { code: 'notInteger' });
  assert.throws(() => engine.add(7, 1, 1), { code: 'notString', path: '/calendar' });
  engine.free();
  engine.free();
  assert.throws(() => engine.call({ op: 'versions' }), { code: 'freed' });
});

test('a refused policy is a value with every finding', () => {
  const answer = openEngine({ version: 1, nonsense: true });
  assert.equal(answer.ok, false);
  assert.ok(answer.errors.length > 1);
  assert.ok(answer.errors.every(({ code, path }) => code && typeof path === 'string'));
});

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';

import { core, analysis } from './consumer.js';
import { begin, read, rows } from './log.js';

const policy = read('examples/policies/uci.json');
const expected = JSON.parse(read('tests/vectors/replay/expected.json'));

function begun() {
  const engine = analysis.openEngine(policy).value;
  return engine.replay(begin).value;
}

for (const atOnce of [1, 7, rows.length]) {
  test(`the figures are those of Rust, ${atOnce} rows at once`, () => {
    const replay = begun();
    for (let at = 0; at < rows.length; at += atOnce) {
      assert.equal(replay.push(rows.slice(at, at + atOnce)).ok, true);
    }
    const figures = replay.figures();
    assert.deepEqual(figures, expected);
    assert.deepEqual(Object.keys(figures.summary), [
      'incidents', 'events', 'reopens', 'matrixMismatches', 'transitions', 'reassignments',
      'unknownStates', 'refusals', 'sla',
    ]);
    replay.free();
  });
}

test('a replay that cannot begin says why', () => {
  const engine = analysis.openEngine(policy).value;
  const { ok, errors } = engine.replay({ header: ['number'], zone: 'Etc/UTC' });
  assert.equal(ok, false);
  assert.equal(errors[0].code, 'replay.columnMissing');
});

test('an engine of the entry without the replay says where it is', () => {
  const engine = core.openEngine(policy).value;
  const begin = () => engine.replay({ header: ['number'], zone: 'Etc/UTC' });
  assert.throws(begin, { name: 'IncidentCoreError', code: 'notInModule' });
  assert.equal(engine.call({ op: 'versions' }).ok, true);
});

test('rows of a wrong form are refused and change nothing', () => {
  const replay = begun();
  const { ok, errors } = replay.push([{ line: 2, cells: [1] }, { line: -1, cells: [] }]);
  assert.equal(ok, false);
  assert.deepEqual(errors.map(({ path }) => path), ['/0/cells/0', '/1/line']);
  assert.equal(replay.figures().summary.events, 0);
});

test('a replay that was freed throws', () => {
  const replay = begun();
  replay.free();
  replay.free();
  assert.throws(() => replay.figures(), { name: 'IncidentCoreError', code: 'freed' });
});

const stricter = read('tests/vectors/replay/stricter.json');
const compared = JSON.parse(read('tests/vectors/replay/comparison.json'));

for (const atOnce of [1, 7, rows.length]) {
  test(`a comparison gives the lines of Rust, ${atOnce} rows at once`, () => {
    const [own, other] = [policy, stricter].map((text) => analysis.openEngine(text).value);
    const comparison = own.compare(other, begin).value;
    let record = '';
    for (let at = 0; at < rows.length; at += atOnce) {
      record += comparison.push(rows.slice(at, at + atOnce)).value;
    }
    record += comparison.finish();
    assert.deepEqual(record.trimEnd().split('\n').map((text) => JSON.parse(text)), compared.lines);
    const digest = createHash('sha256').update(record).digest('hex');
    assert.deepEqual({ ...comparison.figures(), digest }, compared.figures);
    comparison.free();
    assert.throws(() => comparison.figures(), { name: 'IncidentCoreError', code: 'freed' });
  });
}

test('a comparison needs two engines and a log that can be read', () => {
  const engine = analysis.openEngine(policy).value;
  assert.throws(() => engine.compare(undefined, begin), { code: 'notEngine', path: '/other' });
  const { ok, errors } = engine.compare(engine, { ...begin, zone: 'Europe/Berlim' });
  assert.equal(ok, false);
  assert.equal(errors[0].code, 'time.zoneUnknown');
  const plain = core.openEngine(policy).value;
  assert.throws(() => plain.compare(plain, begin), { code: 'notInModule' });
});

const found = JSON.parse(read('tests/vectors/replay/discovery.json'));

for (const atOnce of [1, 7, rows.length]) {
  test(`a discovery finds what it finds in Rust, ${atOnce} rows at once`, () => {
    const discovery = analysis.discover({ ...begin, train: 9 }).value;
    for (let at = 0; at < rows.length; at += atOnce) {
      assert.equal(discovery.push(rows.slice(at, at + atOnce)).ok, true);
    }
    const { digest, ...expected } = found;
    assert.deepEqual(discovery.figures(), expected);
    const { draft } = discovery.figures().discovery;
    assert.equal(analysis.call({ op: 'checkPolicy', policy: draft }).value.digest, digest);
    discovery.free();
    assert.throws(() => discovery.figures(), { name: 'IncidentCoreError', code: 'freed' });
  });
}

test('a discovery needs its columns, and the module that has it', () => {
  const { ok, errors } = analysis.discover({ header: ['number'], zone: 'Etc/UTC' });
  assert.equal(ok, false);
  assert.equal(errors[0].code, 'replay.columnMissing');
  assert.throws(() => core.discover(begin), { code: 'notInModule' });
});

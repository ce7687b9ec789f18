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

const { more, figures: recorded } = JSON.parse(read('tests/vectors/replay/record.json'));

/** The lines of the log's replay, and others that are none. */
function record() {
  const replay = begun();
  const text = replay.push(rows).value + more.join('\n');
  replay.free();
  return new TextEncoder().encode(text);
}

for (const atOnce of [1, 7, 1 << 20]) {
  test(`a record gives the figures of Rust, ${atOnce} bytes at once`, () => {
    const engine = analysis.openEngine(policy).value;
    const replay = engine.replayRecord().value;
    const bytes = record();
    for (let at = 0; at < bytes.length; at += atOnce) {
      assert.deepEqual(replay.push(bytes.subarray(at, at + atOnce)), { ok: true, value: null });
    }
    assert.deepEqual(replay.figures(), recorded);
    assert.deepEqual(replay.figures(), recorded);
    replay.free();
    assert.throws(() => replay.figures(), { name: 'IncidentCoreError', code: 'freed' });
  });
}

test('a record takes bytes, of any size, and nothing else', () => {
  const replay = analysis.openEngine(policy).value.replayRecord().value;
  for (const wrong of ['{}', new ArrayBuffer(8), new Float64Array(1), [1], null, undefined, 7]) {
    assert.throws(() => replay.push(wrong), { code: 'notBytes', path: '/bytes' });
  }
  assert.equal(replay.push(new Uint8Array()).ok, true);
  assert.equal(replay.push(Buffer.alloc(5 << 20, '\n')).ok, true);
  const { summary, findings } = replay.figures();
  assert.deepEqual([summary.incidents, findings], [0, []]);
  assert.equal(replay.push(Buffer.alloc(3 << 20, 'x')).ok, true);
  const [{ code, params }] = replay.figures().findings;
  assert.deepEqual([code, params.actual], ['limit.exceeded', String(3 << 20)]);
  replay.free();
});

test('an engine of the entry without records says where they are', () => {
  const engine = core.openEngine(policy).value;
  assert.throws(() => engine.replayRecord(), { name: 'IncidentCoreError', code: 'notInModule' });
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

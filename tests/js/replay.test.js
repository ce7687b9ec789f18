import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { parse } from 'csv-parse/sync';

import { core, analysis, root } from './consumer.js';

const read = (path) => readFileSync(join(root, path), 'utf8');
const policy = read('examples/policies/uci.json');
const expected = JSON.parse(read('tests/vectors/replay/expected.json'));
const options = { info: true, relax_column_count: true };
const [header, ...records] = parse(read('tests/vectors/replay/audit-log.csv'), options);

/** The rows with the line on which each begins: after the one before it. */
let line = header.info.lines + 1;
const rows = records.map(({ record: cells, info }) => {
  const row = { line, cells };
  line = info.lines + 1;
  return row;
});

function begun() {
  const engine = analysis.openEngine(policy).value;
  return engine.replay({ header: header.record, zone: 'Etc/UTC' }).value;
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

// Many rows at once: the answers of Rust in Node and in Chromium, and each row's as of it alone.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, open, serve, skip } from './chromium.js';
import { analysis, consumer, core, installed, vectors, write } from './consumer.js';

const asked = vectors('table');

let browser;
before(async () => {
  if (!skip) browser = await launch();
});
after(() => browser?.close());

function opened({ policy, columns }) {
  const { value } = analysis.call({ op: 'preset', name: policy });
  const engine = analysis.openEngine(value).value;
  return [engine, engine.table(columns).value];
}

/** The answers to a vector's rows, typed arrays as lists. */
function answersOf(table, rows) {
  const plain = ({ codes, ...rest }) => ({ ...rest, codes: [...codes] });
  return {
    classified: table.classify({ fields: rows.fields }).value.map(plain),
    decided: plain(table.decide(rows).value),
    prioritized: plain(table.prioritize({ fields: rows.fields }).value),
  };
}

test('Node gives the answers of Rust', () => {
  assert.ok(asked.length > 1);
  for (const { name, answers, ...vector } of asked) {
    const [engine, table] = opened(vector);
    assert.deepEqual(answersOf(table, vector.rows), answers, name);
    table.free();
    engine.free();
  }
});

test('Chromium gives the answers of Rust', { skip }, async () => {
  const folder = join(consumer, 'table');
  cpSync(join(installed, 'dist/analysis'), join(folder, 'analysis'), { recursive: true });
  write('table/asked.json', JSON.stringify(asked));
  write('table/index.html', '<!doctype html><script type="module" src="/main.js"></script>');
  write('table/main.js', `
    import * as analysis from './analysis/index.js';
    ${opened}
    ${answersOf}
    const asked = await (await fetch('./asked.json')).json();
    globalThis.answers = asked.map((vector) => answersOf(opened(vector)[1], vector.rows));
  `);
  const { address, close } = await serve(folder);
  try {
    const { page, errors } = await open(browser, address);
    await page.waitForFunction(() => globalThis.answers, undefined, { timeout: 60_000 });
    assert.deepEqual(await page.evaluate(() => globalThis.answers), asked.map((one) => one.answers));
    assert.deepEqual(errors, []);
    await page.context().close();
  } finally {
    await close();
  }
});

test('each row is answered as it is alone', () => {
  const [vector] = asked;
  const [engine, table] = opened(vector);
  const { columns, rows } = vector;
  const names = Object.keys(columns.fields);
  const [classified, ranked] = [table.classify(rows).value, table.prioritize(rows).value];
  for (let row = 0; row < rows.moves.length; row += 1) {
    const value = (name) => columns.fields[name][rows.fields[name][row]];
    const facts = Object.fromEntries(
      names.filter((name) => name !== 'state' && name !== 'kind').map((name) => [name, value(name)]),
    );
    const request = { kind: value('kind') ?? undefined, facts };
    const { verdicts } = engine.call({ op: 'classify', ...request }).value;
    for (const { field, outcomes, codes } of classified) {
      const { value: alone, undetermined } = verdicts[field] ?? { undetermined: 'noRule' };
      const expected = alone === undefined ? { undetermined } : { value: alone };
      assert.deepEqual(outcomes[codes[row]], expected, `row ${row}, ${field}`);
    }
    const { level } = engine.call({ op: 'prioritize', ...request }).value;
    assert.equal(ranked.outcomes[ranked.codes[row]].level, level, `row ${row}`);
  }
  engine.free();
});

/** Rows that cross in several pieces, with a mistake far behind. */
test('a million codes are answered, and one that names nothing is found', () => {
  const engine = analysis.openEngine(analysis.call({ op: 'preset', name: 'itil' }).value).value;
  const { value: table } = engine.table({
    fields: { state: ['new', 'inProgress'], impact: ['high'] },
    moves: [{ to: 'inProgress' }, { to: 'canceled' }],
  });
  const count = 300_000;
  const state = Uint8Array.from({ length: count }, (_, row) => row % 2);
  const moves = new Uint16Array(count);
  const { outcomes, codes } = table.decide({ fields: { state }, moves }).value;
  assert.equal(codes.length, count);
  codes.forEach((code, row) => {
    if ((row % 2 === 0) !== ('moved' in outcomes[code])) assert.fail(`row ${row}`);
  });
  assert.deepEqual(table.columns, ['fields/impact', 'fields/state', 'moves']);
  assert.equal(table.decideRow([0, 0, 0]).value, outcomes[codes[0]]);
  moves[299_999] = 2;
  const { ok, errors } = table.decide({ fields: { state }, moves });
  assert.equal(ok, false);
  assert.deepEqual([errors[0].code, errors[0].path], ['table.codeUnknown', '/moves/299999']);
  assert.equal(errors[0].message, 'row 299999 has a code of 2 or more');
  assert.equal(table.decideRow([0, 0, 7]).errors[0].path, '/moves/0');
  assert.equal(table.decide({ fields: { state: [] }, moves: [] }).value.codes.length, 0);
  table.free();
  engine.free();
});

test('what a table cannot have is refused or thrown', () => {
  const engine = analysis.openEngine(analysis.call({ op: 'preset', name: 'itil' }).value).value;
  const { ok, errors } = engine.table({ fields: { impact: ['huge'], nothing: [] }, moves: [{}] });
  assert.equal(ok, false);
  assert.deepEqual(errors.map(({ path }) => path), ['/moves/0']);
  const found = engine.table({ fields: { impact: ['high', 'high'], vip: ['yes'] } }).errors;
  assert.deepEqual(found.map(({ code }) => code), ['table.valueRepeated', 'field.typeWrong']);
  const { value: table } = engine.table({ fields: { impact: ['high', 'low'], urgency: ['low'] } });
  const thrown = (fields, code, path) => {
    assert.throws(() => table.prioritize({ fields }), { name: 'IncidentCoreError', code, path });
  };
  thrown({}, 'codesMissing', '/fields/impact');
  thrown({ impcat: [0] }, 'columnUnknown', '/fields/impcat');
  thrown({ impact: [0], urgency: [0, 0] }, 'lengthsDiffer', '/fields/urgency');
  thrown({ impact: [-1] }, 'notCodes', '/fields/impact/0');
  thrown({ impact: [0, 0.5] }, 'notCodes', '/fields/impact/1');
  thrown({ impact: 'high' }, 'notCodes', '/fields/impact');
  thrown({ impact: new Float64Array(2) }, 'notCodes', '/fields/impact');
  assert.deepEqual([...table.prioritize({ fields: { impact: [0, 1] } }).value.codes].length, 2);
  assert.equal(table.decide({ fields: { impact: [0] } }).errors[0].code, 'table.columnEmpty');
  assert.throws(() => table.decideRow([0]), { code: 'lengthsDiffer' });
  assert.throws(() => table.decideRow([0, -1]), { code: 'notCodes', path: '/codes/1' });
  let asked = 0;
  const growing = new Proxy([0, 0], {
    get: (row, key) => (key === 'length' && (asked += 1) > 1 ? 1 << 20 : row[key]),
  });
  assert.deepEqual(table.decideRow(growing), table.decideRow([0, 0]));
  table.free();
  table.free();
  assert.throws(() => table.prioritize({ fields: { impact: [0] } }), { code: 'freed' });
  const plain = core.openEngine(core.call({ op: 'preset', name: 'itil' }).value).value;
  assert.throws(() => plain.table({ fields: {} }), { code: 'notInModule' });
});

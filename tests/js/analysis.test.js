// The entry that looks at policies: it answers its own vectors and those of the door with the bytes
// of Rust, in Node and in Chromium.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, open, serve, skip } from './chromium.js';
import { analysis, consumer, core, installed, vectors, write } from './consumer.js';
import { begin, read, rows } from './log.js';

const asked = [...vectors('analysis'), ...vectors('door')]
  .filter(({ answer }) => !answer.errors?.some(({ code }) => code === 'door.operationUnknown'))
  .map(({ name, request, text, answer }) => {
    return { name, request: text ?? JSON.stringify(request), answer: JSON.stringify(answer) };
  });

let browser;
before(async () => {
  if (!skip) browser = await launch();
});
after(() => browser?.close());

function same(actual) {
  for (const [at, { name, answer }] of asked.entries()) assert.equal(actual[at], answer, name);
}

test('Node gives the answers of Rust', () => {
  assert.ok(asked.length > 600);
  same(asked.map(({ request }) => analysis.callText(request)));
});

test('Chromium gives the answers of Rust', { skip }, async () => {
  const folder = join(consumer, 'analysis');
  cpSync(join(installed, 'dist/analysis'), join(folder, 'analysis'), { recursive: true });
  write('analysis/requests.json', JSON.stringify(asked.map(({ request }) => request)));
  const policies = ['examples/policies/uci.json', 'tests/vectors/replay/stricter.json'].map(read);
  const record = JSON.parse(read('tests/vectors/replay/record.json'));
  write('analysis/log.json', JSON.stringify({ begin, policies, rows, more: record.more }));
  write('analysis/index.html', '<!doctype html><script type="module" src="/main.js"></script>');
  write('analysis/main.js', `
    import { callText, openEngine } from './analysis/index.js';
    const [requests, { begin, policies, rows, more }] = await Promise.all(
      ['./requests.json', './log.json'].map(async (path) => (await fetch(path)).json()),
    );
    const [own, other] = policies.map((text) => openEngine(text).value);
    const comparison = own.compare(other, begin).value;
    globalThis.compared = comparison.push(rows).value + comparison.finish();
    const lines = own.replay(begin).value.push(rows).value + more.join('\\n');
    const replay = own.replayRecord().value;
    replay.push(new TextEncoder().encode(lines));
    globalThis.recorded = replay.figures();
    globalThis.answers = requests.map((request) => callText(request));
  `);
  const { address, close } = await serve(folder);
  try {
    const { page, errors } = await open(browser, address);
    await page.waitForFunction(() => globalThis.answers, undefined, { timeout: 120_000 });
    same(await page.evaluate(() => globalThis.answers));
    const compared = await page.evaluate(() => globalThis.compared);
    const { digest } = JSON.parse(read('tests/vectors/replay/comparison.json')).figures;
    assert.equal(createHash('sha256').update(compared).digest('hex'), digest);
    assert.deepEqual(await page.evaluate(() => globalThis.recorded), record.figures);
    assert.deepEqual(errors, []);
    await page.context().close();
  } finally {
    await close();
  }
});

test('only this entry looks at policies', () => {
  const question = { type: 'canReach' };
  assert.equal(analysis.call({ op: 'checkModel', policy: 'itil', question }).value.holds, true);
  const { errors } = core.call({ op: 'checkModel', policy: 'itil', question });
  assert.equal(errors[0].code, 'door.operationUnknown');
  assert.ok(!errors[0].params.known.includes('checkModel'));
});

const ANALYSES = [
  'checkModel', 'explain', 'export', 'limits', 'lint', 'messages', 'prove', 'rebase',
  'replayDecisions', 'verify',
];

/** The names that a refusal gives as known. */
function known(entry) {
  return entry.call({ op: '?' }).errors[0].params.known.split(', ');
}

test('these operations are known to this entry and refused by the other', () => {
  assert.deepEqual(known(analysis), [...known(core), ...ANALYSES]);
  const { value: engine } = core.openEngine(core.call({ op: 'preset', name: 'itil' }).value);
  for (const op of ANALYSES) {
    for (const one of [core, engine]) {
      const { errors } = one.call({ op });
      assert.deepEqual([errors[0].code, errors[0].path], ['door.operationUnknown', '/op'], op);
    }
    const codes = analysis.call({ op }).errors?.map(({ code }) => code) ?? [];
    assert.ok(!codes.includes('door.operationUnknown'), op);
  }
  engine.free();
});

test('only this entry has the limits and the message catalogue', () => {
  const limits = analysis.call({ op: 'limits' }).value;
  assert.ok(limits.some(({ name, maximum }) => name === 'depth' && maximum === 32));
  const messages = analysis.call({ op: 'messages' }).value;
  assert.ok(messages.some(({ code, help }) => code === 'door.operationUnknown' && help.length > 0));
});

test('an engine answers a question about its policy', () => {
  const policy = analysis.call({ op: 'preset', name: 'itil' }).value;
  const { value: engine } = analysis.openEngine(policy);
  const answer = engine.call({ op: 'checkModel', question: { type: 'canReach' } });
  assert.equal(answer.value.holds, true);
  engine.free();
});

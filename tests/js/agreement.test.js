// Ten thousand questions of the oracle: the answers here are the bytes of those that Rust gave.
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, open, serve, skip } from './chromium.js';
import { consumer, core, installed, root, write } from './consumer.js';

const text = (name) => readFileSync(join(root, 'target/oracle', name), 'utf8');
const questions = text('questions.jsonl').trimEnd().split('\n');
const answers = text('answers.jsonl').trimEnd().split('\n');

let browser;
before(async () => {
  if (!skip) browser = await launch();
});
after(() => browser?.close());

/** Names the first answer that differs, and not ten thousand that do not. */
function same(actual) {
  assert.equal(actual.length, answers.length);
  const at = answers.findIndex((answer, index) => answer !== actual[index]);
  assert.equal(actual[at], answers[at], `the answer to ${questions[at]}`);
}

test('there are ten thousand questions about the clock', () => {
  assert.equal(questions.length, 10_000);
  assert.equal(answers.length, 10_000);
  const operations = new Set(questions.map((question) => JSON.parse(question).op));
  assert.deepEqual(
    [...operations].sort(),
    ['add', 'between', 'isOpen', 'nextClose', 'nextOpen', 'subtract'],
  );
});

test('Node gives the answers of Rust', () => {
  same(questions.map((question) => core.callText(question)));
});

test('Chromium gives the answers of Rust', { skip }, async () => {
  const folder = join(consumer, 'agreement');
  cpSync(join(installed, 'dist'), join(folder, 'core'), { recursive: true });
  write('agreement/questions.jsonl', text('questions.jsonl'));
  write('agreement/index.html', '<!doctype html><script type="module" src="/main.js"></script>');
  write('agreement/main.js', `
    import { callText } from './core/index.js';
    const questions = await (await fetch('./questions.jsonl')).text();
    globalThis.answers = questions.trimEnd().split('\\n').map((question) => callText(question));
  `);
  const { address, close } = await serve(folder);
  try {
    const { page, errors } = await open(browser, address);
    await page.waitForFunction(() => globalThis.answers, undefined, { timeout: 300_000 });
    same(await page.evaluate(() => globalThis.answers));
    assert.deepEqual(errors, []);
    await page.context().close();
  } finally {
    await close();
  }
});

// What the two pages tell a newcomer to run, run as it stands there.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { consumer, root, run, write } from './consumer.js';

const page = (name) => readFileSync(join(root, name), 'utf8');

// What each comment beside a `console.log` promises, in the order of the page.
const promised = (code) => [...code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1]);

for (const name of ['README.md', 'pkg-template/README.md']) {
  const blocks = [...page(name).matchAll(/```js\n([\s\S]*?)```/g)];
  blocks.forEach(([, code], at) => {
    test(`${name}, example ${at + 1}`, async () => {
      const out = await run('node', [write(`readme-${at}.mjs`, code)]);
      const expected = promised(code);
      if (expected.length > 0) assert.deepEqual(out.trim().split('\n'), expected);
    });
  });
  test(`${name} has an example`, () => assert.ok(blocks.length > 0));
}

/** The commands of a page, line by line, each with the output that the page shows below its block. */
function commands(name) {
  const blocks = page(name).matchAll(/```sh\n([\s\S]*?)```|```text\n([\s\S]*?)```/g);
  const found = [];
  for (const [, lines, output] of blocks) {
    if (lines) found.push({ lines: lines.trim().split('\n'), shown: [] });
    else found.at(-1).shown.push(output);
  }
  return found;
}

/** What a shell prints; a program may end with 1, by which it says that it found something. */
function shell(line, options) {
  const env = { ...process.env };
  delete env.NODE_TEST_CONTEXT;
  return new Promise((done) => {
    execFile('sh', ['-c', line], { ...options, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      done({ code: error?.code ?? 0, stdout, stderr });
    });
  });
}

function newcomer(name, folder, isRun = () => true) {
  const found = commands(name);
  test(`${name} has commands`, () => assert.ok(found.length > 0));
  for (const { lines, shown } of found) {
    const asked = lines.filter(isRun);
    if (asked.length === 0) continue;
    test(`${name}: ${asked[0]}`, { timeout: 300_000 }, async () => {
      let printed = '';
      for (const line of asked) {
        const { code, stdout, stderr } = await shell(line, { cwd: folder });
        assert.ok(code === 0 || code === 1, `${line}: ${code}\n${stderr}`);
        assert.ok(stdout.trim() !== '' || line.includes(' --out '), `${line}: nothing\n${stderr}`);
        printed += stdout;
      }
      for (const text of shown) assert.ok(printed.includes(text), `${text}\nis not in\n${printed}`);
    });
  }
}

// The two commands of the page: this run is one of them, and the other has its own test.
newcomer('README.md', root, (line) => !line.startsWith('cargo xtask '));

const own = join(consumer, 'terminal');
mkdirSync(own, { recursive: true });
const given = {
  'policy.json': 'examples/policies/uci.json',
  'report.json': 'tests/vectors/policy/report.json',
  'log.csv': 'tests/vectors/replay/audit-log.csv',
};
for (const [name, from] of Object.entries(given)) copyFileSync(join(root, from), join(own, name));
newcomer('pkg-template/README.md', own);
test('the files that the page asks for are written', () => {
  const month = readFileSync(join(own, 'month.html'), 'utf8');
  assert.match(month, /^<!doctype html>[\s\S]*2026-03/);
  const events = readFileSync(join(own, 'events.jsonl'), 'utf8').trim().split('\n');
  assert.equal(JSON.parse(events[0]).event.change.type, 'opened');
});

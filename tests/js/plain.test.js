// The entries without a policy: they answer their vectors with the bytes of Rust, in Node and in
// Chromium.
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, open, serve, skip } from './chromium.js';
import { consumer, insight, installed, known, metrics, response, security, vectors, write } from './consumer.js';

const entries = { insight, metrics, response, security };
const operations = Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, known(entry)]));

/** The folders of vectors, with the two entries that share the answering of each. */
const FOLDERS = { insight: ['insight', 'metrics'], security: ['security', 'response'] };
const folderOf = (entry) => Object.keys(FOLDERS).find((folder) => FOLDERS[folder].includes(entry));

/** The vectors that an entry answers; those about an unknown operation name the operations of all. */
function asked(entry) {
  return vectors(folderOf(entry))
    .filter(({ request }) => operations[entry].includes(request?.op))
    .map(({ name, request, answer }) => {
      return { name, request: JSON.stringify(request), answer: JSON.stringify(answer) };
    });
}

let browser;
before(async () => {
  if (!skip) browser = await launch();
});
after(() => browser?.close());

function same(entry, actual) {
  for (const [at, { name, answer }] of asked(entry).entries()) assert.equal(actual[at], answer, name);
}

test('Node gives the answers of Rust', () => {
  for (const [name, entry] of Object.entries(entries)) {
    assert.ok(asked(name).length >= operations[name].length, `${name}: ${asked(name).length}`);
    same(name, asked(name).map(({ request }) => entry.callText(request)));
  }
});

test('what is broken is answered by all as by Rust', () => {
  for (const [folder, names] of Object.entries(FOLDERS)) {
    const broken = vectors(folder).filter(({ text }) => text !== undefined);
    for (const { name, text, answer } of broken) {
      for (const entry of names) assert.equal(entries[entry].callText(text), JSON.stringify(answer), name);
    }
  }
});

test('each operation is known to one entry', () => {
  const shared = ['messages', 'versions'];
  const own = Object.values(operations).flat().filter((op) => !shared.includes(op));
  assert.equal(new Set(own).size, own.length);
  for (const [name, known] of Object.entries(operations)) {
    assert.deepEqual(known.filter((op) => shared.includes(op)), shared, name);
    const [other] = own.filter((op) => !known.includes(op));
    assert.equal(entries[name].call({ op: other }).errors[0].code, 'door.operationUnknown');
  }
});

test('Chromium gives the answers of Rust', { skip }, async () => {
  const folder = join(consumer, 'plain');
  for (const name of Object.keys(entries)) {
    cpSync(join(installed, 'dist', name), join(folder, name), { recursive: true });
    write(`plain/${name}.json`, JSON.stringify(asked(name).map(({ request }) => request)));
  }
  write('plain/index.html', '<!doctype html><script type="module" src="/main.js"></script>');
  write('plain/main.js', `
    ${Object.keys(entries).map((name) => `import * as ${name} from './${name}/index.js';`).join('\n')}
    const answers = {};
    for (const [name, { callText }] of Object.entries({ ${Object.keys(entries).join(', ')} })) {
      const requests = await (await fetch(\`./\${name}.json\`)).json();
      answers[name] = requests.map((request) => callText(request));
    }
    globalThis.answers = answers;
  `);
  const { address, close } = await serve(folder);
  try {
    const { page, errors } = await open(browser, address);
    await page.waitForFunction(() => globalThis.answers, undefined, { timeout: 120_000 });
    const answers = await page.evaluate(() => globalThis.answers);
    for (const name of Object.keys(entries)) same(name, answers[name]);
    assert.deepEqual(errors, []);
    await page.context().close();
  } finally {
    await close();
  }
});

test('the operations of the types are those of the entries', () => {
  for (const name of Object.keys(entries)) {
    const types = readFileSync(join(installed, 'dist', name, 'index.d.ts'), 'utf8');
    const written = types.slice(types.indexOf('export interface Operations {'));
    const named = [...written.matchAll(/^  (\w+): \{/gm)].map((match) => match[1]);
    assert.deepEqual(named.sort(), operations[name], name);
  }
});

test('misuse throws an error with a code', () => {
  for (const entry of Object.values(entries)) {
    assert.throws(() => entry.callText(1), { name: 'IncidentCoreError', code: 'notString' });
    assert.throws(() => entry.call({ op: 'x', big: 1n }), { code: 'notJson', path: '/big' });
  }
});

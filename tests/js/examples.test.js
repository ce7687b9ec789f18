// The quick examples: each installed from its lock file and tried. The others are in examples/.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';

import { freePort } from '../../examples/node-service/test/port.js';
import { launch, open, serve, skip } from './chromium.js';
import { core } from './consumer.js';
import { finished, folderOf, installed, served } from './examples/project.js';
import { due, friday, inProgress, opened } from './tickets.js';

let browser;
before(async () => {
  if (!skip) browser = await launch();
});
after(() => browser?.close());

/** Opens a folder in Chromium; the page must say nothing wrong. */
async function looked(folder, look, policy) {
  const { address, close } = await serve(folder, policy);
  try {
    const { page, errors } = await open(browser, address);
    await look(page);
    await page.context().close();
    assert.deepEqual(errors, []);
  } finally {
    await close();
  }
}

test('browser-plain: the policy of the page knows its script', () => {
  const page = readFileSync(join(folderOf('browser-plain'), 'index.html'), 'utf8');
  const [, script] = /<script type="module">([^]*?)<\/script>/.exec(page);
  const hash = createHash('sha256').update(script).digest('base64');
  assert.ok(page.includes(`script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`), hash);
});

test('browser-plain: a page without a bundler', { skip }, async () => {
  const folder = await installed('browser-plain');
  // The page brings its own policy, with the hash of its script.
  await looked(folder, async (page) => {
    await page.selectOption('[name=impact]', 'high');
    await page.selectOption('[name=urgency]', 'medium');
    assert.equal(await page.textContent('#priority'), 'high, because of impact high and urgency medium');
    await page.click('text=Report it');
    assert.match(await page.textContent('sla-countdown time'), /^(8h 0m|7h 59m)$/);
    await page.click('#moves button >> nth=0');
    assert.equal(await page.textContent('#state'), 'inProgress');
    await page.click('#moves >> text=Resolved');
    assert.equal(await page.textContent('#said'), 'the field `resolutionCode` needs a value');
    await page.click('#moves >> text=Canceled');
    assert.equal(await page.textContent('#state'), 'canceled');
    assert.equal(await page.getAttribute('sla-countdown', 'data-level'), 'closed');
  }, '');
});

test('react: a hook and a form, built by Vite', { skip }, async () => {
  const folder = await installed('react');
  await finished('npm', ['run', 'build', '--silent'], { cwd: folder });
  await looked(join(folder, 'dist'), async (page) => {
    assert.equal(await page.textContent('h1'), 'INC-1, new');
    assert.match(await page.textContent('time'), /^(8h 0m|7h 59m)$/);
    await page.click('button:not([disabled]) >> nth=0');
    assert.equal(await page.textContent('h1'), 'INC-1, inProgress');
    await page.click('text=Resolve >> nth=-1');
    await page.waitForFunction(() => document.querySelector('#resolutionCode-wrong').textContent !== '');
    assert.equal(await page.textContent('#resolutionCode-wrong'), 'the field `resolutionCode` needs a value');
    assert.equal(await page.textContent('h1'), 'INC-1, inProgress');
    await page.fill('[name=resolutionCode]', 'fixed');
    await page.click('text=Resolve >> nth=-1');
    await page.waitForFunction(() => document.querySelector('h1').textContent === 'INC-1, resolved');
    assert.equal(await page.textContent('time'), 'met');
  });
});

test('worker: the same decisions on workerd', async () => {
  const folder = await installed('worker');
  await finished('npm', ['run', 'build', '--silent'], { cwd: folder });
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const words = ['serve', 'config.capnp', `--socket-addr=http=127.0.0.1:${port}`];
  const end = await served(join(folder, 'node_modules/.bin/workerd'), words, { cwd: folder, address });
  try {
    const post = async (body) => {
      const answer = await fetch(`${address}/decide`, { method: 'POST', body });
      return [answer.status, await answer.json()];
    };
    const actor = { id: 'ada' };
    const command = { type: 'open', id: 'INC-1', kind: 'incident', facts: { impact: 'high', urgency: 'low' } };
    const [status, { value }] = await post(JSON.stringify({ command, actor }));
    assert.deepEqual([status, value.ticket.priority], [200, 'moderate']);
    const close = { ticket: value.ticket, command: { type: 'move', to: 'closed' }, actor };
    const [refusal, { errors }] = await post(JSON.stringify(close));
    assert.deepEqual([refusal, errors.map(({ code }) => code)], [422, ['lifecycle.moveNotAllowed']]);
    for (const text of ['', '{', 'null', '[]', '5', '{"command": 5}', '{"ticket": {}, "command": {"type": "tick"}}']) {
      const [code, answer] = await post(text);
      assert.ok((code === 400 || code === 422) && answer.errors.every(({ message }) => message), text);
    }
    assert.equal((await fetch(`${address}/decide`)).status, 405);
    assert.equal((await fetch(`${address}/elsewhere`)).status, 404);
  } finally {
    await end();
  }
});

/** A client of the example's own kit, connected to its server. */
async function connected(folder, words = []) {
  const own = createRequire(join(folder, 'server.js'));
  const from = (name) => import(pathToFileURL(own.resolve(`@modelcontextprotocol/sdk/client/${name}.js`)).href);
  const [{ Client }, { StdioClientTransport }] = [await from('index'), await from('stdio')];
  const client = new Client({ name: 'test', version: '0.0.0' });
  await client.connect(new StdioClientTransport({ command: 'node', args: ['server.js', ...words], cwd: folder }));
  return client;
}

test('mcp: four tools, each with the reasons of the core', async () => {
  const folder = await installed('mcp');
  const client = await connected(folder);
  try {
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map(({ name }) => name), ['classify', 'explain', 'allowed_moves', 'sla_status']);
    const ask = async (name, asked) => {
      const { isError, structuredContent: said, content } = await client.callTool({ name, arguments: asked });
      assert.deepEqual(JSON.parse(content[0].text), said);
      return { isError, said };
    };
    const facts = { impact: 'high', urgency: 'low' };
    const { said: explained } = await ask('explain', { facts, whyNot: 'critical' });
    assert.equal(explained.priority.level, 'moderate');
    assert.deepEqual(explained.whyNot.changes, [[{ field: 'urgency', from: 'low', to: 'high' }]]);
    const { said: classified } = await ask('classify', { facts });
    assert.equal(classified.verdicts.kind.undetermined, 'noRule');
    const { said: moves } = await ask('allowed_moves', { ticket: inProgress });
    assert.equal(moves.moves.find(({ to }) => to === 'resolved').needs[0].code, 'lifecycle.factMissing');
    const now = new Date(due - 3_600_000).toISOString();
    const { said: sla } = await ask('sla_status', { ticket: inProgress, now });
    const clock = sla.clocks.find(({ target }) => target === 'resolve');
    assert.equal(clock.remainingMs, 3_600_000);
    assert.ok(clock.because.length > 2 && clock.because.every((line) => typeof line === 'string'));
    const wrong = await ask('explain', { facts: { impact: 'huge' } });
    assert.deepEqual([wrong.isError, wrong.said.errors[0].code], [true, 'field.wordUnknown']);
    const late = { ticket: opened('X', {}, friday), now: 'soon' };
    const bad = [['nonsense', {}], ['explain', {}], ['allowed_moves', { ticket: null }], ['sla_status', late]];
    for (const [name, asked] of bad) {
      const { isError, said } = await ask(name, asked);
      assert.ok(isError && said.errors[0].message, name);
    }
  } finally {
    await client.close();
  }
});

test('mcp: a policy that is refused ends the server, with every finding', async () => {
  const run = finished('node', ['server.js', 'package.json'], { cwd: folderOf('mcp') });
  const fault = await run.catch((error) => error);
  assert.equal(fault.code, 2);
  const { errors } = core.openEngine(readFileSync(join(folderOf('mcp'), 'package.json'), 'utf8'));
  assert.ok(errors.length > 3);
  for (const { message } of errors) assert.ok(fault.stderr.includes(message), message);
});

// The first command of the README, as a newcomer gives it: until the portal is there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { test } from 'node:test';

import { root } from '../consumer.js';

async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return String(port);
}

/** Reads what is printed until it names an address. */
function addressOf(demo) {
  return new Promise((done, fail) => {
    let printed = '';
    const take = (text) => {
      printed += text;
      const [address] = printed.match(/http:\/\/[\d.]+:\d+/) ?? [];
      if (address) done(address);
    };
    for (const stream of [demo.stdout, demo.stderr]) stream.setEncoding('utf8').on('data', take);
    demo.on('exit', (code) => fail(new Error(`ended with ${code}:\n${printed}`)));
  });
}

test('`cargo xtask demo` serves the portal and tickets', { timeout: 900_000 }, async ({ signal }) => {
  const env = { ...process.env, PORT: await freePort() };
  delete env.NODE_TEST_CONTEXT;
  // A group of its own, so that all of it can be stopped.
  const demo = spawn('cargo', ['xtask', 'demo'], { cwd: root, env, detached: true });
  signal.addEventListener('abort', () => process.kill(-demo.pid));
  try {
    const address = await addressOf(demo);
    assert.equal(new URL(address).port, env.PORT);
    const page = await fetch(address);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('content-security-policy'), /script-src 'self' 'wasm-unsafe-eval'/);
    const html = await page.text();
    const scripts = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((match) => match[1]);
    assert.ok(scripts.length > 0, html);
    for (const script of scripts) {
      const { status } = await fetch(new URL(script, address));
      assert.equal(status, 200, script);
    }
    const asked = async (path, options) => (await fetch(new URL(`/api/v1${path}`, address), options)).json();
    const [{ id: identity }] = (await asked('/demo/identities')).filter(({ roles }) => roles.includes('agent'));
    const body = JSON.stringify({ identity });
    const headers = { 'content-type': 'application/json' };
    const { token } = await asked('/demo/tokens', { method: 'POST', headers, body });
    const queue = await asked('/queue', { headers: { authorization: `Bearer ${token}` } });
    assert.ok(queue.rows.length > 10, JSON.stringify(queue));
  } finally {
    if (!signal.aborted) process.kill(-demo.pid);
  }
});

// The first command of the README, as a newcomer gives it: until the portal is there.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';

import { freePort } from '../../../examples/node-service/test/port.js';
import { asking, peopleOf } from '../portal/client.js';
import { root } from '../portal/places.js';
import { listening } from './started.js';

test('`cargo xtask demo` serves the portal and tickets', { timeout: 900_000 }, async ({ signal }) => {
  const env = { ...process.env, PORT: `${await freePort()}` };
  delete env.NODE_TEST_CONTEXT;
  const stdio = ['ignore', 'ignore', 'pipe'];
  // A group of its own, so that all of it can be stopped.
  const demo = spawn('cargo', ['xtask', 'demo'], { cwd: root, env, detached: true, stdio });
  signal.addEventListener('abort', () => process.kill(-demo.pid));
  try {
    const address = await listening(demo);
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
    const { agent } = await peopleOf(address);
    const queue = await (await asking(address, agent)).get('queue');
    assert.ok(queue.rows.length > 10, JSON.stringify(queue));
  } finally {
    if (!signal.aborted) process.kill(-demo.pid);
  }
});

// The examples that take longer: Next by both of its bundlers, Deno and Bun. `node --test` runs it
// by name.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { freePort } from '../../../examples/node-service/test/port.js';
import { launch, open, skip } from '../chromium.js';
import { finished, installed, runtime, served } from './project.js';

const DUE = 'response 30m 0s left, due 2026-01-09T15:30:00Z\nresolve 8h 0m left, due 2026-01-12T15:00:00Z\n';

const RUNTIMES = {
  deno: {
    folder: 'Deno',
    packed: '@deno/linux-x64-glibc@2.9.6',
    program: '@deno/linux-x64-glibc/deno',
    words: ['run', '--node-modules-dir=manual', 'main.ts'],
  },
  bun: {
    folder: 'Bun', packed: '@oven/bun-linux-x64@1.4.5', program: '@oven/bun-linux-x64/bin/bun', words: ['main.ts'],
  },
};

for (const [name, { folder, packed, program, words }] of Object.entries(RUNTIMES)) {
  test(`${name}: a ticket, and when it is due`, async () => {
    const path = await runtime(folder, packed, program);
    const cwd = await installed(name);
    assert.equal(await finished(path, words, { cwd, env: { NO_COLOR: '1' } }), DUE);
  });
}

let browser;
let next;
before(async () => {
  next = await installed('next');
  if (!skip) browser = await launch();
});
after(() => browser?.close());

for (const [bundler, script] of [['Turbopack', 'build'], ['webpack', 'build:webpack']]) {
  test(`next, built by ${bundler}: the server says when, the browser counts`, async () => {
    rmSync(join(next, '.next'), { recursive: true, force: true });
    await finished('npm', ['run', script, '--silent'], { cwd: next });
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const words = ['start', '--port', String(port), '--hostname', '127.0.0.1'];
    const end = await served(join(next, 'node_modules/.bin/next'), words, { cwd: next, address });
    try {
      const html = await (await fetch(address)).text();
      assert.match(html, /<time role="timer" dateTime="(\S+)" data-level="calm" data-live="false">\1<\/time>/);
      assert.match(html, /impact <!-- -->high/);
      if (!skip) await counted(address);
    } finally {
      await end();
    }
  });
}

async function counted(address) {
  const { page, errors } = await open(browser, address);
  await page.waitForFunction(() => document.querySelector('time').dataset.live === 'true');
  assert.match(await page.textContent('time'), /^[78]h \d+m$/);
  assert.equal(await page.textContent('#moves'), 'In progress, Canceled');
  await page.context().close();
  // React tells of a repair on the console.
  assert.deepEqual(errors, []);
}

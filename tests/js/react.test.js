// The hooks under React 19, React 18 and Preact: rendered on a server, hydrated in a browser.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, open, serve, skip } from './chromium.js';
import { consumer, root, run, tool, write } from './consumer.js';
import { HOUR, friday, inProgress, onHold, resolved } from './tickets.js';

const packages = join(root, 'tests/js/node_modules');
const LIBRARIES = {
  'React 19': { react: 'react', dom: 'react-dom' },
  'React 18': { react: 'react-18', dom: 'react-dom-18' },
  Preact: { react: 'preact/compat', dom: 'preact/compat' },
};
const tickets = [inProgress, onHold(inProgress, friday + HOUR), resolved(inProgress, friday + HOUR)];
const properties = { tickets, serverNow: friday + 2 * HOUR };

/** Bundles a program of `faces/` with one of the libraries. */
async function bundle(name, file, platform) {
  const { react, dom } = LIBRARIES[name];
  const folder = join(consumer, 'react', name.replace(' ', '-').toLowerCase());
  mkdirSync(folder, { recursive: true });
  const out = join(folder, `${file}.${platform === 'node' ? 'cjs' : 'js'}`);
  await run(tool('esbuild'), [
    join(root, 'tests/js/faces', `${file}.jsx`), '--bundle', '--jsx=automatic', `--platform=${platform}`,
    `--format=${platform === 'node' ? 'cjs' : 'esm'}`, `--outfile=${out}`, '--log-level=error',
    '--define:process.env.NODE_ENV="development"', `--alias:react=${react}`, `--alias:react-dom=${dom}`,
  ], { NODE_PATH: `${packages}:${join(consumer, 'node_modules')}` });
  return { folder, out };
}

const props = write('react/props.json', JSON.stringify(properties));

async function rendered(name) {
  const { folder, out } = await bundle(name, 'server', 'node');
  const html = await run('node', [out, props], { TZ: 'Pacific/Auckland' });
  return { folder, html: html.trim() };
}

let browser;
before(async () => {
  if (!skip) browser = await launch();
});
after(() => browser?.close());

for (const name of Object.keys(LIBRARIES)) {
  test(`${name} renders the due instant on a server, and nothing that runs`, async () => {
    const { html } = await rendered(name);
    assert.match(html, /<time role="timer" dateTime="2026-01-12T11:00:00Z">2026-01-12T11:00:00Z<\/time>/i);
    assert.match(html, /<p id="moves">onHold resolved canceled<\/p>/);
    assert.match(html, /<p id="own">running<\/p>/);
  });

  test(`${name} hydrates without a repair, and counts`, { skip }, async () => {
    const { folder, html } = await rendered(name);
    await bundle(name, 'client', 'browser');
    const data = JSON.stringify(properties).replaceAll('<', '\\u003c');
    writeFileSync(join(folder, 'index.html'), `<!doctype html><html lang="en"><title>clock</title>
      <div id="root">${html}</div>
      <script type="application/json" id="props">${data}</script>
      <script type="module" src="/client.js"></script></html>`);
    const { address, close } = await serve(folder);
    try {
      await hydrated(address);
    } finally {
      await close();
    }
  });
}

async function hydrated(address) {
  // The client's clock is a year fast: the server's is what counts.
  const clock = { time: friday + 365 * 24 * HOUR };
  const { page, errors } = await open(browser, address, {}, (page) => page.clock.install(clock));
  await page.waitForFunction(() => document.querySelector('#clock time').textContent.includes('h'));
  assert.equal(await page.textContent('#clock time'), '2h 0m');
  assert.deepEqual(await page.locator('#queue li').allTextContents(), ['INC-1']);
  await page.clock.fastForward(61 * 60_000);
  // Friday 18:01, after hours.
  assert.match(await page.getAttribute('#clock', 'title'), /2h 0m left, outside hours/);
  await page.click('#next');
  assert.equal(await page.getAttribute('#clock', 'data-level'), 'paused');
  assert.equal(await page.textContent('#clock time'), '3h 0m');
  await page.click('#next');
  assert.equal(await page.getAttribute('#clock', 'data-level'), 'closed');
  assert.equal(await page.textContent('#clock time'), 'met');
  const before = await page.evaluate(() => window.renders.clock);
  await page.clock.fastForward(48 * HOUR);
  assert.equal(await page.evaluate(() => window.renders.clock), before);
  await page.evaluate(() => window.unmount?.());
  assert.deepEqual(await page.evaluate(() => window.repaired), []);
  assert.deepEqual(errors, []);
  await page.context().close();
}

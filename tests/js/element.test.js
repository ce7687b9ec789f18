// The custom element: loaded on a server, and shown in Chromium under a strict policy.
import assert from 'node:assert/strict';
import { cpSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, open, serve, skip } from './chromium.js';
import { consumer, installed, run, write } from './consumer.js';
import { HOUR, due, friday, inProgress, onHold } from './tickets.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

test('on a server it loads and does nothing', async () => {
  const use = `
    import { SlaCountdown, defineSlaCountdown } from 'incident-core/element';
    defineSlaCountdown();
    console.log(typeof SlaCountdown);
  `;
  assert.equal((await run('node', [write('element.mjs', use)])).trim(), 'function');
  const common = write('element.cjs', "require('incident-core/element').defineSlaCountdown(); console.log('done');");
  assert.equal((await run('node', [common])).trim(), 'done');
});

const PAGE = `<!doctype html><html lang="en"><head><title>countdowns</title>
<link rel="stylesheet" href="/page.css"></head><body><main><h1>Countdowns</h1>
<p><sla-countdown id="plain" due-at="2026-01-12T11:00:00Z"><time role="timer">12 January</time></sla-countdown></p>
<p><sla-countdown id="paused" stage="paused" remaining-ms="8100000"></sla-countdown></p>
<p><sla-countdown id="met" stage="met" due-at="2026-01-12T11:00:00Z"></sla-countdown></p>
<p><sla-countdown id="broken" due-at="soon"></sla-countdown></p>
<p><sla-countdown id="store"></sla-countdown></p>
<p><sla-countdown id="response" target="response"></sla-countdown></p>
<p><sla-countdown id="none" target="nothing"></sla-countdown></p>
<p role="status" id="status"></p></main>
<script type="module" src="/page.js"></script></body></html>`;

const SCRIPT = `
import { call, openEngine } from './core/index.js';
import { SlaCountdown, defineSlaCountdown } from './core/element/index.js';
import { ticketStore } from './core/store/index.js';

const engine = openEngine(call({ op: 'preset', name: 'itil' }).value).value;
const store = ticketStore(engine, ${JSON.stringify(inProgress)});
// Before it is defined, as a framework does it.
for (const id of ['store', 'response', 'none']) document.getElementById(id).store = store;
defineSlaCountdown();
defineSlaCountdown();
defineSlaCountdown('other-countdown');
window.said = [];
document.addEventListener('levelchange', ({ detail, target }) => {
  window.said.push([target.id, detail.previous, detail.level]);
  document.getElementById('status').textContent = detail.label;
});
window.timers = 0;
Object.assign(window, { store, SlaCountdown });
`;

let browser;
let site;
before(async () => {
  if (skip) return;
  const folder = join(consumer, 'element');
  write('element/index.html', PAGE);
  write('element/page.js', SCRIPT);
  write('element/page.css', 'sla-countdown[data-level="breached"] { font-weight: bold; }');
  cpSync(join(installed, 'dist'), join(folder, 'core'), { recursive: true });
  browser = await launch();
  site = await serve(folder);
});
after(async () => {
  await browser?.close();
  await site?.close();
});

async function shown(at, options = {}) {
  const { page, errors } = await open(browser, site.address, options, (page) => {
    return page.clock.install({ time: at - HOUR / 60 });
  });
  await page.waitForSelector('#store time');
  await page.clock.pauseAt(at);
  await page.evaluate(() => { window.said.length = 0; });
  const close = async () => {
    await page.context().close();
    assert.deepEqual(errors, []);
  };
  const look = (id) => page.evaluate((id) => {
    const element = document.getElementById(id);
    const time = element.querySelector('time');
    return time && [element.textContent, element.dataset.level, time.getAttribute('datetime')];
  }, id);
  return { page, look, close };
}

test('it shows attributes, a paused clock and a store', { skip }, async () => {
  const { page, look, close } = await shown(friday + HOUR);
  assert.deepEqual(await look('plain'), ['2d 19h', 'calm', '2026-01-12T11:00:00Z']);
  assert.deepEqual(await look('paused'), ['‖2h 15m', 'paused', 'PT8100S']);
  assert.deepEqual(await look('met'), ['met', 'closed', '2026-01-12T11:00:00Z']);
  assert.deepEqual(await look('broken'), ['running', 'calm', null]);
  assert.deepEqual(await look('store'), ['3h 0m', 'calm', '2026-01-12T11:00:00Z']);
  assert.deepEqual(await look('response'), ['met', 'closed', '2026-01-09T15:15:00Z']);
  assert.equal(await look('none'), null);
  // The server's own `time` is kept, not doubled.
  assert.equal(await page.locator('#plain time').count(), 1);
  await close();
});

test('it counts, says when it becomes urgent, and ends when it leaves the page', { skip }, async () => {
  const { page, look, close } = await shown(due - HOUR - 1_500);
  assert.deepEqual(await look('store'), ['1h 0m', 'calm', '2026-01-12T11:00:00Z']);
  // What is shown changes with the second of the clock.
  await page.clock.runFor(2_500);
  assert.deepEqual(await look('store'), ['59m 59s', 'soon', '2026-01-12T11:00:00Z']);
  assert.deepEqual((await look('plain')).slice(0, 2), ['59m 59s', 'soon']);
  await page.clock.runFor(HOUR / 2);
  assert.equal((await look('store'))[1], 'urgent');
  assert.match((await look('store'))[0], /^!29m 5\ds$/);
  await page.clock.runFor(HOUR / 2);
  assert.deepEqual((await look('store')).slice(0, 2), ['-1s', 'breached']);
  assert.deepEqual(await page.evaluate(() => window.said.filter(([id]) => id === 'store')), [
    ['store', 'calm', 'soon'], ['store', 'soon', 'urgent'], ['store', 'urgent', 'breached'],
  ]);
  await page.evaluate((ticket) => window.store.put(ticket), onHold(inProgress, due + HOUR));
  await page.evaluate(() => {
    for (const element of [...document.querySelectorAll('sla-countdown')]) element.remove();
    const { setTimeout } = window;
    window.setTimeout = (...words) => {
      window.timers += 1;
      return setTimeout(...words);
    };
  });
  await page.clock.runFor(5 * HOUR);
  assert.equal(await page.evaluate(() => window.timers), 0);
  await close();
});

test('with reduced motion it shows no seconds', { skip }, async () => {
  const { look, close } = await shown(due - HOUR / 2, { reducedMotion: 'reduce' });
  assert.deepEqual((await look('store')).slice(0, 2), ['30m', 'soon']);
  await close();
});

test('properties and attributes may change', { skip }, async () => {
  const { page, look, close } = await shown(friday);
  await page.evaluate(() => {
    const element = document.getElementById('plain');
    element.setAttribute('due-at', '2026-01-09T15:10:00Z');
  });
  assert.deepEqual((await look('plain')).slice(0, 2), ['!10m 0s', 'urgent']);
  await page.evaluate(() => {
    document.getElementById('plain').view = { stage: 'running', remainingMs: -61_000, dueAt: null };
  });
  assert.deepEqual(await look('plain'), ['-1m 1s', 'breached', 'PT0S']);
  await page.evaluate(() => {
    document.getElementById('plain').view = null;
    document.getElementById('store').store = null;
    document.body.append(document.createElement('other-countdown'));
  });
  assert.equal((await look('plain'))[0], '!10m 0s');
  assert.equal((await look('store'))[0], 'running');
  await page.evaluate(() => {
    document.getElementById('response').setAttribute('target', 'nothing');
  });
  assert.equal(await look('response'), null);
  assert.equal(await page.locator('#response[data-level]').count(), 0);
  await close();
});

test('a thousand of them have one timer', { skip }, async () => {
  const { page, close } = await shown(friday);
  await page.evaluate(() => {
    for (const element of [...document.querySelectorAll('sla-countdown')]) element.remove();
    const { setTimeout } = window;
    window.setTimeout = (...words) => {
      window.timers += 1;
      return setTimeout(...words);
    };
    for (let at = 0; at < 1_000; at += 1) {
      const element = document.createElement('sla-countdown');
      element.setAttribute('due-at', new Date(Date.now() + (at + 1) * 60_000).toISOString());
      document.body.append(element);
    }
  });
  await page.clock.runFor(10_000);
  const timers = await page.evaluate(() => window.timers);
  assert.ok(timers >= 10 && timers <= 14, `${timers}`);
  assert.equal(await page.locator('sla-countdown time').last().textContent(), '16h 39m');
  await close();
});

test('axe finds nothing, and the element is never live', { skip }, async () => {
  const { page, close } = await shown(friday + HOUR);
  await page.clock.resume();
  // The page forbids scripts from elsewhere; the browser's own door does not count as the page.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]), []);
  assert.equal(await page.locator('sla-countdown [aria-live], sla-countdown [style]').count(), 0);
  assert.equal(await page.locator('time[role="timer"]').count(), 6);
  await close();
});

// The portal in a browser, and the same history with the same package in Node to hold it against.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire, register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { after, before } from 'node:test';

import { launch, serve, skip } from '../chromium.js';
import { drawn, ready } from './page.js';

register('./package-hook.js', import.meta.url);
const root = new URL('../../../', import.meta.url);

export { ready, skip };
export const NOW = Date.parse('2026-11-20T10:00:00Z');
export const LOOKS = {
  'light, 1440 px': { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  'dark, 1440 px': { colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  'light, 390 px': { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  'dark, 390 px': { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
};
const PLACE = { locale: 'en-GB', timezoneId: 'Europe/Berlin' };

/** An entry of the package. */
export const entry = (name = '') => import(name ? `incident-core/${name}` : 'incident-core');

/** The history that the portal starts with at `NOW`, its policy, and an engine for it. */
export async function desk({ seed = 1, tickets = 300 } = {}) {
  const { history } = await import(new URL('examples/history/history.js', root));
  const { portalPolicy } = await import(new URL('examples/history/policy.js', root));
  const preset = (name) =>
    JSON.parse(readFileSync(new URL(`target/npm/presets/${name}.json`, root), 'utf8'));
  const policy = portalPolicy(preset('itil4'), preset('iso27035'));
  const made = history({ seed, tickets, now: NOW, policy, open: 36 });
  const { openEngine } = await entry();
  return { ...made, engine: openEngine(made.policy).value };
}

/** A browser and the built portal for the tests of a file; gives what opens a page of it. */
export function stage() {
  let browser;
  let site;
  const contexts = new Map();
  before(async () => {
    if (skip) return;
    browser = await launch();
    site = await serve(fileURLToPath(new URL('www/dist', root)));
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** One for all pages that change nothing: the history is made once. */
  async function contextFor({ bypassCSP = false, fresh = false }) {
    if (!contexts.has(bypassCSP) || fresh) {
      contexts.set(
        bypassCSP,
        await browser.newContext({ ...PLACE, bypassCSP, acceptDownloads: true }),
      );
    }
    return contexts.get(bypassCSP);
  }

  return {
    /**
     * A page of the portal at `NOW`, its clock standing still, as soon as it shows a view. What it
     * changes is seen by the next ones, unless `fresh` is asked for; `at` is a service's address.
     */
    async visit(parameters, { viewport, colorScheme, at, ...options } = {}) {
      const page = await (await contextFor(options)).newPage();
      const errors = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
      if (viewport) await page.setViewportSize(viewport);
      if (colorScheme) await page.emulateMedia({ colorScheme });
      const query = new URLSearchParams({
        now: new Date(NOW).toISOString(),
        speed: '0',
        ...parameters,
      });
      await page.goto(`${at ?? site.address}/?${query}`);
      await ready(page);
      return { page, errors };
    },
  };
}


const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** That nothing stands in anybody's way; the page was opened with `bypassCSP`. */
export async function accessible(page) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]),
    [],
  );
}

/** Checks a page as it stands in each look; it was opened with `bypassCSP`. */
export async function inAllLooks(page, check) {
  for (const { colorScheme, viewport } of Object.values(LOOKS)) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await drawn(page);
    await check(page);
  }
}

export async function narrowEnough(page) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `the page is ${wide} px too wide`);
}

// A page of the portal as it stands: whether all is there, drawn, and in nobody's way.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { root } from './places.js';

export const pictures = join(root, 'target/xtask/pictures');
mkdirSync(pictures, { recursive: true });

export const LOOKS = {
  'light-1440': { colorScheme: 'light', viewport: { width: 1440, height: 900 } },
  'dark-1440': { colorScheme: 'dark', viewport: { width: 1440, height: 900 } },
  'light-390': { colorScheme: 'light', viewport: { width: 390, height: 844 } },
  'dark-390': { colorScheme: 'dark', viewport: { width: 390, height: 844 } },
};

/** Waits until a view is there, and nothing of it loads any more. */
export async function ready(page) {
  await page.waitForFunction(
    () =>
      document.querySelector('main h1, main .findings') &&
      !document.querySelector('main .loading'),
  );
}

/** Waits until the page is drawn as it is now: what watches its own size has had its turn. */
export async function drawn(page) {
  await page.evaluate(
    () =>
      new Promise((done) => {
        requestAnimationFrame(() => requestAnimationFrame(done));
      }),
  );
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** That nothing stands in anybody's way, by all rules or those named; opened with `bypassCSP`. */
export async function accessible(page, name = '', rules = RULES) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (runOnly) => globalThis.axe.run({ runOnly, resultTypes: ['violations'] }),
    rules,
  );
  const found = violations.map(({ id, nodes }) => [
    id,
    nodes.map(({ html, any }) => [html.slice(0, 200), any.map(({ message }) => message)]),
  ]);
  assert.deepEqual(found, [], name);
}

export async function narrowEnough(page, name = 'the page') {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(wide <= 0, `${name} is ${wide} px too wide`);
}

/** Checks a page as it stands in each look: `check(page, name of the look, its colours)`. */
export async function inAllLooks(page, check) {
  for (const [name, { colorScheme, viewport }] of Object.entries(LOOKS)) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(viewport);
    await drawn(page);
    await check(page, name, colorScheme);
  }
}

// A browser, and what it opens, for the tests of a file: the portal's files, or a service.
import { join } from 'node:path';
import { after, before } from 'node:test';

import { launch, serve, skip } from '../chromium.js';
import { ready } from './page.js';
import { root } from './places.js';

export { skip };
/** A Thursday afternoon on which people work, seven weeks after the history began. */
export const NOW = Date.parse('2026-11-19T13:40:00Z');
const PLACE = { locale: 'en-GB', timezoneId: 'Europe/Berlin' };

const files = () => serve(join(root, 'www/dist'));

/** `started` starts what is opened, `{address, close}`; without it, the portal's files alone. */
export function stage(started) {
  let browser;
  let site;
  before(async () => {
    if (skip) return;
    browser = await launch();
    site = await (started ?? files)();
  });
  after(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Those of pages that change nothing: the history is made once. */
  const shared = new Map();
  async function sharedContext(bypassCSP) {
    if (!shared.has(bypassCSP)) {
      shared.set(bypassCSP, await browser.newContext({ ...PLACE, bypassCSP }));
    }
    return shared.get(bypassCSP);
  }

  /** The portal at `NOW`, its clock standing still; a service says itself what time it is. */
  function addressOf(parameters, at) {
    const clock = started || at ? {} : { now: new Date(NOW).toISOString(), speed: '0' };
    return `${at ?? site.address}/?${new URLSearchParams({ ...clock, ...parameters })}`;
  }

  /** A page of a context, as soon as it shows the view; `at` is the address of another service. */
  async function opened(context, parameters, { viewport, colorScheme, at }) {
    const page = await context.newPage();
    const errors = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    if (viewport) await page.setViewportSize(viewport);
    if (colorScheme) await page.emulateMedia({ colorScheme });
    await page.goto(addressOf(parameters, at));
    await ready(page);
    return { page, errors };
  }

  return {
    get browser() {
      return browser;
    },
    get address() {
      return site.address;
    },
    addressOf,
    /** A page that has nothing in common with others, unless it is opened `beside` one. */
    async visit(parameters, { beside, bypassCSP = false, ...options } = {}) {
      const context =
        beside?.context() ?? (await browser.newContext({ ...PLACE, bypassCSP }));
      return opened(context, parameters, options);
    },
    /** A page to look at: what it changed would be seen by the next one. */
    async look(parameters, { bypassCSP = false, ...options } = {}) {
      return opened(await sharedContext(bypassCSP), parameters, options);
    },
    /** Opens another view in the same page, as from a bookmark. */
    async show(page, parameters) {
      await page.goto(addressOf(parameters));
      await ready(page);
    },
  };
}

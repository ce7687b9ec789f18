// The portal as a visitor opens it: over static files, or with a service.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { open, serve } from '../chromium.js';
import { root } from './places.js';
import { seeded, startService } from './service.js';

/** A Thursday afternoon on which people work. */
export const NOW = '2026-11-26T13:40:00Z';
export const pictures = join(root, 'target/xtask/pictures');
mkdirSync(pictures, { recursive: true });

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** A service to test against: the one at `PORTAL_SERVICE`, else a small one of our own. */
export async function service() {
  const given = process.env.PORTAL_SERVICE;
  if (given) return { address: given.replace(/\/$/, ''), close: async () => {} };
  const { policy, tickets } = await seeded({ now: NOW });
  return startService({ policy, tickets, now: Date.parse(NOW) });
}

export function files() {
  return serve(join(root, 'www/dist'));
}

/** Opens a view; resolves to the page and its errors when the view is there. */
export async function visit(browser, address, parameters = {}, options = {}) {
  const { locale = 'en-GB', timezoneId = 'Europe/Berlin', ...rest } = options;
  const opened = await open(browser, addressOf(address, parameters), {
    locale,
    timezoneId,
    ...rest,
  });
  await ready(opened.page);
  return opened;
}

/** Opens another view in the same page, as from a bookmark. */
export async function show(page, address, parameters) {
  await page.goto(addressOf(address, parameters));
  await ready(page);
}

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

const addressOf = (address, parameters) => `${address}/?${new URLSearchParams(parameters)}`;

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds on the page as it is: by all of its rules, or by those named. */
export async function violations(page, rules = RULES) {
  if (await page.evaluate(() => !globalThis.axe)) await page.evaluate(axeSource);
  const { violations: found } = await page.evaluate(
    (runOnly) => globalThis.axe.run({ runOnly, resultTypes: ['violations'] }), rules,
  );
  return found.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].any.map(({ message }) => message)]);
}

/** By how many pixels the page is too wide. */
export function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
}

/** Whom one can be at a service, by what they may do. */
export async function peopleOf(address) {
  const people = await (await fetch(new URL('api/v1/demo/identities', `${address}/`))).json();
  const who = (role, but = '') =>
    people.find(({ roles }) => roles.includes(role) && !roles.includes(but)).id;
  return {
    requester: who('requester'),
    agent: who('agent', 'serviceManager'),
    manager: who('serviceManager'),
    officer: who('securityOfficer'),
  };
}

/** Asks the service as somebody, past the portal. */
export async function asking(address, identity) {
  const api = (path) => new URL(`api/v1/${path}`, `${address}/`);
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify({ identity });
  const { token } = await (
    await fetch(api('demo/tokens'), { method: 'POST', headers: json, body })
  ).json();
  const headers = { ...json, authorization: `Bearer ${token}` };
  return {
    get: async (path) => (await fetch(api(path), { headers })).json(),
    async open(facts) {
      const command = { type: 'open', kind: 'incident', from: 'requester', facts };
      const response = await fetch(api('tickets'), {
        method: 'POST',
        headers,
        body: JSON.stringify(command),
      });
      return (await response.json()).ticket.id;
    },
    async command(id, command) {
      const { ticket } = await this.get(`tickets/${id}`);
      const response = await fetch(api(`tickets/${id}/commands`), {
        method: 'POST',
        headers: {
          ...headers,
          'if-match': `"${ticket.version}"`,
          'idempotency-key': crypto.randomUUID(),
        },
        body: JSON.stringify({ command }),
      });
      return response.json();
    },
  };
}

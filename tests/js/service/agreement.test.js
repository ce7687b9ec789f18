// The browser and the service decide the same 10,000 random commands: equal bytes.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { IDENTITIES } from '../../../examples/history/people.js';
import { portalPolicy } from '../../../examples/history/policy.js';
import { ROLES } from '../../../examples/node-service/src/roles.js';
import { tickTicket } from '../../../examples/node-service/src/tickets/tick.js';
import { openPlace, openReplica, tokenOf } from '../../../examples/node-service/test/world.js';
import { launch, open, serve, skip } from '../chromium.js';
import { answers } from './given.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const COUNT = 10_000;
const BEGIN = '2026-01-05T08:00:00Z';
const YEARS = 5 * 366 * 86_400;

// Somebody whom no guard lets pass, and who yet gives every command: what a service itself forbids
// a requester, the rules never see.
const PEOPLE = { ...ROLES, requester: { actsAs: [], permissions: ['desk'] } };

/** A service whose clock stands where it is put. Nothing happens in it that nobody asked for. */
async function openServiceAt(clock, policy) {
  const place = await openPlace();
  const written = async (name, document) => {
    const file = join(place.folder, name);
    await writeFile(file, JSON.stringify(document));
    return file;
  };
  const environment = {
    DESK_POLICY: await written('policy.json', policy),
    DESK_ROLES: await written('roles.json', PEOPLE),
    DESK_SWEEP_MS: '600000',
  };
  // The commands would wait for the disk, ten thousand times.
  const pragmas = ['synchronous = OFF'];
  const replica = await openReplica({ place, clock, environment, pragmas });
  const close = async () => {
    await replica.close();
    await place.close();
  };
  return { ...replica, close };
}

/** What asks the service as each of the people, and the actors that it takes them for. */
async function openPeople({ address }, clock) {
  const people = { tokens: {}, actors: {} };
  people.ask = async (id, path, { body, headers } = {}) => {
    const response = await fetch(`${address}/api/v1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      body: body && JSON.stringify(body),
      headers: {
        authorization: `Bearer ${people.tokens[id]}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
    });
    return { status: response.status, body: await response.json() };
  };
  for (const { id, roles } of IDENTITIES) {
    people.tokens[id] = await tokenOf({ sub: id, roles }, { at: clock.now(), lasts: YEARS });
    people.actors[id] = (await people.ask(id, '/session')).body.actor;
  }
  return people;
}

/** Decides by asking the service; `told` gets the events that it says have happened. */
function decidedBy(service, { ask }, { clock, told }) {
  let keys = 0;
  const given = async ({ ticket, command, context: { actor, tookEffectAt } }) => {
    if (ticket === null) {
      const { type: _, ...body } = command;
      return ask(actor.id, '/tickets', { body });
    }
    const headers = { 'if-match': `"${ticket.version}"`, 'idempotency-key': `${(keys += 1)}` };
    const body = { command, tookEffectAt };
    return ask(actor.id, `/tickets/${ticket.id}/commands`, { body, headers });
  };
  /** Nobody may say what time does, so that the service looks at the ticket by itself. */
  const ticked = async ({ ticket: { id, version } }) => {
    await service.store.within('acme', (unit) => tickTicket(unit, service.parts, id, clock.at));
    const { status, body } = await ask(IDENTITIES[1].id, `/tickets/${id}`);
    return { status, body: { ...body, events: body.ticket.history.slice(version) } };
  };
  return async (asked) => {
    clock.at = asked.clock;
    const { status, body } = await (asked.command.type === 'tick' ? ticked : given)(asked);
    if (status === 422) return body;
    assert.ok(status === 200 || status === 201, `${status} ${JSON.stringify(body)}`);
    for (const event of body.events) told.push({ ticket: body.ticket.id, event });
    return { ok: true, value: body };
  };
}

/** Every event that is stored, in the order in which it was. */
async function stored({ ask }) {
  const all = [];
  for (let after = 0; ; ) {
    const { body } = await ask(IDENTITIES[1].id, `/events?limit=1000&after=${after}`);
    all.push(...body.events.map(({ ticket, event }) => ({ ticket, event })));
    if (body.next === after) return all;
    after = body.next;
  }
}

/** What the page answers to the same, and its own words if it differs. */
async function onThePage(asked, digests) {
  const site = await serve(root);
  const browser = await launch();
  try {
    const { page, errors } = await open(browser, `${site.address}/tests/js/service/page.html`);
    await page.waitForFunction(() => globalThis.digests);
    const theirs = await page.evaluate((given) => globalThis.digests(given), asked);
    assert.deepEqual(errors, []);
    const at = digests.findIndex((digest, index) => digest !== theirs[index]);
    const line = at === -1 ? undefined : await page.evaluate((n) => globalThis.lines[n], at);
    return { count: theirs.length, at, line };
  } finally {
    await browser.close();
    await site.close();
  }
}

/** Where two answers part, and not the whole of them. */
function difference(service, page) {
  let from = 0;
  while (from < service.length && service[from] === page?.[from]) from += 1;
  const near = (line) => line?.slice(Math.max(0, from - 120), from + 240);
  return `by the service …${near(service)}…, on the page …${near(page)}…`;
}

test('10,000 random commands, decided by the service and on the page', {
  skip,
  timeout: 300_000,
}, async (context) => {
  const itil4 = JSON.parse(readFileSync(join(root, 'target/npm/presets/itil4.json'), 'utf8'));
  const clock = { at: Date.parse(BEGIN), now: () => clock.at };
  const policy = portalPolicy(itil4);
  const service = await openServiceAt(clock, policy);
  context.after(service.close);
  const people = await openPeople(service, clock);
  const asked = { count: COUNT, policy, begin: BEGIN, actors: people.actors };
  const told = [];
  const lines = [];
  const decide = decidedBy(service, people, { clock, told });
  await answers(asked, decide, (line) => lines.push(line));

  const seen = lines.map((line) => JSON.parse(line));
  const reasons = new Set(seen.flatMap(([first]) => first?.code ?? []));
  const accepted = seen.filter(([events]) => Array.isArray(events)).length;
  const byTime = told.filter(({ event }) => event.actor.id === 'service').length;
  // Chance has to reach all of it: a run in which all is refused would agree about nothing.
  assert.ok(accepted > 3_000 && accepted < 9_500, `${accepted} accepted`);
  assert.ok(reasons.size > 15, [...reasons].join(', '));
  assert.ok(byTime > 500, `${byTime} events by time`);
  context.diagnostic(`${accepted} of ${lines.length} accepted, ${reasons.size} reasons to refuse`);
  context.diagnostic(`${told.length} events, ${byTime} of them by time`);

  assert.equal(JSON.stringify(await stored(people)), JSON.stringify(told));
  const digests = lines.map((line) => createHash('sha256').update(line).digest('hex'));
  const { count, at, line } = await onThePage(asked, digests);
  if (at !== -1) assert.fail(`answer ${at} differs: ${difference(lines[at], line)}`);
  assert.equal(count, lines.length);
});

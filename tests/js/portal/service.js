// A service that keeps the contract as far as the portal's tests need it. It holds all in memory.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

import { IDENTITIES, actorOf } from '../../../examples/history/people.js';
import { POLICY, TYPES } from '../chromium.js';
import { root } from './places.js';

const { openEngine } = await import('../../../target/npm/dist/analysis/index.js');

/** Starts it over tickets; `close` ends it, `command` does something as somebody else. */
export async function startService({ policy, tickets, now }) {
  const world = new World(policy, tickets, now);
  const server = createServer((request, response) => {
    answer(world, request, response).catch((cause) =>
      send(response, 500, refusal('service.fault', cause.message)),
    );
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    world,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(resolve);
      }),
  };
}

class World {
  sequence = 0;
  listeners = new Set();
  /** What became of each idempotency key: an answer that was lost is asked for again. */
  verdicts = new Map();

  constructor(policy, tickets, now) {
    this.policy = policy;
    this.engine = openEngine(policy).value;
    this.tickets = new Map(tickets.map((ticket) => [ticket.id, ticket]));
    this.offset = (now ?? Date.now()) - Date.now();
  }

  get now() {
    return Date.now() + this.offset;
  }

  get serverNow() {
    return new Date(this.now).toISOString();
  }

  context(actor) {
    return { now: this.now, actor, linked: [] };
  }

  decide(id, command, actor) {
    const ticket = id === null ? null : this.tickets.get(id);
    const decided = this.engine.call({
      op: 'decide',
      ticket,
      command,
      context: this.context(actor),
    });
    if (decided.ok) this.put(decided.value.ticket, decided.value.events);
    return decided;
  }

  put(ticket, events) {
    this.tickets.set(ticket.id, ticket);
    for (const event of events) {
      this.sequence += 1;
      for (const tell of this.listeners) tell(this.sequence, ticket, event);
    }
  }

  rebase(id, seenVersion, pending, actor) {
    const held = this.tickets.get(id);
    const seen =
      held && seenVersion > 0
        ? this.engine.call({
            op: 'evolve',
            events: held.history.filter(({ version }) => version <= seenVersion),
          }).value
        : null;
    const events = held ? held.history.filter(({ version }) => version > seenVersion) : [];
    return this.engine.call({
      op: 'rebase',
      ticket: seen,
      events,
      now: this.now,
      pending: pending.map(({ command }) => ({ command, actor })),
    });
  }
}

const refusal = (code, message) => ({
  ok: false,
  errors: [{ code, severity: 'error', path: '', message, params: {} }],
});

function send(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

async function bodyOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return parts.length === 0 ? undefined : JSON.parse(Buffer.concat(parts).toString());
}

async function answer(world, request, response) {
  const url = new URL(request.url, 'http://localhost');
  if (!url.pathname.startsWith('/api/v1/')) return file(url.pathname, response);
  const [name, id, what] = url.pathname.slice('/api/v1/'.length).split('/').map(decodeURIComponent);
  if (name === 'demo' && id === 'identities') return send(response, 200, IDENTITIES);
  if (name === 'demo')
    return send(response, 200, { token: `demo ${(await bodyOf(request)).identity}` });
  const person = IDENTITIES.find(
    ({ id: one }) => request.headers.authorization === `Bearer demo ${one}`,
  );
  if (!person) return send(response, 401, refusal('service.unauthorized', 'there is no token'));
  const visitor = { person, actor: actorOf(person) };
  if (name === 'tickets' && id && request.method === 'POST')
    return written(world, request, response, { id, what, visitor });
  const routes = { session, policy, tickets, stream };
  if (!routes[name])
    return send(response, 404, refusal('service.notFound', 'there is no such address'));
  return routes[name](world, request, response, { id, url, visitor });
}

function session(world, _, response, { visitor: { person, actor } }) {
  const { name, roles } = person;
  send(response, 200, {
    actor,
    name,
    tenant: 'demo',
    roles,
    permissions: roles,
    serverNow: world.serverNow,
  });
}

async function policy(world, request, response, { visitor }) {
  if (request.method === 'PUT') return replaced(world, request, response, visitor);
  return send(response, 200, {
    policy: world.policy,
    digest: world.engine.opened.value.digest,
    since: world.serverNow,
  });
}

/** Another policy decides from now on, if it is one and the changed one still decides. */
async function replaced(world, request, response, { person }) {
  const document = await bodyOf(request);
  if (!person.roles.includes('serviceManager'))
    return send(response, 403, refusal('service.forbidden', 'your role may not do this'));
  if (request.headers['if-match'] !== `"${world.engine.opened.value.digest}"`)
    return send(response, 412, refusal('service.digestConflict', 'the policy changed meanwhile'));
  const opened = openEngine(document);
  if (!opened.ok) return send(response, 422, opened);
  world.policy = document;
  world.engine = opened.value;
  return send(response, 200, { policy: document, digest: opened.value.opened.value.digest });
}

async function tickets(world, request, response, { id, url, visitor }) {
  if (request.method === 'POST') {
    const key = request.headers['idempotency-key'];
    const command = { id: `INC-${2_000_000 + world.sequence}`, ...(await bodyOf(request)) };
    const known = world.verdicts.get(key)?.opened;
    if (known) return send(response, 201, { ticket: world.tickets.get(known), events: [] });
    const decided = world.decide(null, command, visitor.actor);
    if (!decided.ok) return send(response, 422, decided);
    const { ticket, events } = decided.value;
    if (key) world.verdicts.set(key, { opened: ticket.id });
    return send(response, 201, { ticket, events, serverNow: world.serverNow });
  }
  const may = ({ facts }) =>
    visitor.person.roles.includes('agent') || facts?.caller === visitor.person.id;
  if (id) {
    const ticket = world.tickets.get(id);
    return ticket && may(ticket)
      ? send(response, 200, { ticket, serverNow: world.serverNow }, { etag: `"${ticket.version}"` })
      : send(response, 404, refusal('service.notFound', 'there is no such ticket'));
  }
  const after = url.searchParams.get('after') ?? '';
  const limit = Number(url.searchParams.get('limit') ?? 100);
  const rest = [...world.tickets.values()]
    .filter(may)
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .filter((ticket) => ticket.id > after);
  const next = rest.length > limit ? rest[limit - 1].id : null;
  return send(response, 200, { tickets: rest.slice(0, limit), next, serverNow: world.serverNow });
}

async function written(world, request, response, { id, what, visitor }) {
  const body = await bodyOf(request);
  if (what === 'rebase') return rebased(world, response, { id, body, visitor });
  const held = world.tickets.get(id);
  if (!held) return send(response, 404, refusal('service.notFound', 'there is no such ticket'));
  const key = request.headers['idempotency-key'];
  const seen = Number(/^"(\d+)"$/.exec(request.headers['if-match'] ?? '')?.[1]);
  if (!key || Number.isNaN(seen))
    return send(response, 428, refusal('service.preconditionMissing', 'If-Match is missing'));
  const before = world.verdicts.get(key);
  if (before?.accepted) return send(response, 200, { ticket: held, events: before.events });
  if (held.version !== seen) {
    const { value: rebase } = world.rebase(id, seen, [body], visitor.actor);
    const events = held.history.filter(({ version }) => version > seen);
    return send(response, 409, {
      ...refusal('service.versionConflict', 'somebody was quicker'),
      events,
      rebase,
    });
  }
  const decided = world.decide(id, body.command, visitor.actor);
  if (!decided.ok) return send(response, 422, decided);
  const { ticket, events } = decided.value;
  world.verdicts.set(key, { accepted: true, events });
  return send(response, 200, { ticket, events, serverNow: world.serverNow });
}

function rebased(world, response, { id, body: { seenVersion, pending }, visitor }) {
  const before = world.tickets.get(id);
  const fresh = pending.filter(({ idempotencyKey }) => !world.verdicts.has(idempotencyKey));
  const answered = world.rebase(id, seenVersion, fresh, visitor.actor);
  if (!answered.ok) return send(response, 422, answered);
  const { ticket } = answered.value;
  for (const [at, { idempotencyKey }] of fresh.entries()) {
    world.verdicts.set(idempotencyKey, answered.value.verdicts[at]);
  }
  const verdicts = pending.map(({ idempotencyKey }) => world.verdicts.get(idempotencyKey));
  if (ticket) world.put(ticket, ticket.history.slice(before?.history.length ?? 0));
  const events = ticket?.history.filter(({ version }) => version > seenVersion) ?? [];
  return send(response, 200, { verdicts, ticket, events, serverNow: world.serverNow });
}

function stream(world, request, response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': here\n\n');
  const tell = (seq, { id, version }, event) => {
    response.write(
      `id: ${seq}\nevent: ticket\ndata: ${JSON.stringify({ seq, ticket: id, version, event })}\n\n`,
    );
  };
  world.listeners.add(tell);
  request.on('close', () => world.listeners.delete(tell));
}

function file(path, response) {
  let place = join(root, 'www/dist', normalize(path));
  if (existsSync(place) && statSync(place).isDirectory()) place = join(place, 'index.html');
  if (!existsSync(place)) return send(response, 404, '');
  const type = TYPES[extname(place)] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY });
  return createReadStream(place).pipe(response);
}

/** The history that the tests run over, made by the package. */
export async function seeded({ now, tickets = 120, seed = 3, open = 36 }) {
  const { history } = await import('../../../examples/history/history.js');
  const { portalPolicy } = await import('../../../examples/history/policy.js');
  const itil4 = JSON.parse(readFileSync(join(root, 'target/npm/presets/itil4.json'), 'utf8'));
  return history({ seed, tickets, open, now, policy: portalPolicy(itil4) });
}

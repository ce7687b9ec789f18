import { Refusal, refusal } from '../errors.js';
import { visibleEvents, visibleTicket } from '../tickets/allowed.js';
import { giveCommand, openTicket } from '../tickets/command.js';
import { rebaseTicket } from '../tickets/rebase.js';
import { answers, body, core, described, instant, key, ticketId } from './schemas.js';

/** The version in `If-Match: "3"`. */
function seenVersion({ headers }) {
  const given = headers['if-match'];
  if (given === undefined) throw refusal('service.ifMatchMissing');
  const version = /^"(\d{1,15})"$/.exec(given)?.[1];
  if (version !== undefined) return Number(version);
  throw refusal('service.malformed', {
    path: '/headers/if-match',
    message: 'If-Match is not one version in quotes',
    help: 'send the ETag of the ticket as it is',
  });
}

/** The key of a request; without one it is done each time it is sent. */
function idempotencyKey({ headers }, { needed = false } = {}) {
  const given = headers['idempotency-key'];
  if (given === undefined && !needed) return undefined;
  if (given?.length > 0 && given.length <= key.maxLength) return given;
  throw refusal('service.malformed', {
    path: '/headers/idempotency-key',
    message: 'Idempotency-Key is missing, or not of 1 to 128 characters',
    help: 'send a new UUID with every new command',
  });
}

/** What a session may see of a decision. */
function shown(session, { ticket, events, at }) {
  return {
    ticket: visibleTicket(session, ticket),
    events: visibleEvents(session, events, ticket?.history),
    serverNow: new Date(at).toISOString(),
  };
}

function answer(reply, session, decided) {
  reply.header('etag', `"${decided.ticket.version}"`);
  if (decided.replayed) reply.header('idempotent-replayed', 'true');
  return shown(session, decided);
}

/** A refusal as a session may see it: a conflict has events and a ticket beside it. */
function shownRefusal(session, error) {
  if (error.beside?.rebase === undefined) return error;
  const { events, rebase } = error.beside;
  return new Refusal(error.status, error.errors, {
    events: visibleEvents(session, events, rebase.ticket?.history),
    rebase: { ...rebase, ticket: visibleTicket(session, rebase.ticket) },
  });
}

function openRoute(app, { store, deciding, now, count }) {
  const schema = described('tickets', 'Record a new ticket', {
    body: core('open'),
    success: { 201: answers.decided },
  });
  app.post('/tickets', { schema }, async (request, reply) => {
    const { session } = request;
    const opening = {
      session,
      command: { type: 'open', ...request.body },
      key: idempotencyKey(request),
      now: now(),
    };
    const decided = await store.within(session.tenant, (unit) =>
      openTicket(unit, deciding, opening),
    );
    count('open', decided.replayed ? 'replayed' : 'accepted');
    const location = `/api/v1/tickets/${encodeURIComponent(decided.ticket.id)}`;
    reply.code(201).header('location', location);
    return answer(reply, session, decided);
  });
}

function commandRoute(app, { store, deciding, now, count }) {
  const schema = described('tickets', 'Give a command to a ticket', {
    params: ticketId,
    headers: {
      type: 'object',
      properties: { 'if-match': { type: 'string' }, 'idempotency-key': key },
    },
    body: body(['command'], { command: core('command'), tookEffectAt: instant }),
    success: { 200: answers.decided },
  });
  app.post('/tickets/:id/commands', { schema }, async (request, reply) => {
    const { session } = request;
    const { command, tookEffectAt } = request.body;
    const given = {
      session,
      id: request.params.id,
      command,
      tookEffectAt,
      seenVersion: seenVersion(request),
      key: idempotencyKey(request, { needed: true }),
      now: now(),
    };
    try {
      const decided = await store.within(session.tenant, (unit) =>
        giveCommand(unit, deciding, given),
      );
      count(command.type, decided.replayed ? 'replayed' : 'accepted');
      return answer(reply, session, decided);
    } catch (error) {
      count('any', error.status === 409 ? 'conflict' : 'refused');
      throw shownRefusal(session, error);
    }
  });
}

function rebaseRoute(app, { store, deciding, now, count }) {
  const pending = {
    type: 'array',
    minItems: 1,
    maxItems: 1_000,
    items: body(['command', 'idempotencyKey'], { command: core('command'), idempotencyKey: key }),
  };
  const schema = described('tickets', 'Commands that were given offline', {
    params: ticketId,
    body: body(['seenVersion', 'pending'], {
      seenVersion: { type: 'integer', minimum: 0, maximum: 1e15 },
      pending,
    }),
  });
  app.post('/tickets/:id/rebase', { schema }, async (request, reply) => {
    const { session } = request;
    const given = { session, id: request.params.id, ...request.body, now: now() };
    const rebased = await store.within(session.tenant, (unit) =>
      rebaseTicket(unit, deciding, given),
    );
    if (rebased.ticket !== null) reply.header('etag', `"${rebased.ticket.version}"`);
    count('rebase', 'accepted');
    return { verdicts: rebased.verdicts, ...shown(session, rebased) };
  });
}

/** Whatever changes a ticket. */
export function commandRoutes(app, { store, rules, policies, now, count }) {
  const parts = { store, deciding: { rules, policies }, now, count };
  openRoute(app, parts);
  commandRoute(app, parts);
  rebaseRoute(app, parts);
}

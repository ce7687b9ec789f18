import { Refusal, accepted, refusal } from '../errors.js';
import { listTickets, readTicket } from '../store/tickets.js';
import { mayRead, visibleEvents, visibleTicket } from '../tickets/allowed.js';
import { giveCommand, openTicket } from '../tickets/command.js';
import { contextOf } from '../tickets/decided.js';
import { rebaseTicket } from '../tickets/rebase.js';
import {
  answers, body, core, described, instant, key, limit, query, ticketId, word,
} from './schemas.js';

const STATE_TYPES = ['new', 'active', 'onHold', 'resolved', 'closed', 'canceled'];
const OPEN = ['new', 'active', 'onHold'];

/** The version in `If-Match: "3"`. */
function seenVersion({ headers }) {
  const given = headers['if-match'];
  if (given === undefined) throw refusal('service.ifMatchMissing');
  const version = /^"(\d{1,15})"$/.exec(given)?.[1];
  if (version !== undefined) return Number(version);
  throw refusal('service.malformed', {
    path: '/headers/if-match', message: 'If-Match is not one version in quotes',
    help: 'send the ETag of the ticket as it is',
  });
}

function idempotencyKey({ headers }) {
  const given = headers['idempotency-key'];
  if (given === undefined || (given.length > 0 && given.length <= key.maxLength)) return given;
  throw refusal('service.malformed', {
    path: '/headers/idempotency-key', message: 'Idempotency-Key is not of 1 to 128 characters',
  });
}

/** What a session may see of a decision, and of what stands beside a refusal. */
function shown(session, { ticket, events, at }) {
  return {
    ticket: visibleTicket(session, ticket),
    events: visibleEvents(session, events, ticket?.history),
    serverNow: new Date(at).toISOString(),
  };
}

function shownConflict(session, { status, errors, beside: { events, rebase } }) {
  return new Refusal(status, errors, {
    events: visibleEvents(session, events, rebase.ticket?.history),
    rebase: { ...rebase, ticket: visibleTicket(session, rebase.ticket) },
  });
}

export function ticketRoutes(app, { store, rules, policies, now, count }) {
  const deciding = { rules, policies };
  const within = ({ session }, work) => store.within(session.tenant, work);

  function answer(reply, session, decided) {
    reply.header('etag', `"${decided.ticket.version}"`);
    if (decided.replayed) reply.header('idempotent-replayed', 'true');
    return shown(session, decided);
  }

  app.post('/tickets', {
    schema: described('tickets', 'Record a new ticket', {
      body: core('open'), success: { 201: answers.decided },
    }),
  }, async (request, reply) => {
    const { session, body: command } = request;
    const decided = await within(request, (unit) => openTicket(unit, deciding, {
      session, command: { type: 'open', ...command }, key: idempotencyKey(request), now: now(),
    }));
    count('open', 'accepted');
    reply.code(201).header('location', `/api/v1/tickets/${encodeURIComponent(decided.ticket.id)}`);
    return answer(reply, session, decided);
  });

  app.get('/tickets', {
    schema: described('tickets', 'Tickets by identifier, a page at a time', {
      querystring: query({
        after: word,
        limit: limit(1_000, 100),
        stateType: { enum: [...STATE_TYPES, 'open'], type: 'string' },
        q: word,
      }),
      success: { 200: answers.tickets },
    }),
  }, async (request) => {
    const { session, query: { after, limit: most, stateType, q: words } } = request;
    const page = await within(request, (unit) => listTickets(unit, {
      after,
      limit: most,
      words,
      stateTypes: stateType === undefined ? undefined : stateType === 'open' ? OPEN : [stateType],
      requester: session.permissions.has('desk') ? undefined : session.actor.id,
    }));
    return {
      tickets: page.tickets.map((ticket) => visibleTicket(session, ticket)),
      next: page.next,
      serverNow: new Date(now()).toISOString(),
    };
  });

  async function found(unit, session, id) {
    const row = await readTicket(unit, id);
    if (row === undefined || !mayRead(session, row)) throw refusal('service.notFound');
    return row.ticket;
  }

  app.get('/tickets/:id', {
    schema: described('tickets', 'One ticket', { params: ticketId, success: { 200: answers.ticket } }),
  }, async (request, reply) => {
    const { session, params: { id } } = request;
    const ticket = await within(request, (unit) => found(unit, session, id));
    reply.header('etag', `"${ticket.version}"`);
    return { ticket: visibleTicket(session, ticket), serverNow: new Date(now()).toISOString() };
  });

  app.get('/tickets/:id/sla', {
    schema: described('tickets', 'Where a ticket stands: priority, clocks, moves', { params: ticketId }),
  }, async (request) => {
    const { session, params: { id } } = request;
    const at = now();
    const assessment = await within(request, async (unit) => {
      const ticket = await found(unit, session, id);
      const policy = await policies.current(unit, at);
      const context = await contextOf(unit, { policy, ticket, actor: session.actor, now: at });
      return accepted(rules.assess(policy, ticket, context));
    });
    return { assessment, serverNow: new Date(at).toISOString() };
  });

  app.post('/tickets/:id/commands', {
    schema: described('tickets', 'Give a command to a ticket', {
      params: ticketId,
      headers: {
        type: 'object',
        properties: { 'if-match': { type: 'string' }, 'idempotency-key': key },
      },
      body: body(['command'], { command: core('command'), tookEffectAt: instant }),
      success: { 200: answers.decided },
    }),
  }, async (request, reply) => {
    const { session, params: { id }, body: { command, tookEffectAt } } = request;
    const given = idempotencyKey(request);
    if (given === undefined) {
      throw refusal('service.malformed', {
        path: '/headers/idempotency-key', message: 'Idempotency-Key is missing',
        help: 'send a new UUID with every new command',
      });
    }
    try {
      const decided = await within(request, (unit) => giveCommand(unit, deciding, {
        session, id, command, tookEffectAt, key: given, seenVersion: seenVersion(request), now: now(),
      }));
      count(`${command.type}`, decided.replayed ? 'replayed' : 'accepted');
      return answer(reply, session, decided);
    } catch (error) {
      count('any', error.errors?.[0].code === 'service.versionConflict' ? 'conflict' : 'refused');
      throw error.beside?.rebase === undefined ? error : shownConflict(session, error);
    }
  });

  app.post('/tickets/:id/rebase', {
    schema: described('tickets', 'Commands that were given offline', {
      params: ticketId,
      body: body(['seenVersion', 'pending'], {
        seenVersion: { type: 'integer', minimum: 0, maximum: 1e15 },
        pending: {
          type: 'array', minItems: 1, maxItems: 1_000,
          items: body(['command', 'idempotencyKey'], {
            command: core('command'), idempotencyKey: key,
          }),
        },
      }),
    }),
  }, async (request, reply) => {
    const { session, params: { id }, body: { seenVersion: seen, pending } } = request;
    const rebased = await within(request, (unit) => rebaseTicket(unit, deciding, {
      session, id, seenVersion: seen, pending, now: now(),
    }));
    if (rebased.ticket !== null) reply.header('etag', `"${rebased.ticket.version}"`);
    count('rebase', 'accepted');
    return { verdicts: rebased.verdicts, ...shown(session, rebased) };
  });
}

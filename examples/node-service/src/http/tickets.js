import { accepted, refusal } from '../errors.js';
import { listTickets, readTicket } from '../store/tickets.js';
import { mayRead, visibleTicket } from '../tickets/allowed.js';
import { contextOf } from '../tickets/decided.js';
import { answers, described, limit, query, ticketId, word } from './schemas.js';

/** What may be asked for as `stateType`, and the types that it stands for. */
const STATE_TYPES = {
  new: ['new'],
  active: ['active'],
  onHold: ['onHold'],
  resolved: ['resolved'],
  closed: ['closed'],
  canceled: ['canceled'],
  open: ['new', 'active', 'onHold'],
};

async function found(unit, session, id) {
  const row = await readTicket(unit, id);
  if (row === undefined || !mayRead(session, row)) throw refusal('service.notFound');
  return row.ticket;
}

function listRoute(app, { store, now }) {
  const schema = described('tickets', 'Tickets by identifier, a page at a time', {
    querystring: query({
      after: word,
      limit: limit(1_000, 100),
      stateType: { type: 'string', enum: Object.keys(STATE_TYPES) },
      q: word,
    }),
    success: { 200: answers.tickets },
  });
  app.get('/tickets', { schema }, async (request) => {
    const { session } = request;
    const { after, limit: most, stateType, q: words } = request.query;
    const wanted = {
      after,
      limit: most,
      words,
      stateTypes: STATE_TYPES[stateType],
      requester: session.permissions.has('desk') ? undefined : session.actor.id,
    };
    const page = await store.within(session.tenant, (unit) => listTickets(unit, wanted));
    return {
      tickets: page.tickets.map((ticket) => visibleTicket(session, ticket)),
      next: page.next,
      serverNow: new Date(now()).toISOString(),
    };
  });
}

/** Whatever is asked about tickets and changes nothing. */
export function ticketRoutes(app, { store, rules, policies, now }) {
  listRoute(app, { store, now });

  const one = described('tickets', 'One ticket', {
    params: ticketId,
    success: { 200: answers.ticket },
  });
  app.get('/tickets/:id', { schema: one }, async ({ session, params: { id } }, reply) => {
    const ticket = await store.within(session.tenant, (unit) => found(unit, session, id));
    reply.header('etag', `"${ticket.version}"`);
    return { ticket: visibleTicket(session, ticket), serverNow: new Date(now()).toISOString() };
  });

  const sla = described('tickets', 'Where a ticket stands: priority, clocks, moves', {
    params: ticketId,
  });
  app.get('/tickets/:id/sla', { schema: sla }, async ({ session, params: { id } }) => {
    const at = now();
    const assessment = await store.within(session.tenant, async (unit) => {
      const ticket = await found(unit, session, id);
      const policy = await policies.current(unit, at);
      const { actor } = session;
      const context = await contextOf(unit, { policy, ticket, actor, now: at });
      return accepted(rules.assess(policy, ticket, context));
    });
    return { assessment, serverNow: new Date(at).toISOString() };
  });
}

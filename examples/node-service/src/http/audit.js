import { auditTenant, auditTicket } from '../audit.js';
import { refusal } from '../errors.js';
import { recordOf } from '../store/decisions.js';
import { readTicket } from '../store/tickets.js';
import { needs } from './auth.js';
import { described, ticketId } from './schemas.js';

export function auditRoutes(app, { store, rules }) {
  const preHandler = needs('audit');

  async function existing(unit, id) {
    if ((await readTicket(unit, id)) === undefined) throw refusal('service.notFound');
  }

  app.get(
    '/audit',
    {
      preHandler,
      schema: described('audit', 'Whether all that is stored holds together, and one digest of it'),
    },
    async ({ session }) => auditTenant(store, rules, session.tenant),
  );

  app.get(
    '/tickets/:id/audit',
    {
      preHandler,
      schema: described('audit', 'Whether what is stored of a ticket holds together', {
        params: ticketId,
      }),
    },
    async ({ session, params: { id } }) =>
      store.within(session.tenant, async (unit) => {
        await existing(unit, id);
        const { wrong, head } = await auditTicket(unit, rules, id);
        return { whole: wrong.length === 0, ...(head && { head }), wrong };
      }),
  );

  app.get(
    '/tickets/:id/record',
    {
      preHandler,
      schema: described('audit', 'The record of the decisions on a ticket, JSON lines', {
        params: ticketId,
        types: ['application/jsonl'],
      }),
    },
    async ({ session, params: { id } }, reply) => {
      const record = await store.within(session.tenant, async (unit) => {
        await existing(unit, id);
        return recordOf(unit, id);
      });
      return reply.type('application/jsonl; charset=utf-8').send(record);
    },
  );
}

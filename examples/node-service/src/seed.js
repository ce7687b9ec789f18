import { existsSync } from 'node:fs';

import { readTicket, saveTicket, listTickets } from './store/tickets.js';
import { addPolicy, currentPolicy } from './store/policies.js';
import { accepted } from './errors.js';
import { dueAt } from './tickets/decided.js';

const HISTORY = new URL('../../history/history.js', import.meta.url);
const TICKETS = 1_500;
const AT_ONCE = 100;

/** Fills the tenant of the demonstration with a history, if it has no ticket yet. */
export async function seed({ store, policies, rules, tenant, now, log, tickets: wanted = TICKETS }) {
  const { tickets: known } = await store.within(tenant, (unit) => listTickets(unit, { limit: 1 }));
  if (known.length > 0 || !existsSync(HISTORY)) return;
  const at = now();
  const { history } = await import(HISTORY);
  const { policy: document, tickets } = history({
    seed: 7, tickets: wanted, now: new Date(at).toISOString(),
  });
  const { digest } = accepted(rules.check(document));
  await store.within(tenant, async (unit) => {
    const before = await currentPolicy(unit);
    if (before?.digest === digest) return;
    await addPolicy(unit, {
      number: (before?.number ?? 0) + 1, digest, document: JSON.stringify(document), since: at,
      actor: 'service',
    });
  });
  for (let from = 0; from < tickets.length; from += AT_ONCE) {
    await store.within(tenant, async (unit) => {
      const policy = await policies.current(unit, at);
      for (const ticket of tickets.slice(from, from + AT_ONCE)) {
        if (await readTicket(unit, ticket.id) !== undefined) continue;
        await saveTicket(unit, {
          ticket,
          events: ticket.history,
          policy: digest,
          dueAt: dueAt(rules, policy, ticket, Math.max(at, Date.parse(ticket.updatedAt))),
          quiet: true,
        });
      }
    });
  }
  log.info({ tenant, tickets: tickets.length }, 'the demonstration has its history');
}

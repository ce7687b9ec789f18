import { existsSync } from 'node:fs';
import { register } from 'node:module';

import { accepted } from './errors.js';
import { preset } from './rules.js';
import { take } from './store/counters.js';
import { addPolicy, currentPolicy } from './store/policies.js';
import { listTickets, readTicket, saveTicket } from './store/tickets.js';
import { dueAt } from './tickets/decided.js';

const FOLDER = new URL('../../history/', import.meta.url);
const OTHERS = [
  { id: 'ada', name: 'Ada', roles: ['requester'] },
  { id: 'ben', name: 'Ben', roles: ['agent'] },
  { id: 'cleo', name: 'Cleo', roles: ['agent', 'serviceManager'] },
  { id: 'dan', name: 'Dan', roles: ['agent', 'securityOfficer'] },
];
const TICKETS = 400;
const AT_ONCE = 100;

let registered = false;

function partOf(name) {
  if (!registered) register('./seed-imports.js', import.meta.url);
  registered = true;
  return import(new URL(`${name}.js`, FOLDER));
}

/** The people of the history; without it, others. */
export async function people() {
  if (!existsSync(FOLDER)) return OTHERS;
  const { IDENTITIES } = await partOf('people');
  return IDENTITIES.map(({ id, name, roles }) => ({ id, name, roles }));
}

/** Fills the tenant of the demonstration with a history, if it has no ticket yet. */
export async function seed({
  store,
  policies,
  rules,
  tenant,
  now,
  log,
  tickets: wanted = TICKETS,
}) {
  const { tickets: known } = await store.within(tenant, (unit) => listTickets(unit, { limit: 1 }));
  if (known.length > 0 || !existsSync(FOLDER)) return;
  const at = now();
  const { history } = await partOf('history');
  const { portalPolicy } = await partOf('policy');
  const { policy: document, tickets } = history({
    seed: 7,
    tickets: wanted,
    now: new Date(at).toISOString(),
    policy: portalPolicy(JSON.parse(preset('itil4'))),
  });
  const { digest } = accepted(rules.check(document));
  await store.within(tenant, async (unit) => {
    const before = await currentPolicy(unit);
    if (before?.digest === digest) return;
    await addPolicy(unit, {
      number: (before?.number ?? 0) + 1,
      digest,
      document: JSON.stringify(document),
      since: at,
      actor: 'service',
    });
  });
  for (let from = 0; from < tickets.length; from += AT_ONCE) {
    await store.within(tenant, async (unit) => {
      const policy = await policies.current(unit, at);
      for (const ticket of tickets.slice(from, from + AT_ONCE)) {
        if ((await readTicket(unit, ticket.id)) !== undefined) continue;
        await saveTicket(unit, {
          ticket,
          events: ticket.history,
          policy: digest,
          dueAt: await dueAt(unit, rules, { policy, ticket, now: at }),
          quiet: true,
        });
      }
    });
  }
  // They are numbered as the service would have.
  await store.within(tenant, (unit) => take(unit, 'number', tickets.length));
  log.info({ tenant, tickets: tickets.length }, 'the demonstration has its history');
}

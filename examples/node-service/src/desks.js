import { openEngine } from 'incident-core/desk';

import { accepted } from './errors.js';
import { feed, lastSeq } from './store/events.js';
import { listTickets, readTicket } from './store/tickets.js';

const DESKS = 32;
const PAGE = 1_000;
const OPEN = ['new', 'active', 'onHold', 'resolved'];

const encoder = new TextEncoder();
const lines = (tickets) =>
  encoder.encode(tickets.map((ticket) => `${JSON.stringify(ticket)}\n`).join(''));

/**
 * A desk for each tenant: its open tickets, ranked by the package. It reads on from the number of
 * the last event that it has, so that every replica shows what was stored by whichever.
 */
export function openDesks({ store, policies }) {
  const desks = new Map();

  function free(tenant) {
    const held = desks.get(tenant);
    desks.delete(tenant);
    held?.desk.free();
    held?.engine.free();
  }

  async function filled(unit, policy) {
    const engine = accepted(openEngine(policy.document));
    const desk = accepted(engine.desk());
    // First the number, then the tickets: what comes between is applied twice, and once is enough.
    const after = await lastSeq(unit);
    for (let from = ''; from !== null; ) {
      const { tickets, next } = await listTickets(unit, {
        after: from,
        limit: PAGE,
        stateTypes: OPEN,
      });
      if (tickets.length > 0) desk.load(lines(tickets));
      from = next;
    }
    return { engine, desk, after, digest: policy.digest };
  }

  async function readOn(unit, held) {
    for (;;) {
      const rows = await feed(unit, held.after, PAGE);
      for (const id of new Set(rows.map(({ ticket }) => ticket))) {
        const row = await readTicket(unit, id);
        if (OPEN.includes(row.ticket.stateType)) held.desk.put(row.ticket);
        else held.desk.remove(id);
      }
      if (rows.length > 0) held.after = rows.at(-1).seq;
      if (rows.length < PAGE) return;
    }
  }

  async function upToDate(tenant, now) {
    const policy = await store.within(tenant, (unit) => policies.current(unit, now));
    if (desks.has(tenant) && desks.get(tenant).digest !== policy.digest) free(tenant);
    if (!desks.has(tenant)) {
      const made = await store.within(tenant, (unit) => filled(unit, policy));
      if (desks.size >= DESKS) free(desks.keys().next().value);
      desks.set(tenant, made);
    }
    const held = desks.get(tenant);
    await store.within(tenant, (unit) => readOn(unit, held));
    return held.desk;
  }

  const busy = new Map();

  /** The desk of a tenant as everything stored has made it; `ask` must not wait for anything. */
  async function ask(tenant, now, question) {
    // One at a time for each tenant: two would fill two desks.
    const before = busy.get(tenant) ?? Promise.resolve();
    const turn = before.catch(() => {}).then(async () => question(await upToDate(tenant, now)));
    busy.set(tenant, turn);
    try {
      return await turn;
    } finally {
      if (busy.get(tenant) === turn) busy.delete(tenant);
    }
  }

  return {
    ask,
    close() {
      for (const tenant of [...desks.keys()]) free(tenant);
    },
  };
}

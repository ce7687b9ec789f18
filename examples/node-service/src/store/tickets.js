import { sql } from 'kysely';

import { take } from './counters.js';
import { append, eventsOf, eventsOfAll } from './events.js';

const ROW = [
  'id',
  'version',
  'requester',
  'policy',
  'snapshot',
  'record_lines',
  'record_digest',
  'due_at',
];

/** Types of the states after which time does nothing. */
export const ENDED = ['closed', 'canceled'];

/** The ticket of a row and its events: as the package knows it. */
function assemble(row, history) {
  return { ...JSON.parse(row.snapshot), history };
}

/** The next number of a tenant that no ticket has: some may have brought theirs. */
export async function numberTicket(unit) {
  const { trx, tenant } = unit;
  for (;;) {
    const id = `INC-${1_000_000 + (await take(unit, 'number'))}`;
    const row = await trx
      .selectFrom('ticket')
      .select('id')
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) return id;
  }
}

/** A ticket that nobody else changes until the transaction ends; undefined if there is none. */
export async function lockTicket(unit, id) {
  const { trx, tenant, database } = unit;
  const query = trx
    .selectFrom('ticket')
    .select(ROW)
    .where('tenant', '=', tenant)
    .where('id', '=', id);
  const row = await database.locked(query).executeTakeFirst();
  if (row === undefined) return undefined;
  return { ...row, ticket: assemble(row, await eventsOf(unit, id)) };
}

export async function readTicket(unit, id) {
  const { trx, tenant } = unit;
  const row = await trx
    .selectFrom('ticket')
    .select(ROW)
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return { ...row, ticket: assemble(row, await eventsOf(unit, id, { upTo: row.version })) };
}

/** Which tickets are asked for: a page of them by identifier, and what they have to fit. */
export async function listTickets(unit, { after = '', limit, stateTypes, requester, words }) {
  const { trx, tenant } = unit;
  let query = trx
    .selectFrom('ticket')
    .select(ROW)
    .where('tenant', '=', tenant)
    .where('id', '>', after);
  if (requester !== undefined) query = query.where('requester', '=', requester);
  if (stateTypes !== undefined) query = query.where('state_type', 'in', stateTypes);
  if (words !== undefined) {
    const pattern = `%${words.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    query = query.where(
      sql`(lower(title) like ${pattern} escape '\\' or lower(id) like ${pattern} escape '\\')`,
    );
  }
  const rows = await query
    .orderBy('id')
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  const histories = await eventsOfAll(
    unit,
    page.map(({ id }) => id),
  );
  return {
    tickets: page.map((row) =>
      assemble(
        row,
        histories.get(row.id).filter(({ version }) => version <= row.version),
      ),
    ),
    next: rows.length > limit ? page.at(-1).id : null,
  };
}

/** Tickets that say of themselves that they belong to this one, and the one that it says so of. */
export async function linkedTickets({ trx, tenant }, id, parent) {
  const rows = await trx
    .selectFrom('ticket')
    .select(['id', 'parent', 'snapshot'])
    .where('tenant', '=', tenant)
    .where(({ or, eb }) =>
      or([eb('parent', '=', id), ...(parent === undefined ? [] : [eb('id', '=', parent)])]),
    )
    .execute();
  return rows.map((row) => {
    const { kind, state, stateType } = JSON.parse(row.snapshot);
    return { id: row.id, relation: row.parent === id ? 'child' : 'parent', kind, state, stateType };
  });
}

/**
 * Stores a ticket as events have made it, and the events. `known` is its row before them, if there
 * was one; `record` is how far its record of decisions goes, `dueAt` when time next does something;
 * `quiet` is for what is taken over from elsewhere.
 */
export async function saveTicket(
  unit,
  { known, ticket, events, policy, record, dueAt = null, quiet },
) {
  const { trx, tenant, database } = unit;
  const { history: _, ...snapshot } = ticket;
  const values = {
    version: ticket.version,
    state_type: ticket.stateType,
    requester: ticket.facts?.caller ?? known?.requester ?? events[0].actor.id,
    title: ticket.facts?.shortDescription ?? '',
    parent: ticket.facts?.parent ?? null,
    updated_at: Date.parse(ticket.updatedAt),
    policy,
    snapshot: JSON.stringify(snapshot),
    record_lines: record?.lines ?? known?.record_lines ?? 0,
    record_digest: record?.digest ?? known?.record_digest ?? null,
    due_at: dueAt,
  };
  if (known === undefined) {
    await trx
      .insertInto('ticket')
      .values({ tenant, id: ticket.id, opened_at: Date.parse(ticket.openedAt), ...values })
      .execute();
  } else {
    await trx
      .updateTable('ticket')
      .set(values)
      .where('tenant', '=', tenant)
      .where('id', '=', ticket.id)
      .where('version', '=', known.version)
      .execute();
  }
  // Of what is taken over there is much: the sweep finds it.
  if (dueAt !== null && dueAt !== known?.due_at && !quiet) {
    await database.schedule(trx, tenant, ticket.id, dueAt);
  }
  for (const event of events) {
    append(unit, { ticket: ticket.id, requester: values.requester, policy, event, quiet });
  }
}

export async function setDue({ trx, tenant, database }, id, dueAt) {
  if (dueAt !== null) await database.schedule(trx, tenant, id, dueAt);
  await trx
    .updateTable('ticket')
    .set({ due_at: dueAt })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
}

/** Lets time look at open tickets again, all of the tenant or these. */
export async function setAllDue({ trx, tenant }, dueAt, ids) {
  let query = trx
    .updateTable('ticket')
    .set({ due_at: dueAt })
    .where('tenant', '=', tenant)
    .where('state_type', 'not in', ENDED);
  if (ids !== undefined) query = query.where('id', 'in', ids);
  await query.execute();
}

/** Lets time look again at those that belong to a ticket: its state may be what they wait for. */
export async function setLinkedDue({ trx, tenant }, { id, facts }, dueAt) {
  await trx
    .updateTable('ticket')
    .set({ due_at: dueAt })
    .where('tenant', '=', tenant)
    .where('state_type', 'not in', ENDED)
    .where(({ or, eb }) => or([eb('parent', '=', id), eb('id', '=', facts?.parent ?? id)]))
    .where('id', '!=', id)
    .execute();
}

/** Tickets, of whatever tenant, to which time does something by now: the longest overdue first. */
export async function dueTickets({ trx }, now, limit) {
  return trx
    .selectFrom('ticket')
    .select(['tenant', 'id', 'due_at'])
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .execute();
}

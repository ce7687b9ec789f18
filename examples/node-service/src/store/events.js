import { take } from './counters.js';
import { enqueue } from './outbox.js';

/** Notes an event for the end of the transaction, where it gets its number. */
export function append(unit, { ticket, requester, policy, event, quiet = false }) {
  unit.pending.push({
    ticket,
    requester,
    policy,
    quiet,
    version: event.version,
    body: JSON.stringify(event),
  });
}

export async function flush(unit) {
  const { trx, tenant, database, pending } = unit;
  const last = await take(unit, 'seq', pending.length);
  const first = last - pending.length;
  const rows = pending.map(({ quiet, ...row }, place) => ({
    tenant,
    seq: first + place + 1,
    ...row,
  }));
  // PostgreSQL takes 65,535 parameters at most.
  for (let from = 0; from < rows.length; from += 1_000) {
    await trx
      .insertInto('event')
      .values(rows.slice(from, from + 1_000))
      .execute();
  }
  if (!pending.every(({ quiet }) => quiet)) await enqueue(unit, first);
  await database.announce(trx, tenant);
}

/** The events of a ticket after one version and up to another, as text. */
export async function eventsOf({ trx, tenant }, ticket, { after = 0, upTo } = {}) {
  let query = trx
    .selectFrom('event')
    .select('body')
    .where('tenant', '=', tenant)
    .where('ticket', '=', ticket)
    .where('version', '>', after);
  if (upTo !== undefined) query = query.where('version', '<=', upTo);
  const rows = await query.orderBy('version').execute();
  return rows.map(({ body }) => JSON.parse(body));
}

/** The events of many tickets, each in the order of its versions. */
export async function eventsOfAll({ trx, tenant }, tickets) {
  const histories = new Map(tickets.map((id) => [id, []]));
  if (tickets.length === 0) return histories;
  const rows = await trx
    .selectFrom('event')
    .select(['ticket', 'body'])
    .where('tenant', '=', tenant)
    .where('ticket', 'in', tickets)
    .orderBy('ticket')
    .orderBy('version')
    .execute();
  for (const { ticket, body } of rows) histories.get(ticket).push(JSON.parse(body));
  return histories;
}

/** What happened in the tenant after a number, in order. */
export async function feed({ trx, tenant }, after, limit) {
  const rows = await trx
    .selectFrom('event')
    .select(['seq', 'ticket', 'requester', 'body'])
    .where('tenant', '=', tenant)
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute();
  return rows.map(({ body, ...row }) => ({ ...row, event: JSON.parse(body) }));
}

export async function lastSeq({ trx, tenant }) {
  const row = await trx
    .selectFrom('counter')
    .select('value')
    .where('tenant', '=', tenant)
    .where('name', '=', 'seq')
    .executeTakeFirst();
  return row?.value ?? 0;
}

import { sql } from 'kysely';

/** Puts the events after a number into the outbox of every webhook of the tenant. */
export async function enqueue({ trx, tenant }, after) {
  await sql`insert into outbox (tenant, webhook, seq, attempts, dead)
    select webhook.tenant, webhook.id, event.seq, 0, 0
    from webhook join event on event.tenant = webhook.tenant and event.seq > ${after}
    where webhook.tenant = ${tenant}`.execute(trx);
}

/** The webhooks, of whatever tenant, that have something to deliver by now. */
export async function dueWebhooks({ trx }, now, limit) {
  return trx
    .selectFrom('webhook')
    .select(['tenant', 'id'])
    .where('due_at', '<=', now)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('outbox')
          .select('outbox.seq')
          .whereRef('outbox.tenant', '=', 'webhook.tenant')
          .whereRef('outbox.webhook', '=', 'webhook.id')
          .where('outbox.dead', '=', 0),
      ),
    )
    .orderBy('due_at')
    .limit(limit)
    .execute();
}

/** Leases a webhook to one replica and gives the oldest of what it has to deliver. */
export async function lease({ trx, tenant }, webhook, now, until) {
  const leased = await trx
    .updateTable('webhook')
    .set({ due_at: until })
    .where('tenant', '=', tenant)
    .where('id', '=', webhook)
    .where('due_at', '<=', now)
    .returning(['id', 'url', 'secret', 'attempts'])
    .executeTakeFirst();
  if (leased === undefined) return undefined;
  const head = await trx
    .selectFrom('outbox')
    .innerJoin('event', (join) =>
      join.onRef('event.tenant', '=', 'outbox.tenant').onRef('event.seq', '=', 'outbox.seq'),
    )
    .select(['outbox.seq', 'outbox.attempts', 'event.ticket', 'event.body'])
    .where('outbox.tenant', '=', tenant)
    .where('outbox.webhook', '=', webhook)
    .where('outbox.dead', '=', 0)
    .orderBy('outbox.seq')
    .executeTakeFirst();
  return { ...leased, head };
}

export async function delivered({ trx, tenant }, webhook, seq) {
  await trx
    .deleteFrom('outbox')
    .where('tenant', '=', tenant)
    .where('webhook', '=', webhook)
    .where('seq', '=', seq)
    .execute();
  await settle({ trx, tenant }, webhook, { due_at: 0, attempts: 0, last_error: null });
}

/** Notes a failed delivery; `dead` sets the event aside so that later ones can follow. */
export async function failed({ trx, tenant }, webhook, seq, { attempts, dueAt, error, dead }) {
  await trx
    .updateTable('outbox')
    .set({ attempts, dead: dead ? 1 : 0 })
    .where('tenant', '=', tenant)
    .where('webhook', '=', webhook)
    .where('seq', '=', seq)
    .execute();
  await settle({ trx, tenant }, webhook, { due_at: dueAt, attempts, last_error: error });
}

export async function settle({ trx, tenant }, webhook, values) {
  await trx
    .updateTable('webhook')
    .set(values)
    .where('tenant', '=', tenant)
    .where('id', '=', webhook)
    .execute();
}

/** How many deliveries wait, and how many were set aside. */
export async function outboxFigures({ trx }) {
  const rows = await trx
    .selectFrom('outbox')
    .select(['dead', trx.fn.countAll().as('count')])
    .groupBy('dead')
    .execute();
  const count = (dead) => Number(rows.find((row) => row.dead === dead)?.count ?? 0);
  return { waiting: count(0), dead: count(1) };
}

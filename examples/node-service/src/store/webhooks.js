export async function addWebhook({ trx, tenant }, webhook) {
  await trx
    .insertInto('webhook')
    .values({ tenant, due_at: 0, attempts: 0, last_error: null, ...webhook })
    .execute();
}

/** The webhooks of a tenant without their secrets, which are shown once. */
export async function listWebhooks({ trx, tenant }) {
  const rows = await trx
    .selectFrom('webhook')
    .select(['id', 'url', 'created_at', 'attempts', 'last_error'])
    .where('tenant', '=', tenant)
    .orderBy('id')
    .execute();
  const counts = await trx
    .selectFrom('outbox')
    .select(['webhook', 'dead', trx.fn.countAll().as('count')])
    .where('tenant', '=', tenant)
    .groupBy(['webhook', 'dead'])
    .execute();
  const count = (id, dead) =>
    Number(counts.find((row) => row.webhook === id && row.dead === dead)?.count ?? 0);
  return rows.map(({ id, url, created_at: createdAt, attempts, last_error: lastError }) => ({
    id,
    url,
    createdAt: new Date(createdAt).toISOString(),
    attempts,
    ...(lastError === null ? {} : { lastError }),
    waiting: count(id, 0),
    setAside: count(id, 1),
  }));
}

export async function removeWebhook({ trx, tenant }, id) {
  await trx.deleteFrom('outbox').where('tenant', '=', tenant).where('webhook', '=', id).execute();
  const { numDeletedRows } = await trx
    .deleteFrom('webhook')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

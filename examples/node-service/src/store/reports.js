export async function hasReport({ trx, tenant }, month) {
  const row = await trx
    .selectFrom('report')
    .select('month')
    .where('tenant', '=', tenant)
    .where('month', '=', month)
    .executeTakeFirst();
  return row !== undefined;
}

/** Keeps a report. Of two replicas that made the same one, the first is kept. */
export async function keepReport({ trx, tenant }, report) {
  await trx
    .insertInto('report')
    .values({ tenant, ...report })
    .onConflict((conflict) => conflict.columns(['tenant', 'month']).doNothing())
    .execute();
}

export async function listReports({ trx, tenant }) {
  return trx
    .selectFrom('report')
    .select(['month', 'policy', 'made_at', 'tickets'])
    .where('tenant', '=', tenant)
    .orderBy('month', 'desc')
    .execute();
}

/** A report in one of its forms: `json`, `markdown` or `html`. */
export async function readReport({ trx, tenant }, month, form) {
  const row = await trx
    .selectFrom('report')
    .select(`${form} as text`)
    .where('tenant', '=', tenant)
    .where('month', '=', month)
    .executeTakeFirst();
  return row?.text;
}

/** When the first ticket was opened; undefined if there is none. */
export async function firstOpened({ trx, tenant }) {
  const { first } = await trx
    .selectFrom('ticket')
    .select(trx.fn.min('opened_at').as('first'))
    .where('tenant', '=', tenant)
    .executeTakeFirstOrThrow();
  return first ?? undefined;
}

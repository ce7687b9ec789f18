export async function addDecision({ trx, tenant }, { ticket, number, line }) {
  await trx.insertInto('decision').values({ tenant, ticket, number, line }).execute();
}

/** The record of a ticket: its lines, one below the other. */
export async function recordOf({ trx, tenant }, ticket) {
  const rows = await trx
    .selectFrom('decision')
    .select('line')
    .where('tenant', '=', tenant)
    .where('ticket', '=', ticket)
    .orderBy('number')
    .execute();
  return rows.map(({ line }) => line).join('');
}

export async function addAlert({ trx, tenant }, { number, source, body, at }) {
  await trx.insertInto('alert').values({ tenant, number, source, body, at }).execute();
}

export async function alertsAfter({ trx, tenant }, number, since) {
  return trx
    .selectFrom('alert')
    .select(['number', 'source', 'body', 'at'])
    .where('tenant', '=', tenant)
    .where('number', '>', number)
    .where('at', '>=', since)
    .orderBy('number')
    .execute();
}

export async function forgetAlerts({ trx }, before) {
  await trx.deleteFrom('alert').where('at', '<', before).execute();
}

/** Which ticket each of these candidates became. */
export async function ticketsOfCandidates({ trx, tenant }, ids) {
  if (ids.length === 0) return new Map();
  const rows = await trx
    .selectFrom('candidate')
    .select(['id', 'ticket'])
    .where('tenant', '=', tenant)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, ticket }) => [id, ticket]));
}

export async function addCandidate({ trx, tenant }, id, ticket) {
  await trx.insertInto('candidate').values({ tenant, id, ticket }).execute();
}

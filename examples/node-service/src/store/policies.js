/** The policy that decides now: its digest and its document; undefined before there is one. */
export async function currentPolicy({ trx, tenant }) {
  return trx
    .selectFrom('policy')
    .select(['digest', 'document', 'since', 'number'])
    .where('tenant', '=', tenant)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The same without the document, which is large and seldom another one. */
export async function currentDigest({ trx, tenant }) {
  const row = await trx
    .selectFrom('policy')
    .select('digest')
    .where('tenant', '=', tenant)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.digest;
}

export async function policyDocument({ trx, tenant }, digest) {
  const row = await trx
    .selectFrom('policy')
    .select('document')
    .where('tenant', '=', tenant)
    .where('digest', '=', digest)
    .limit(1)
    .executeTakeFirst();
  return row?.document;
}

/** Every policy there was, the newest first. */
export async function listPolicies({ trx, tenant }) {
  return trx
    .selectFrom('policy')
    .select(['number', 'digest', 'since', 'actor'])
    .where('tenant', '=', tenant)
    .orderBy('number', 'desc')
    .execute();
}

/** The key of the table makes one of two that come at once try again. */
export async function addPolicy({ trx, tenant }, { number, digest, document, since, actor }) {
  await trx
    .insertInto('policy')
    .values({ tenant, number, digest, document, since, actor })
    .execute();
}

/** Every tenant that ever signed in. */
export async function tenants({ trx }) {
  const rows = await trx
    .selectFrom('policy')
    .select('tenant')
    .distinct()
    .orderBy('tenant')
    .execute();
  return rows.map(({ tenant }) => tenant);
}

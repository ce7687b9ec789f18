/** What an actor's key was used for, if it was. */
export async function keyUsed({ trx, tenant }, actor, key) {
  return trx
    .selectFrom('idempotency')
    .select(['digest', 'ticket', 'version_from', 'version_to', 'refused', 'at'])
    .where('tenant', '=', tenant)
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst();
}

/** Notes what became of a key: the versions that it made, or why it was refused. */
export async function useKey({ trx, tenant }, used) {
  const { actor, key, digest, ticket, from, to, errors, at } = used;
  const refused = errors === undefined ? null : JSON.stringify(errors);
  await trx
    .insertInto('idempotency')
    .values({ tenant, actor, key, digest, ticket, version_from: from, version_to: to, refused, at })
    .execute();
}

export async function forgetKeys({ trx }, before) {
  await trx.deleteFrom('idempotency').where('at', '<', before).execute();
}

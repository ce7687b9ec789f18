import { sql } from 'kysely';

/** Gives out the next `count` numbers of a tenant; the answer is the last of them. */
export async function take({ trx, tenant }, name, count = 1) {
  const { value } = await trx
    .insertInto('counter')
    .values({ tenant, name, value: count })
    .onConflict((conflict) =>
      conflict.columns(['tenant', 'name']).doUpdateSet({ value: sql`counter.value + ${count}` }),
    )
    .returning('value')
    .executeTakeFirstOrThrow();
  return value;
}

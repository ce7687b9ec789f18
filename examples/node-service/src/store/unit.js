import { refusal } from '../errors.js';
import { flush } from './events.js';

const TRIES = 5;

/** For what the service does by itself across tenants. */
export const EVERY_TENANT = '*';

/**
 * The one way to the data: `within(tenant, work)` is one transaction, bound to one tenant. What the
 * work threw leaves no trace; what it returned is stored. The events of a transaction get their
 * numbers at its very end: the row that counts them is locked until the commit, so that readers see
 * them in the order of their numbers and none appears behind one that was read already.
 */
export function openStore({ database, stored = () => {} }) {
  async function once(tenant, work) {
    return database.db.transaction().execute(async (trx) => {
      const unit = { trx, tenant, database, pending: [] };
      await database.bind(trx, tenant);
      const value = await work(unit);
      const wrote = unit.pending.length > 0;
      if (wrote) await flush(unit);
      return { value, wrote };
    });
  }

  async function within(tenant, work) {
    for (let tried = 1; ; tried += 1) {
      try {
        const { value, wrote } = await once(tenant, work);
        if (wrote) stored(tenant);
        return value;
      } catch (error) {
        if (database.conflicts(error) && tried < TRIES) continue;
        if (database.conflicts(error) || database.unavailable(error)) {
          throw Object.assign(refusal('service.unavailable'), { cause: error });
        }
        throw error;
      }
    }
  }

  return { within, everywhere: (work) => within(EVERY_TENANT, work) };
}

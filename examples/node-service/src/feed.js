import { feed } from './store/events.js';

const PAGE = 200;

/**
 * What happened, for those who follow: each reads on from the number it has. A commit only wakes
 * them, so that a slow reader costs no memory; readers at the same place share one query.
 */
export function openFeed({ store }) {
  const sleeping = new Map();
  const reading = new Map();

  /** Wakes the followers of a tenant; of every tenant if it is not said which. */
  function wake(tenant) {
    const tenants = tenant === undefined ? [...sleeping.keys()] : [tenant];
    for (const one of tenants) {
      const awake = sleeping.get(one) ?? [];
      sleeping.delete(one);
      for (const wakeUp of awake) wakeUp();
    }
  }

  function read(tenant, after) {
    const place = `${after} ${tenant}`;
    if (!reading.has(place)) {
      const page = store.within(tenant, (unit) => feed(unit, after, PAGE));
      reading.set(place, page);
      page.catch(() => {}).finally(() => reading.delete(place));
    }
    return reading.get(place);
  }

  /**
   * Resolves when something was stored for a tenant, or after a while. Who does not wait says
   * so with `forget`.
   */
  function next(tenant, milliseconds) {
    let wakeUp;
    const woken = new Promise((resolve) => {
      const timer = setTimeout(() => wakeUp(), milliseconds);
      wakeUp = () => {
        clearTimeout(timer);
        sleeping.get(tenant)?.delete(wakeUp);
        resolve();
      };
    });
    if (!sleeping.has(tenant)) sleeping.set(tenant, new Set());
    sleeping.get(tenant).add(wakeUp);
    return { woken, forget: wakeUp };
  }

  return { wake, read, next };
}

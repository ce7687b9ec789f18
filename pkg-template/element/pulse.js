import { Store } from '../store/store.js';

const shown = new Set();
let store;
let pending = false;

/** Until when all of them show the same. */
function look(now) {
  let next = Infinity;
  for (const one of shown) next = Math.min(next, one.until(now) ?? Infinity);
  return { snapshot: { at: now }, next: next === Infinity ? undefined : next };
}

/** Looks once, however many came at once. */
function refreshSoon() {
  if (pending) return;
  pending = true;
  queueMicrotask(() => {
    pending = false;
    store.refresh();
  });
}

/**
 * One timer for all that count to an instant: `until(now)` says until when one shows the same,
 * `show(now)` shows it. The function that is returned ends that.
 */
export function join(one) {
  store ??= new Store(look, {});
  shown.add(one);
  const leave = store.subscribe(() => one.show(store.getSnapshot().at));
  refreshSoon();
  return () => {
    shown.delete(one);
    leave();
  };
}

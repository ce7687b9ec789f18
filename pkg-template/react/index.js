import { useMemo, useRef, useSyncExternalStore } from 'react';

import { clockOf, countdown, queueStore, ticketStore } from '../store/index.js';
import { ServerTime } from '../store/time.js';

/** The view of any store of `incident-core/store`. */
export function useStore(store) {
  return useSyncExternalStore(store.subscribe, store.getSnapshot, store.getServerSnapshot);
}

/** The same value as long as it says the same: hosts write such arguments inline. */
function useSaid(value) {
  const text = JSON.stringify(value);
  return useMemo(() => JSON.parse(text), [text]);
}

/**
 * The present. What the server's clock showed is compared with ours once, when it is told: held
 * against a later moment, the same number would be wrong.
 */
function useNow(now, serverNow) {
  const kept = useRef(null);
  if (kept.current === null || kept.current.serverNow !== serverNow) {
    const time = new ServerTime(now ?? (() => Date.now()));
    time.tell(serverNow);
    kept.current = { serverNow, now: () => time.now() };
  }
  return kept.current.now;
}

/** Where a ticket stands, now and as time passes. */
export function useTicket(engine, ticket, { now, serverNow, page, ...rest } = {}) {
  const present = useNow(now, serverNow);
  const said = useSaid(rest);
  const store = useMemo(
    () => ticketStore(engine, ticket, { ...said, now: present, page }),
    [engine, ticket, said, present, page],
  );
  return useStore(store);
}

/**
 * One clock of a ticket: that of `agreement` and `target`, or the decisive one. Null if there is
 * none. Before it is known what time it is, it has no time that runs: show `dueAt` then.
 */
export function useSlaClock(engine, ticket, { agreement, target, shown, ...options } = {}) {
  const snapshot = useTicket(engine, ticket, options);
  const view = clockOf(snapshot, { agreement, target });
  return view === undefined
    ? null
    : { ...view, live: snapshot.live, countdown: countdown(view, shown) };
}

/** The ranked tickets of a desk. After the desk has changed, give another `revision`. */
export function useQueue(desk, { revision, now, serverNow, page, renderedAt, ...question } = {}) {
  const present = useNow(now, serverNow);
  const asked = useSaid(question);
  const store = useMemo(
    () => queueStore(desk, asked, { renderedAt, now: present, page }),
    [desk, asked, renderedAt, present, page, revision],
  );
  return useStore(store);
}

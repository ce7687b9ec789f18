// What the browser keeps, for all tabs: the tickets of one origin, and when they were made.
import { openDB } from 'idb';

const STORES = ['tickets', 'about'];

/** Opens the database of an origin; without one (a private window, no room), nothing is kept. */
export async function openTickets(name) {
  try {
    const database = await openDB(`portal-${name}`, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('tickets', { keyPath: 'id' });
        fresh.createObjectStore('about');
      },
    });
    return stored(database);
  } catch {
    return nothing;
  }
}

function stored(database) {
  return {
    lasts: true,
    begin: (wanted) => begin(database, wanted),
    read: () => readAll(database.transaction(STORES)),
    note: (change) => note(database.transaction('about', 'readwrite'), change),
    swap: (changes, made) => swap(database.transaction(STORES, 'readwrite'), changes, made),
    some: (ids) => some(database.transaction('tickets'), ids),
    async put(tickets) {
      const transaction = database.transaction('tickets', 'readwrite');
      for (const ticket of tickets) transaction.store.put(ticket);
      await transaction.done;
    },
    drop: (id) => database.delete('tickets', id),
    async clear() {
      const transaction = database.transaction(STORES, 'readwrite');
      for (const store of STORES) transaction.objectStore(store).clear();
      await transaction.done;
    },
  };
}

async function readAll(transaction) {
  const [tickets, about] = await Promise.all([
    transaction.objectStore('tickets').getAll(),
    transaction.objectStore('about').get('all'),
  ]);
  return { tickets, about };
}

/** What is kept, else what `make` gives; one transaction, so that tabs wait for each other. */
async function begin(database, { stale, make }) {
  const transaction = database.transaction(STORES, 'readwrite');
  const kept = await readAll(transaction);
  if (kept.about && !stale(kept.about)) return { ...kept, anew: false };
  const made = make();
  const [tickets, about] = STORES.map((store) => transaction.objectStore(store));
  tickets.clear();
  for (const ticket of made.tickets) tickets.put(ticket);
  about.put(made.about, 'all');
  await transaction.done;
  return { ...made, anew: true };
}

/** Changes what is noted about the tickets; `undefined` if they were cleared. */
async function note(transaction, change) {
  const known = await transaction.store.get('all');
  if (!known) return undefined;
  const next = { ...known, ...change };
  transaction.store.put(next, 'all');
  await transaction.done;
  return next;
}

/**
 * Puts each ticket of `{ticket, seen}` that is still at the version that was seen, and gives what
 * is kept in the place of the others; null if the history of that instant is no longer kept.
 */
async function swap(transaction, changes, made) {
  const about = await transaction.objectStore('about').get('all');
  if (about?.now !== made) return null;
  const store = transaction.objectStore('tickets');
  const theirs = [];
  const one = async ({ ticket, seen }) => {
    const held = await store.get(ticket.id);
    if (held && held.version !== seen) theirs.push(held);
    else await store.put(ticket);
  };
  await Promise.all([...changes.map(one), transaction.done]);
  return theirs;
}

async function some(transaction, ids) {
  const found = await Promise.all(ids.map((id) => transaction.store.get(id)));
  return found.filter(Boolean);
}

const nothing = {
  lasts: false,
  begin: async ({ make }) => ({ ...make(), anew: true }),
  note: async () => undefined,
  swap: async () => [],
  some: async () => [],
  put: async () => {},
  drop: async () => {},
  clear: async () => {},
};

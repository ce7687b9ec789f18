// What the worker keeps in the browser: the tickets of one origin of them, and when they were made.
import { openDB } from 'idb';

/** How many tickets are read or written at once; a transaction each. */
const LOT = 1_000;

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
    about: () => database.get('about', 'all'),
    setAbout: (value) => database.put('about', value, 'all'),
    all: () => database.getAll('tickets'),
    async put(tickets) {
      for (let from = 0; from < tickets.length; from += LOT) {
        const transaction = database.transaction('tickets', 'readwrite');
        for (const ticket of tickets.slice(from, from + LOT)) transaction.store.put(ticket);
        await transaction.done;
      }
    },
    drop: (id) => database.delete('tickets', id),
    clear: () => Promise.all([database.clear('tickets'), database.clear('about')]),
  };
}

const nothing = {
  about: async () => undefined,
  setAbout: async () => {},
  all: async () => [],
  put: async () => {},
  drop: async () => {},
  clear: async () => {},
};

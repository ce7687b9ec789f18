// Commands that the service has not heard yet: kept until each of them is accounted for.
import { computed, signal } from '@preact/signals';
import { openDB } from 'idb';

import { me } from './session.js';

const NAME = 'portal-outbox';

/** What waits, in the order it was given: `{key, by, ticket, seenVersion, command, at}`. */
const all = signal([]);
/** What became of commands that waited, until somebody has seen it. */
export const settled = signal([]);

/** The visitor's own. */
export const waiting = computed(() => all.value.filter(({ by }) => by === me.value?.id));

export const isWaiting = (ticket) => waiting.value.some((entry) => entry.ticket === ticket);

let database;

export async function openOutbox() {
  try {
    database = await openDB(NAME, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('waiting', { keyPath: 'number', autoIncrement: true });
        fresh.createObjectStore('settled', { keyPath: 'key' });
      },
    });
    all.value = await database.getAll('waiting');
    settled.value = await database.getAll('settled');
  } catch {
    // Without a database what waits lives as long as the page.
    database = undefined;
  }
}

export async function keep(entry) {
  const number = database ? await database.add('waiting', entry) : all.value.length + 1;
  all.value = [...all.value, { ...entry, number }];
}

/** Notes what became of commands, and lets go of them: both or neither. */
export async function settle(entries, outcomes) {
  if (database) {
    const transaction = database.transaction(['waiting', 'settled'], 'readwrite');
    for (const { number } of entries) transaction.objectStore('waiting').delete(number);
    for (const outcome of outcomes) transaction.objectStore('settled').put(outcome);
    await transaction.done;
  }
  const gone = new Set(entries.map(({ number }) => number));
  all.value = all.value.filter(({ number }) => !gone.has(number));
  settled.value = [...settled.value, ...outcomes];
}

export async function dismiss() {
  if (database) await database.clear('settled');
  settled.value = [];
}

// Commands that the service has not heard yet: kept until each of them is accounted for.
import { batch, computed, signal } from '@preact/signals';
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
/** To the other tabs: all of them show the same, and go by it. */
let tabs;
let left = async () => {};

/**
 * Calls `gone(entries)` with those that wait no longer, whichever tab sent them, and `heard()` when
 * another tab has changed what waits.
 */
export async function openOutbox({ gone, heard }) {
  left = gone;
  try {
    database = await openDB(NAME, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('waiting', { keyPath: 'number', autoIncrement: true });
        fresh.createObjectStore('settled', { keyPath: 'key' });
      },
    });
    tabs = new BroadcastChannel(NAME);
    tabs.addEventListener('message', heard);
    await refresh();
  } catch {
    // Without a database what waits lives as long as the page.
    database = undefined;
  }
}

/** Reads what is kept, as every tab has to before it goes by it. */
export async function refresh() {
  if (!database) return;
  const transaction = database.transaction(['waiting', 'settled']);
  const [entries, outcomes] = await Promise.all(
    ['waiting', 'settled'].map((name) => transaction.objectStore(name).getAll()),
  );
  await become(entries, outcomes.sort((one, other) => one.number - other.number));
}

async function become(entries, outcomes) {
  const before = all.value;
  batch(() => {
    all.value = entries;
    settled.value = outcomes;
  });
  const keys = new Set(entries.map(({ key }) => key));
  await left(before.filter(({ key }) => !keys.has(key)));
}

/** Keeps a command; the other tabs hear of it with `tell`, when its ticket is kept as well. */
export async function keep(entry) {
  if (!database) return become([...all.value, entry], settled.value);
  await database.add('waiting', entry);
  return refresh();
}

export const tell = () => tabs?.postMessage('changed');

/** Notes what became of commands, one for one, and lets go of them: both or neither. */
export async function settle(entries, outcomes) {
  if (!database) {
    const keys = new Set(entries.map(({ key }) => key));
    const rest = all.value.filter(({ key }) => !keys.has(key));
    return become(rest, [...settled.value, ...outcomes]);
  }
  const transaction = database.transaction(['waiting', 'settled'], 'readwrite');
  for (const [place, { number }] of entries.entries()) {
    transaction.objectStore('waiting').delete(number);
    transaction.objectStore('settled').put({ ...outcomes[place], number });
  }
  await transaction.done;
  tell();
  return refresh();
}

export async function dismiss() {
  if (!database) return become(all.value, []);
  await database.clear('settled');
  tell();
  return refresh();
}

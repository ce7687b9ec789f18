// Every ticket that the page knows, in one place; topics hear of each that is put here.
import { openTickets } from './database.js';

const tickets = new Map();
const listeners = new Set();
let kept;
let document;

/** Begins with the tickets of an origin: those that are kept, else those that `make` gives. */
export async function open({ name, fresh, make }) {
  kept = await openTickets(name);
  let about = await kept.about();
  if (!about || fresh(about)) {
    await kept.clear();
    const made = await make();
    about = made.about;
    await kept.put(made.tickets);
    await kept.setAbout(about);
    fill(made.tickets);
  } else {
    fill(await kept.all());
  }
  document = about.policy;
  return about;
}

function fill(list) {
  tickets.clear();
  for (const ticket of list) tickets.set(ticket.id, ticket);
  for (const listener of listeners) listener.filled?.();
}

export async function putAll(list) {
  for (const ticket of list) tickets.set(ticket.id, ticket);
  for (const listener of listeners) listener.put?.(list);
  await kept.put(list);
}

export async function setAbout(about) {
  document = about.policy;
  await kept.setAbout(about);
  for (const listener of listeners) listener.filled?.();
}

/** Remembers that somebody has worked here. */
export async function touch() {
  const known = await kept.about();
  if (known && !known.touched) await kept.setAbout({ ...known, touched: true });
}

export const about = () => kept.about();
export const get = (id) => tickets.get(id);
export const all = () => [...tickets.values()];
export const size = () => tickets.size;

/** The policy of the tickets. */
export const policy = () => document;

/** Calls `put(tickets)` and `dropped(id)` for changes, `filled()` when all of them are others. */
export function listen(listener) {
  listeners.add(listener);
}

export async function drop(id) {
  tickets.delete(id);
  for (const listener of listeners) listener.dropped?.(id);
  await kept.drop(id);
}

export const clear = () => kept.clear();

// Every ticket that the page knows, in one place; topics hear of each that is put here.
import { openTickets } from './database.js';

const tickets = new Map();
const listeners = new Set();
let kept;
let known;
/** Whose tickets they are. */
let origin;
/** To the other tabs that have the same tickets, if there is no service which tells them. */
let tabs;

/**
 * Begins with the tickets of an origin: those that are kept, else those that `make` gives. `shared`
 * if other tabs may change them.
 */
export async function open({ name, stale, make, shared = false }) {
  tabs?.close();
  origin = name;
  kept = await openTickets(name);
  const begun = kept.begin({ stale, make });
  tabs = shared && kept.lasts ? new BroadcastChannel(`portal-${name}`) : undefined;
  // What is told before all has been read is in what is read, or comes after it.
  tabs?.addEventListener('message', ({ data }) => begun.then(() => heard(data)));
  const { anew, ...held } = await begun;
  fill(held);
  if (anew) tabs?.postMessage({ all: true });
  return known;
}

function fill({ tickets: list, about: next }) {
  known = next;
  tickets.clear();
  for (const ticket of list) tickets.set(ticket.id, ticket);
  for (const listener of listeners) listener.filled?.();
}

function take(list) {
  for (const ticket of list) tickets.set(ticket.id, ticket);
  for (const listener of listeners) listener.put?.(list);
}

/** What puts tickets that it reads from now on, but none once they are somebody else's. */
export function putter() {
  const begun = origin;
  return (list) => {
    if (origin !== begun) throw new Error('somebody else looks now');
    return putAll(list);
  };
}

/** Puts tickets as a service has them. */
export async function putAll(list) {
  take(list);
  await kept.put(list);
}

/** Puts tickets that follow on those known here; false if another tab was quicker with one. */
export async function putNext(list) {
  const changes = list.map((ticket) => ({ ticket, seen: tickets.get(ticket.id)?.version ?? 0 }));
  const theirs = await kept.swap(changes, known.now);
  if (theirs === null) {
    await renew();
    return false;
  }
  const quicker = new Set(theirs.map(({ id }) => id));
  const mine = list.filter(({ id }) => !quicker.has(id));
  take([...mine, ...theirs]);
  if (mine.length > 0) tabs?.postMessage({ ids: mine.map(({ id }) => id) });
  return theirs.length === 0;
}

/** Another tab has changed tickets, or all there is. */
function heard({ ids, all }) {
  return all ? renew() : reread(ids);
}

/** Takes over what another tab has kept of tickets, if it goes on from what is known here. */
export async function reread(ids) {
  const list = await kept.some(ids);
  take(list.filter(({ id, version }) => version > (tickets.get(id)?.version ?? 0)));
  tell({ latest: latestOf(list) });
}

async function renew() {
  const { tickets: list, about: next } = await kept.read();
  fill({ tickets: list, about: next ?? known });
  tell({ latest: latestOf(list), policy: known.policy });
}

function tell(news) {
  for (const listener of listeners) listener.elsewhere?.(news);
}

const latestOf = (list) =>
  list.reduce((last, { updatedAt }) => Math.max(last, Date.parse(updatedAt)), 0);

/** When something last happened to any ticket. */
export const latest = () => latestOf(all());

/** Puts another policy in the place of the one that decides. */
export async function setPolicy(change) {
  await note(change);
  for (const listener of listeners) listener.filled?.();
  tabs?.postMessage({ all: true });
}

/** Remembers that somebody has worked here. */
export async function touch() {
  if (!known.touched) await note({ touched: true });
}

async function note(change) {
  known = (await kept.note(change)) ?? { ...known, ...change };
}

export const about = () => known;
export const get = (id) => tickets.get(id);
export const all = () => [...tickets.values()];
export const size = () => tickets.size;

/** The policy of the tickets. */
export const policy = () => known.policy;

/**
 * Calls `put(tickets)` and `dropped(id)` for changes, `filled()` when all of them are others, and
 * `elsewhere(news)` after it was another tab that did it.
 */
export function listen(listener) {
  listeners.add(listener);
}

export async function drop(id) {
  tickets.delete(id);
  for (const listener of listeners) listener.dropped?.(id);
  await kept.drop(id);
}

export const clear = () => kept.clear();

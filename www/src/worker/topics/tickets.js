// The tickets themselves: opened, read and put.
import iso27035 from 'incident-core/presets/iso27035.json';
import itil4 from 'incident-core/presets/itil4.json';

import { history } from '../../../../examples/history/history.js';
import { portalPolicy } from '../../../../examples/history/policy.js';
import { measured } from '../spent.js';
import * as repository from '../repository.js';

/** After so long a kept history is made anew, unless somebody has worked in it. */
const STALE = 48 * 3_600_000;

/** The tickets of the browser alone: made once, kept, and begun anew when they are old. */
export async function openLocal({ seed, tickets, open, now }) {
  const name = `local-${seed}-${tickets}-${open}`;
  const about = await repository.open({
    name,
    shared: true,
    stale: ({ now: made, touched }) => Math.abs(now - made) > STALE && !touched,
    make() {
      const policy = portalPolicy(itil4, iso27035);
      const made = measured('core', () => history({ seed, tickets, open, now, policy }));
      return { tickets: made.tickets, about: { policy, now, seed, touched: false } };
    },
  });
  return { policy: about.policy, latest: repository.latest() };
}

/** What is known of a service's tickets; what is missing comes with `put`. */
export async function openRemote({ name, policy }) {
  await repository.open({
    name: `service-${name}`,
    stale: () => false,
    make: () => ({ tickets: [], about: { policy } }),
  });
  if (policy) await repository.setPolicy({ policy });
  return repository.about();
}

export const get = ({ id }) => repository.get(id) ?? null;

/** Those that a person reported, the latest first. */
export function reportedBy({ caller }) {
  return repository.all()
    .filter((ticket) => ticket.facts?.caller === caller)
    .sort((one, other) => (one.openedAt < other.openedAt ? 1 : -1));
}

/** All of some kinds, or whose state means one of these. */
export function list({ kinds, states }) {
  return repository.all().filter((ticket) => (
    (!kinds || kinds.includes(ticket.kind)) && (!states || states.includes(ticket.stateType))
  ));
}

/** Puts tickets as a service has them. */
export const put = ({ tickets }) => repository.putAll(tickets);

/** Takes over what another tab has put. */
export const reread = ({ ids }) => repository.reread(ids);

/** Records a ticket after a command, unless it is no longer the one that was seen. */
export async function record({ ticket, seen }) {
  if ((repository.get(ticket.id)?.version ?? 0) !== seen) return false;
  if (!(await repository.putNext([ticket]))) return false;
  await repository.touch();
  return true;
}

/** The next number that no ticket has. */
export function nextId() {
  const numbers = repository.all().map(({ id }) => Number(/^INC-(\d+)$/.exec(id)?.[1] ?? 0));
  return `INC-${numbers.reduce((most, one) => Math.max(most, one), 1_000_000) + 1}`;
}

export const count = () => repository.size();

/** The tickets that one is linked with by the fact `parent`, as guards ask for them. */
export function linked({ id }) {
  const parent = repository.get(repository.get(id)?.facts?.parent);
  const children = repository.all().filter(({ facts }) => facts?.parent === id);
  return [
    ...(parent ? [asLinked(parent, 'parent')] : []),
    ...children.map((child) => asLinked(child, 'child')),
  ];
}

const asLinked = ({ id, kind, state, stateType }, relation) => (
  { id, relation, kind, state, stateType }
);

/** What a field has been so far, the most frequent first. */
export function valuesOf({ field, limit = 20 }) {
  const counts = new Map();
  for (const { facts } of repository.all()) {
    const value = facts?.[field];
    if (typeof value === 'string') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const sorted = [...counts].sort((one, other) => other[1] - one[1]);
  return sorted.slice(0, limit).map(([value]) => value);
}

/** Lets go of a ticket that is known by another number now. */
export const drop = ({ id }) => repository.drop(id);

/** Forgets all that is kept: the next start begins anew. */
export const forget = () => repository.clear();

const PAGE = 500;

/** Reads tickets of the service, all or those with these numbers, but `except` some. */
export async function pull({ api, token, ids, except }) {
  const headers = { authorization: `Bearer ${token}` };
  const read = async (path) => {
    const response = await fetch(new URL(path, api), { headers });
    if (response.status === 404) return {};
    if (!response.ok) throw new Error(`the service answers ${response.status}`);
    return response.json();
  };
  const putAll = repository.putter();
  const put = (list) => putAll(list.filter((ticket) => ticket && !except.includes(ticket.id)));
  try {
    if (ids) {
      const answers = await Promise.all(ids.map((id) => read(`tickets/${encodeURIComponent(id)}`)));
      await put(answers.map(({ ticket }) => ticket));
      return { ok: true };
    }
    let next = '';
    do {
      const after = next && `&after=${encodeURIComponent(next)}`;
      const page = await read(`tickets?limit=${PAGE}${after}`);
      await put(page.tickets);
      ({ next } = page);
    } while (next);
    return { ok: true };
  } catch (cause) {
    return { ok: false, message: cause.message };
  }
}

/** Another policy for the tickets of the browser alone; what is recorded stays. */
export const setPolicy = ({ policy }) => repository.setPolicy({ policy, touched: true });

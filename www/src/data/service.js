// Tickets of a service. It decides in the end; the page decides beforehand, by the same rules.
import { parameters } from '../address.js';
import { ask, decideUnder } from '../core/core.js';
import { now, setTo } from '../time/clock.js';
import { work } from '../worker/ask.js';
import { authorize, Away, credentials, json, reach, request } from './http.js';
import { isWaiting, keep, tell, waiting } from './outbox.js';
import { actor, complete, identities, me, mode, online } from './session.js';
import { freshToken } from './sign-in.js';

/** What the page knows of the service when it cannot be reached. */
const REMEMBERED = 'portal-service';
/** Whose session is remembered where nobody is chosen: an issuer has signed them in. */
const SIGNED_IN = '';
/** Clocks that differ by less are taken for the same. */
const SAME_MS = 400;

/** Begins with the service at the page's address; false if there is none of ours. */
export async function startService() {
  const people = await peopleOf();
  if (people === null) return false;
  mode.value = 'service';
  identities.value = people;
  await become(parameters.peek().as);
  return true;
}

/**
 * Whom one can be there; null if no service of ours answers and none is remembered. Static files
 * answer too: `public/api/` says that there is nobody, and spares the browser an error.
 */
async function peopleOf() {
  try {
    const response = await reach('demo/identities');
    const people = await json(response);
    if (response.ok && Array.isArray(people) && people.length > 0) return people;
    return people?.errors?.[0]?.code?.startsWith('service.') ? [] : null;
  } catch (cause) {
    if (!(cause instanceof Away)) throw cause;
    online.value = false;
    return remembered()?.people ?? null;
  }
}

function remembered() {
  return JSON.parse(localStorage.getItem(REMEMBERED) ?? 'null');
}

/** Takes the part of somebody of a demonstration, else of who is signed in: token and tickets. */
export async function become(id) {
  const person =
    identities.value.find((one) => one.id === id) ??
    identities.value.find(({ roles }) => roles.includes('agent'));
  authorize(person ? () => tokenFor(person.id) : freshToken);
  const known = remembered() ?? {};
  const part = person?.id ?? SIGNED_IN;
  let session = known.sessions?.[part];
  let policy;
  try {
    session = await read('session');
    ({ policy } = await read('policy'));
    online.value = true;
    const sessions = { ...known.sessions, [part]: session };
    const ahead = now() - Date.now();
    const remembering = { people: identities.value, sessions, ahead };
    localStorage.setItem(REMEMBERED, JSON.stringify(remembering));
  } catch (cause) {
    if (!(cause instanceof Away) || !session) throw cause;
    online.value = false;
    // The clock of this device may be another one than the service's.
    setTo(Date.now() + (known.ahead ?? 0), 1);
  }
  const who = typeof session.actor === 'string' ? { id: session.actor } : session.actor;
  complete.value = false;
  const about = await work('tickets', 'openRemote', {
    name: `${session.tenant}-${who.id}`,
    policy,
  });
  const opened = decideUnder(about.policy);
  if (!opened.ok) throw new Error(opened.errors[0].message);
  me.value = {
    id: who.id,
    name: session.name,
    roles: session.roles,
    permissions: session.permissions,
    actorRoles: who.roles,
  };
}

/** Lets go of who was signed in, and of the tickets that they have seen. */
export async function forgetVisitor() {
  localStorage.removeItem(REMEMBERED);
  await work('tickets', 'forget');
}

async function tokenFor(identity) {
  const plain = await fetch(new URL('demo/tokens', credentials().api), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identity }),
  }).catch((cause) => {
    throw new Away('the service cannot be reached', { cause });
  });
  const { token } = await plain.json();
  return token;
}

/** What a path gives; refusals throw with the service's own words. */
export async function read(path) {
  const response = await request(path);
  const body = await json(response);
  if (!response.ok)
    throw new Error(body?.errors?.[0]?.message ?? `the service answers ${response.status}`);
  heard(body);
  return body;
}

/** Goes by the service's clock. */
function heard(body) {
  const shown = Date.parse(body?.serverNow ?? '');
  if (!Number.isNaN(shown) && Math.abs(shown - now()) > SAME_MS) setTo(shown, 1);
}

export const ticketOf = (id) => work('tickets', 'get', { id });
export const linkedOf = (id) => work('tickets', 'linked', { id });

/** Gives a command; while the service is away it is kept, if the rules allow it as things are. */
export async function give(id, command) {
  const key = crypto.randomUUID();
  if (waiting.value.length === 0) {
    try {
      return id === null ? await open(key, command) : await send(key, id, command);
    } catch (cause) {
      if (!(cause instanceof Away)) throw cause;
    }
  }
  // What waits goes first.
  online.value = false;
  return later(key, id, command);
}

/** Opens a ticket; the service numbers it. The same key never opens two. */
export async function open(key, command) {
  const headers = { 'idempotency-key': key };
  return taken(await request('tickets', { method: 'POST', body: command, headers }));
}

async function send(key, id, command) {
  // Who has just become somebody else may be quicker than their tickets.
  const seen = (await ticketOf(id)) ?? (await taken(await request(`tickets/${id}`)));
  if (seen.ok === false) return seen;
  const { version } = seen.ticket ?? seen;
  const response = await request(`tickets/${id}/commands`, {
    method: 'POST',
    body: { command },
    headers: { 'if-match': `"${version}"`, 'idempotency-key': key },
  });
  if (response.status !== 409) return taken(response);
  // Somebody was quicker: the command goes on top of that, if the rules still allow it.
  const answer = await rebase(id, version, [{ key, command }]);
  if (!answer.ok) return answer;
  const [verdict] = answer.verdicts;
  return verdict.accepted
    ? { ok: true, ticket: answer.ticket, events: verdict.events }
    : { ok: false, errors: verdict.errors };
}

/** Puts commands on top of what happened meanwhile. */
export async function rebase(id, seenVersion, entries) {
  const pending = entries.map(({ key, command }) => ({ command, idempotencyKey: key }));
  const response = await request(`tickets/${id}/rebase`, {
    method: 'POST',
    body: { seenVersion, pending },
  });
  return taken(response);
}

/** An answer with a ticket, which the page then knows. */
async function taken(response) {
  const body = await json(response);
  const busy = response.status === 429 || response.status >= 500;
  if (body === undefined || busy) throw new Away(`the service answers ${response.status}`);
  if (!response.ok) return { ok: false, errors: body.errors };
  heard(body);
  online.value = true;
  if (body.ticket) await work('tickets', 'put', { tickets: [body.ticket] });
  return { ok: true, ...body };
}

/** Decides here, keeps the command, and shows the ticket as it then is. */
async function later(key, id, command) {
  const ticket = id === null ? null : await ticketOf(id);
  // Until the service has numbered it, the key stands for the ticket.
  const given = id === null ? { ...command, id: key } : command;
  const linked = id === null ? [] : await linkedOf(id);
  const decided = ask({
    op: 'decide',
    ticket,
    command: given,
    context: { now: notBefore(ticket), actor: actor.peek(), linked },
  });
  if (!decided.ok) return decided;
  const of = id ?? key;
  await keep({
    key,
    by: me.peek().id,
    ticket: of,
    command,
    at: now(),
    seenVersion: isWaiting(of) ? null : (ticket?.version ?? 0),
  });
  await work('tickets', 'put', { tickets: [decided.value.ticket] });
  tell();
  return { ok: true, ticket: decided.value.ticket, events: decided.value.events, waiting: true };
}

/** Never before the ticket's last event: the clock may have been set since. */
const notBefore = (ticket) => Math.max(now(), ticket ? Date.parse(ticket.updatedAt) : 0);

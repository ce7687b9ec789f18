import { createHash } from 'node:crypto';

import { Refusal, accepted, refusal } from '../errors.js';
import { evolve } from '../rules.js';
import { eventsOf } from '../store/events.js';
import { keyUsed, useKey } from '../store/idempotency.js';
import { lockTicket, numberTicket } from '../store/tickets.js';
import { allowCommand, mayRead } from './allowed.js';
import { contextOf, decided, storeDecisions } from './decided.js';

/** What names a request: the same key with another one is a mistake of the client. */
export function digestOf(ticket, command, tookEffectAt) {
  const text = JSON.stringify([ticket, command, tookEffectAt ?? null]);
  return createHash('sha256').update(text).digest('base64url');
}

/** The ticket as it was at a version, and what had happened by then since another. */
export async function asOf(unit, id, from, to) {
  const history = await eventsOf(unit, id, { upTo: to });
  const ticket = history.length === 0 ? null : evolve(null, history);
  return { ticket, events: history.filter(({ version }) => version > from) };
}

/** The answer that a key already has; undefined if it is new. */
export async function answered(unit, { actor, key, digest }) {
  const used = key === undefined ? undefined : await keyUsed(unit, actor.id, key);
  if (used === undefined) return undefined;
  if (used.digest !== digest) throw refusal('service.idempotencyMismatch');
  if (used.refused !== null) throw new Refusal(422, JSON.parse(used.refused));
  const { ticket, events } = await asOf(unit, used.ticket, used.version_from, used.version_to);
  return { ticket, events, at: used.at, replayed: true };
}

/** What would become of a command on top of what its author has not seen; nothing is stored. */
async function conflict(unit, rules, { policy, known, seenVersion, command, actor, now }) {
  const seen = Math.min(seenVersion, known.version);
  const { ticket, events } = await asOf(unit, known.id, seen, known.version);
  const before = seen === 0 ? null : evolve(null, ticket.history.slice(0, seen));
  const at = Math.max(now, Date.parse(known.ticket.updatedAt));
  const rebase = accepted(
    rules.rebase(policy, {
      ticket: before,
      events,
      pending: [{ command, actor }],
      now: at,
    }),
  );
  return refusal(
    'service.versionConflict',
    {
      path: '/headers/if-match',
      params: { seen: `${seenVersion}`, version: `${known.version}` },
    },
    { events, rebase },
  );
}

/**
 * One command: read, decide, store, in the transaction of `unit`. The answer of a key that was used
 * is what it was then.
 */
export async function giveCommand(unit, { rules, policies }, request) {
  const { session, id, command, seenVersion, key, tookEffectAt, now } = request;
  const { actor } = session;
  const known = await lockTicket(unit, id);
  if (known === undefined || !mayRead(session, known)) throw refusal('service.notFound');
  // Not before the lock: whoever waits for it may wait for the same request.
  const digest = digestOf(id, command, tookEffectAt);
  const before = await answered(unit, { actor, key, digest });
  if (before !== undefined) return before;
  allowCommand(session, command, tookEffectAt);
  const policy = await policies.current(unit, now);
  if (seenVersion !== known.version) {
    throw await conflict(unit, rules, { policy, known, seenVersion, command, actor, now });
  }
  const { ticket } = known;
  const context = await contextOf(unit, { policy, ticket, actor, now, tookEffectAt });
  const decision = accepted(rules.decide(policy, ticket, command, context));
  return store(unit, rules, { known, decision, command, context, policy, key, digest, now });
}

/** Records a new ticket; without an identifier it gets the next number of its tenant. */
export async function openTicket(unit, { rules, policies }, { session, command, key, now }) {
  const { actor } = session;
  const digest = digestOf(null, command);
  const before = await answered(unit, { actor, key, digest });
  if (before !== undefined) return before;
  const opening = allowCommand(session, command);
  const policy = await policies.current(unit, now);
  const id = command.id ?? (await numberTicket(unit));
  // What is no text, the rules refuse.
  const known = typeof id === 'string' ? await lockTicket(unit, id) : undefined;
  const numbered = { ...opening, id };
  const context = await contextOf(unit, { policy, actor, now });
  const ticket = known?.ticket ?? null;
  const decision = accepted(rules.decide(policy, ticket, numbered, context));
  return store(unit, rules, {
    known,
    decision,
    command: numbered,
    context,
    policy,
    key,
    digest,
    now,
  });
}

async function store(unit, rules, { known, decision, command, context, policy, key, digest, now }) {
  const { ticket, events } = decision;
  const from = known?.version ?? 0;
  if (events.length > 0) {
    const decisions = [decided(command, context, decision)];
    await storeDecisions(unit, rules, { known, decisions, ticket, policy, now });
  }
  if (key !== undefined) {
    const { actor } = context;
    await useKey(unit, {
      actor: actor.id,
      key,
      digest,
      ticket: ticket.id,
      from,
      to: ticket.version,
      at: now,
    });
  }
  return { ticket, events, at: now, replayed: false };
}

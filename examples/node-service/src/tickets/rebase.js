import { Refusal, accepted, refusal } from '../errors.js';
import { evolve } from '../rules.js';
import { eventsOf } from '../store/events.js';
import { useKey } from '../store/idempotency.js';
import { lockTicket } from '../store/tickets.js';
import { allowCommand, mayRead } from './allowed.js';
import { answered, digestOf } from './command.js';
import { storeDecisions } from './decided.js';

/** What is known of a command before the rules see it: an answer, a refusal, or neither. */
async function sorted(unit, session, id, { command, idempotencyKey }) {
  const digest = digestOf(id, command);
  try {
    const before = await answered(unit, { actor: session.actor, key: idempotencyKey, digest });
    if (before !== undefined) return { verdict: { accepted: true, events: before.events } };
    const permitted = allowCommand(session, command);
    if (permitted.type === 'open' && permitted.id !== id) {
      throw refusal('service.malformed', {
        path: '/command/id',
        message: 'it opens another ticket',
      });
    }
    return { command: permitted, key: idempotencyKey, digest };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { verdict: { accepted: false, errors: error.errors } };
  }
}

/** The entry before it with the same key, if there is one: what is sent twice is done once. */
function firstOf(entries, { key, digest }) {
  const first = entries.find((entry) => key !== undefined && entry.key === key);
  if (first !== undefined && first.digest !== digest) throw refusal('service.idempotencyMismatch');
  return first;
}

/** The paths of what the rules say, as the client has numbered its commands. */
function placed(verdict, from, to) {
  if (verdict.accepted) return verdict;
  const errors = verdict.errors.map((error) => ({
    ...error,
    path: error.path.replace(`/pending/${from}/`, `/pending/${to}/`),
  }));
  return { accepted: false, errors };
}

/**
 * Commands that were given offline, on top of what happened meanwhile: each is accepted and stored,
 * or refused with reasons. One that came before, by its key, is not done again.
 */
export async function rebaseTicket(
  unit,
  { rules, policies },
  { session, id, seenVersion, pending, now },
) {
  const { actor } = session;
  const known = await lockTicket(unit, id);
  if (known === undefined ? seenVersion !== 0 : !mayRead(session, known)) {
    throw refusal('service.notFound');
  }
  const policy = await policies.current(unit, now);
  const entries = [];
  for (const one of pending) {
    const entry = await sorted(unit, session, id, one);
    entries.push({ ...entry, first: firstOf(entries, entry) });
  }
  const open = entries.flatMap((entry, place) =>
    entry.verdict === undefined && entry.first === undefined ? [{ ...entry, place }] : [],
  );

  const history = known === undefined ? [] : await eventsOf(unit, id);
  const seen = history.filter(({ version }) => version <= seenVersion);
  const at = Math.max(now, known === undefined ? 0 : Date.parse(known.ticket.updatedAt));
  const rebased = accepted(
    rules.rebase(policy, {
      ticket: seen.length === 0 ? null : evolve(null, seen),
      events: history.slice(seen.length),
      pending: open.map(({ command }) => ({ command, actor })),
      now: at,
    }),
  );
  const context = { now: new Date(at).toISOString(), actor };
  const decisions = [];
  let version = known?.version ?? 0;
  for (const [number, { key, digest, command, place }] of open.entries()) {
    const verdict = placed(rebased.verdicts[number], number, place);
    entries[place].verdict = verdict;
    const from = version;
    if (verdict.accepted) {
      version += verdict.events.length;
      if (verdict.events.length > 0) decisions.push({ command, context, events: verdict.events });
    }
    // Also what was refused: sent again, it must not slip in behind what came after it.
    const { errors } = verdict;
    await useKey(unit, {
      actor: actor.id,
      key,
      digest,
      ticket: id,
      from,
      to: version,
      errors,
      at: now,
    });
  }
  const ticket = rebased.ticket;
  if (decisions.length > 0) {
    await storeDecisions(unit, rules, { known, decisions, ticket, policy, now });
  }
  const events = ticket === null ? [] : ticket.history.slice(seen.length);
  return {
    verdicts: entries.map(({ verdict, first }) => verdict ?? first.verdict),
    ticket,
    events,
    at: now,
  };
}

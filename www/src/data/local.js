// Tickets without a service: the page decides, the worker keeps.
import { IDENTITIES } from '../../../examples/history/people.js';
import { parameters } from '../address.js';
import { ask, decideUnder } from '../core/core.js';
import { now, setTo } from '../time/clock.js';
import { work } from '../worker/ask.js';
import { actor, identities, me, mode } from './session.js';

const CLOCK = { id: 'clock' };

/** What the address asks for: a seed, how many tickets, how many of a hundred open. */
function wanted() {
  const { seed = '1', tickets = '300', open = '36' } = parameters.peek();
  const within = (text, least, most, usual) => {
    const number = Number.parseInt(text, 10);
    return number >= least && number <= most ? number : usual;
  };
  return {
    seed: within(seed, 0, 1_000_000, 1),
    tickets: within(tickets, 1, 10_000, 300),
    open: within(open, 0, 100, 36),
  };
}

export async function startLocal() {
  const begun = Date.parse(parameters.peek().now ?? '');
  // It stands still while the history is made, which so is the same each time.
  if (!Number.isNaN(begun)) setTo(begun, 0);
  const about = await work('tickets', 'openLocal', { ...wanted(), now: now() });
  // Somebody may have let the clock run ahead: no command can come before what has happened.
  if (about.latest > now()) setTo(about.latest);
  const opened = decideUnder(about.policy);
  if (!opened.ok) return opened;
  mode.value = 'local';
  identities.value = IDENTITIES;
  become(parameters.peek().as);
  return opened;
}

/** Another tab has done something: nothing here can come before that, or go by another policy. */
export function elsewhere({ latest, policy }) {
  if (latest > now()) setTo(latest);
  if (policy) decideUnder(policy);
}

/** Takes the part of somebody; of an agent, if there is nobody of that name. */
export function become(id) {
  me.value = IDENTITIES.find((one) => one.id === id) ?? IDENTITIES[1];
}

export function ticketOf(id) {
  return work('tickets', 'get', { id });
}

export function linkedOf(id) {
  return work('tickets', 'linked', { id });
}

/** The ticket with what time has caused meanwhile, which a service would have noticed by itself. */
function ticked(ticket, linked) {
  const context = { now: now(), actor: CLOCK, linked };
  const decided = ask({ op: 'decide', ticket, command: { type: 'tick' }, context });
  return decided.ok ? decided.value.ticket ?? ticket : ticket;
}

/** Gives a command; the answer is `{ok, ticket, events}` or `{ok, errors}`. */
export async function give(id, command) {
  for (;;) {
    const answer = await attempt(id, command);
    // Time, or another click, was quicker: it is decided anew on top of that.
    if (answer !== undefined) return answer;
  }
}

async function attempt(id, command) {
  const linked = id === null ? [] : await linkedOf(id);
  const seen = id === null ? null : await ticketOf(id);
  const numbered = command.type === 'open' && !command.id
    ? { ...command, id: await work('tickets', 'nextId') }
    : command;
  const context = { now: now(), actor: actor.peek(), linked };
  const ticket = seen && ticked(seen, linked);
  const decided = ask({ op: 'decide', ticket, command: numbered, context });
  if (!decided.ok) return decided;
  const { events, ticket: after } = decided.value;
  const recorded = await work('tickets', 'record', { ticket: after, seen: seen?.version ?? 0 });
  return recorded ? { ok: true, ticket: after, events } : undefined;
}

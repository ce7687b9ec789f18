import { addDecision } from '../store/decisions.js';
import { linkedTickets, saveTicket } from '../store/tickets.js';
import { TIME, appendDecision } from '../rules.js';

/** What the rules may know beside ticket and command; time never runs backwards for a ticket. */
export async function contextOf(unit, { policy, ticket, actor, now, tookEffectAt }) {
  const at = Math.max(now, ticket === undefined ? 0 : Date.parse(ticket.updatedAt));
  const context = { now: new Date(at).toISOString(), actor };
  if (tookEffectAt !== undefined) context.tookEffectAt = tookEffectAt;
  if (policy.asksForLinks && ticket !== undefined) {
    context.linked = await linkedTickets(unit, ticket.id, ticket.facts?.parent);
  }
  return context;
}

/** When time next does something to a ticket, if it does. */
export function dueAt(rules, policy, ticket, now) {
  const context = { now: new Date(now).toISOString(), actor: TIME };
  const assessed = rules.assess(policy, ticket, context);
  if (!assessed.ok || assessed.value.nextChangeAt === undefined) return undefined;
  return Date.parse(assessed.value.nextChangeAt);
}

/**
 * Stores what was decided: the line of the record, the events, the ticket, and when time is to look
 * at it again. `known` is the row that the decision was made on.
 */
export async function storeDecisions(unit, rules, { known, decisions, ticket, policy, now }) {
  let record =
    known === undefined || known.record_digest === null
      ? undefined
      : { ticket: ticket.id, lines: known.record_lines, digest: known.record_digest };
  for (const { command, context, events } of decisions) {
    const { line, head } = appendDecision({
      ticket: ticket.id,
      head: record,
      command,
      context,
      events,
      policy: policy.digest,
    });
    await addDecision(unit, { ticket: ticket.id, number: head.lines, line });
    record = head;
  }
  await saveTicket(unit, {
    known,
    ticket,
    events: decisions.flatMap(({ events }) => events),
    policy: policy.digest,
    record,
    dueAt: isOwed(known, decisions, now)
      ? known.due_at
      : dueAt(rules, policy, ticket, Math.max(now, Date.parse(ticket.updatedAt))),
  });
}

/**
 * Whether time has yet to do to the ticket what it is late with: a command that came first must not
 * make it forget that.
 */
function isOwed(known, decisions, now) {
  const late = known !== undefined && known.due_at !== null && known.due_at <= now;
  return late && !decisions.some(({ command }) => command.type === 'tick');
}

import { addDecision } from '../store/decisions.js';
import { linkedTickets, saveTicket, setLinkedDue } from '../store/tickets.js';
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

/**
 * When time next does something to a ticket, if it does: now, if it is late with something. It is
 * not asked whether it is where it cannot be.
 */
export async function dueAt(unit, rules, { policy, ticket, now, canBeLate = true }) {
  const context = await contextOf(unit, { policy, ticket, actor: TIME, now });
  // An assessment tells of what is to come: not of what a change has just made late.
  const ticked = canBeLate && rules.decide(policy, ticket, { type: 'tick' }, context);
  if (ticked.ok && ticked.value.events.length > 0) return Date.parse(context.now);
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
  const canBeLate =
    isOwed(known, now) || policy.timed.has(ticket.state) || !decisions.every(isUnhurried);
  await saveTicket(unit, {
    known,
    ticket,
    events: decisions.flatMap(({ events }) => events),
    policy: policy.digest,
    record,
    dueAt: await dueAt(unit, rules, { policy, ticket, now, canBeLate }),
  });
  if (policy.asksForLinks && ticket.state !== known?.ticket.state) {
    await setLinkedDue(unit, ticket, now);
  }
}

/** Whether time has yet to look at a ticket: it was due, or half an import keeps it waiting. */
function isOwed(known, now) {
  return known !== undefined && (known.due_at === null || known.due_at <= now);
}

/** Whether a command makes nothing late, save what a timer of the state has waited to do. */
function isUnhurried({ command, context }) {
  return ['open', 'addMessage'].includes(command.type) && context.tookEffectAt === undefined;
}

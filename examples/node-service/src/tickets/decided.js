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

/** When time next does something, as a decision tells it; null if it does nothing any more. */
const told = ({ tickAt }) => (tickAt === undefined ? null : Date.parse(tickAt));

/** What is put on record of a decision, and when time next does something. */
export function decided(command, context, decision) {
  return { command, context, events: decision.events, dueAt: told(decision) };
}

/** When time next does something to a ticket, asked of a tick that is not given. */
export async function dueAt(unit, rules, { policy, ticket, now }) {
  const context = await contextOf(unit, { policy, ticket, actor: TIME, now });
  const ticked = rules.decide(policy, ticket, { type: 'tick' }, context);
  // What is refused now is for the tick itself to try again.
  if (!ticked.ok || ticked.value.events.length > 0) return Date.parse(context.now);
  return told(ticked.value);
}

/** Whether a decision knew of the same other tickets as whoever looks at its outcome. */
function knewLinks({ policy, known, ticket }) {
  if (!policy.asksForLinks) return true;
  return known !== undefined && known.ticket.facts?.parent === ticket.facts?.parent;
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
  const { dueAt: next } = decisions.at(-1);
  const sure = next !== undefined && knewLinks({ policy, known, ticket });
  await saveTicket(unit, {
    known,
    ticket,
    events: decisions.flatMap(({ events }) => events),
    policy: policy.digest,
    record,
    dueAt: sure ? next : await dueAt(unit, rules, { policy, ticket, now }),
  });
  if (policy.asksForLinks && ticket.state !== known?.ticket.state) {
    await setLinkedDue(unit, ticket, now);
  }
}

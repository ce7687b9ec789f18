// Random commands as a service takes them, for whoever decides: the service, and the page.
import { Asking } from '../../../examples/history/asking.js';

/** Who does what time alone does. */
const TIME = { id: 'service' };

/** The context that a service makes of what was asked: its clock never runs backwards. */
function contextOf({ ticket, context }, actor, linked) {
  const now = Math.max(context.now, ticket === null ? 0 : Date.parse(ticket.updatedAt));
  const made = { now: new Date(now).toISOString(), actor };
  if (context.tookEffectAt !== undefined) made.tookEffectAt = context.tookEffectAt;
  if (linked && ticket !== null) made.linked = [];
  return made;
}

/**
 * Has `count` commands decided, and beside them what time does in between. `actors` are those whom
 * the service knows people as. Calls `take` with a line for each answer: the events and the ticket,
 * or every reason against it.
 */
export async function answers({ count, policy, begin, actors }, decide, take) {
  const asking = new Asking({ policy, now: begin });
  const linked = JSON.stringify(policy).includes('"linked"');
  for (let given = 0; given < count; ) {
    const { place, request } = asking.next();
    const { ticket, command } = request;
    const byTime = command.type === 'tick';
    const actor = byTime ? TIME : actors[request.context.actor.id];
    // What time does, it does when it has come.
    const asked = byTime ? { ticket, context: { now: asking.now } } : request;
    const context = contextOf(asked, actor, linked);
    const answer = await decide({ ticket, command, context, clock: asked.context.now });
    if (answer.ok) asking.keep(place, answer.value.ticket);
    take(JSON.stringify(answer.ok ? [answer.value.events, answer.value.ticket] : answer.errors));
    if (!byTime) given += 1;
  }
}

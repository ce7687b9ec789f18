import { TIME } from '../rules.js';
import { dueTickets, lockTicket, setDue } from '../store/tickets.js';
import { contextOf, decided, storeDecisions } from './decided.js';

/** After what the rules refuse to let time do, it is tried again. */
const AGAIN_MS = 3_600_000;

/**
 * Lets time do to a ticket what is due by now. Whoever comes second finds that nothing is due any
 * more: the row says so, and it is locked.
 */
export async function tickTicket(unit, { rules, policies, log }, id, now) {
  const known = await lockTicket(unit, id);
  if (known === undefined || known.due_at === null || known.due_at > now) return false;
  const policy = await policies.current(unit, now);
  const { ticket } = known;
  const command = { type: 'tick' };
  const context = await contextOf(unit, { policy, ticket, actor: TIME, now });
  const decision = rules.decide(policy, ticket, command, context);
  if (!decision.ok) {
    const [{ code, message }] = decision.errors;
    log.warn({ tenant: unit.tenant, ticket: id, code }, `time could do nothing: ${message}`);
    await setDue(unit, id, now + AGAIN_MS);
    return false;
  }
  const tick = decided(command, context, decision.value);
  if (tick.events.length === 0) {
    await setDue(unit, id, tick.dueAt);
    return false;
  }
  const { ticket: after } = decision.value;
  await storeDecisions(unit, rules, { known, decisions: [tick], ticket: after, policy, now });
  return true;
}

/** Looks for everything that is due by now, whoever was to see to it, and does it. */
export async function sweep(store, { rules, policies, log }, now, { limit = 100, stopped } = {}) {
  for (let ticked = 0; ; ) {
    const due = await store.everywhere((unit) => dueTickets(unit, now(), limit));
    let settled = 0;
    for (const { tenant, id } of due) {
      if (stopped?.()) return ticked;
      try {
        const tick = (unit) => tickTicket(unit, { rules, policies, log }, id, now());
        if (await store.within(tenant, tick)) ticked += 1;
        settled += 1;
      } catch (error) {
        // One ticket must not stand in the way of the others.
        log.error({ tenant, ticket: id, error: error.message }, 'a timer failed');
      }
    }
    if (due.length < limit || settled === 0) return ticked;
  }
}

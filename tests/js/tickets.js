// A ticket for the faces of the package: critical, under work since Friday 15:00 UTC. Under `itil`
// it has to be resolved within four hours of Mon-Fri 09:00-17:00.
import { core } from './consumer.js';

export const HOUR = 3_600_000;
export const friday = Date.parse('2026-01-09T15:00:00Z');
export const due = Date.parse('2026-01-12T11:00:00Z');

export const engine = core.openEngine(core.call({ op: 'preset', name: 'itil' }).value).value;

export function decided(ticket, command, now) {
  const answer = engine.call({ op: 'decide', ticket, command, context: { now, actor: { id: 'ada' } } });
  if (!answer.ok) throw new Error(JSON.stringify(answer.errors));
  return answer.value.ticket;
}

export function opened(id = 'INC-1', facts = { impact: 'high', urgency: 'high' }, now = friday) {
  return decided(null, { type: 'open', id, kind: 'incident', facts }, now);
}

export const inProgress = decided(opened(), { type: 'move', to: 'inProgress' }, friday);

export function onHold(ticket, now) {
  return decided(ticket, { type: 'move', to: 'onHold', holdReason: 'awaitingCaller' }, now);
}

export function resolved(ticket, now) {
  return decided(ticket, { type: 'move', to: 'resolved', facts: { resolutionCode: 'fixed' } }, now);
}

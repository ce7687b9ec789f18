import { refusal } from '../errors.js';
import { evolve } from '../rules.js';

/** Whether a session may see a ticket: its own, or all of its tenant. */
export function mayRead({ actor, permissions }, { requester }) {
  return permissions.has('desk') || requester === actor.id;
}

/**
 * The command as a session may give it. A requester speaks for themselves only; whether the chart
 * has the move, and for whom, the policy says.
 */
export function allowCommand({ actor, permissions }, command, tookEffectAt) {
  if (command.type === 'tick') {
    throw refusal('service.forbidden', {
      path: '/command/type',
      message: 'only time gives `tick`',
    });
  }
  if (permissions.has('desk')) return command;
  const forbidden = (path, message) =>
    refusal('service.forbidden', { path: `/command${path}`, message });
  if (tookEffectAt !== undefined) {
    throw refusal('service.forbidden', {
      path: '/tookEffectAt',
      message: 'a requester does not date back',
    });
  }
  if (!['open', 'addMessage', 'move'].includes(command.type)) {
    throw forbidden('/type', `a requester does not give \`${command.type}\``);
  }
  if (command.type === 'addMessage') {
    if (command.from !== 'requester') throw forbidden('/from', 'a requester writes as one');
    if (command.internal) throw forbidden('/internal', 'a requester writes no internal notes');
  }
  if (command.type !== 'open') return command;
  const caller = command.facts?.caller ?? actor.id;
  if (caller !== actor.id) throw forbidden('/facts/caller', 'a requester reports for themselves');
  if (command.from === 'support') throw forbidden('/from', 'a requester writes as one');
  return { ...command, from: 'requester', facts: { ...command.facts, caller } };
}

const isNote = ({ change }) => change.type === 'messageAdded' && change.internal === true;

/** The events that a session may see: a requester no internal notes, nor what corrects one. */
export function visibleEvents({ permissions }, events, history = events) {
  if (permissions.has('desk')) return events;
  const notes = new Set(history.filter(isNote).map(({ version }) => version));
  return events.filter(
    ({ version, change }) =>
      !notes.has(version) && !(change.type === 'corrected' && notes.has(change.version)),
  );
}

/** The events as if there were no others: the package knows none with gaps between versions. */
function closedUp(events) {
  const places = new Map(events.map(({ version }, place) => [version, place + 1]));
  return events.map(({ change, ...event }) => ({
    ...event,
    version: places.get(event.version),
    change:
      change.type === 'corrected' ? { ...change, version: places.get(change.version) } : change,
  }));
}

/** The ticket as a session may see it: of the version it has, as what may be seen has made it. */
export function visibleTicket(session, ticket) {
  if (session.permissions.has('desk') || ticket === null) return ticket;
  const history = visibleEvents(session, ticket.history);
  if (history.length === ticket.history.length) return ticket;
  return { ...evolve(null, closedUp(history)), version: ticket.version, history };
}

// All that happened, event by event.
import { labels } from '../../core/core.js';
import { nameOf } from '../../data/people.js';
import { fieldName } from '../../parts/fact-field.jsx';
import { instant, shortInstant } from '../../time/format.js';

export function History({ ticket }) {
  return (
    <details class="history">
      <summary>All {ticket.history.length} events</summary>
      <ol>
        {ticket.history.map(({ version, at, recordedAt, actor, change }) => (
          <li key={version}>
            <time class="quiet small" datetime={at}>
              {shortInstant(at)}
            </time>
            <span>
              {SAID[change.type]?.(change) ?? change.type}{' '}
              <span class="quiet small">
                {nameOf(actor.id)}
                {recordedAt && `, recorded ${instant(recordedAt)}`}
              </span>
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

const priority = (level) => (level ? labels.value.priority(level) : 'none');
const value = (one) => (one === null ? 'nothing' : String(one));

const SAID = {
  opened: ({ state, priority: level }) =>
    `Opened as ${labels.value.state(state)}, priority ${priority(level)}`,
  stateChanged: ({ from, to, holdReason, timer, reopens }) =>
    `${labels.value.state(from)} → ${labels.value.state(to)}` +
    `${holdReason ? ` (${labels.value.holdReason(holdReason)})` : ''}` +
    `${reopens ? ', reopened' : ''}${timer ? ', by the timer' : ''}`,
  factsChanged: ({ changes }) =>
    changes
      .map(({ field, from, to }) => `${fieldName(field)}: ${value(from)} → ${value(to)}`)
      .join('; '),
  messageAdded: ({ from, internal }) => (internal ? 'Internal note' : `Message of the ${from}`),
  priorityChanged: ({ from, to }) => `Priority ${priority(from)} → ${priority(to)}`,
  priorityOverridden: ({ level, reason }) =>
    level ? `Priority set to ${priority(level)}: ${reason}` : 'Priority left to the rules',
  targetWarned: ({ target, warning }) => `Warning: ${warning} of ${target}`,
  targetBreached: ({ target, dueAt }) => `Breached: ${target}, due ${shortInstant(dueAt)}`,
  approved: ({ to, granted, reason }) =>
    `${granted ? 'Approved' : 'Refused'}: ${labels.value.state(to)}${reason ? `, ${reason}` : ''}`,
  actionRequested: ({ action, target, rule }) => `Asked to ${action} ${target ?? ''} (${rule})`,
  corrected: ({ version, reason }) => `Event ${version} corrected${reason ? `: ${reason}` : ''}`,
};

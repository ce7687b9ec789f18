// What would become of the clocks and the priority: the core's forecast beside how it stands.
import { useMemo } from 'preact/hooks';

import { ask, labels } from '../../core/core.js';
import { instant, length } from '../../time/format.js';
import { Icon } from '../../parts/icon.jsx';

export function WhatIf({ ticket, before, command, context }) {
  const answer = useMemo(
    () =>
      ask({
        op: 'forecast',
        ticket,
        context,
        supposition: { type: 'command', command },
      }),
    [ticket, context, JSON.stringify(command)],
  );
  if (!answer.ok) return null;
  const lines = differences(before, answer.value);
  return (
    <div class="what-if">
      <p class="what-if-title">If you do this</p>
      {lines.length === 0 ? (
        <p class="quiet">No clock and no priority changes.</p>
      ) : (
        <ul>
          {lines.map(({ what, from, to }) => (
            <li key={what}>
              <span class="quiet">{what}</span> {from} <Icon name="move" label="becomes" />{' '}
              <strong>{to}</strong>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function differences(before, after) {
  const lines = [];
  const level = before.priority.level;
  if (level !== after.priority) {
    const name = (id) => (id ? labels.value.priority(id) : 'none');
    lines.push({ what: 'Priority', from: name(level), to: name(after.priority) });
  }
  for (const clock of after.clocks) {
    const was = before.clocks.find(
      ({ agreement, target }) => agreement === clock.agreement && target === clock.target,
    );
    const from = stands(was);
    const to = stands(clock);
    if (from !== to) lines.push({ what: clock.target, from, to });
  }
  return lines;
}

/** A clock in a few words. */
function stands(clock) {
  if (!clock) return 'no target';
  const { stage, dueAt, projectedDueAt, remainingMs } = clock;
  if (stage === 'running') return `runs, due ${instant(dueAt)}`;
  if (stage === 'paused')
    return projectedDueAt ? `paused with ${length(remainingMs)} left` : 'paused';
  if (stage === 'breached') return `late by ${length(-remainingMs)}`;
  return stage;
}

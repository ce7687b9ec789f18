// What is left of a target. Urgency by colour, icon and text; breach as negative time.
import { calendarOf, isOpen } from '../core/core.js';
import { instant, isoLength, length } from '../time/format.js';
import { Icon } from './icon.jsx';

const HOUR = 3_600_000;

/** How urgent it looks: nothing above an hour, then grey, stronger, late. */
export function urgency(remainingMs) {
  if (remainingMs === undefined) return 'none';
  if (remainingMs < 0) return 'late';
  if (remainingMs < HOUR / 2) return 'soon';
  return remainingMs < HOUR ? 'near' : 'none';
}

/** Whether its text changes each second. */
export function isClose(remainingMs) {
  return remainingMs !== undefined && Math.abs(remainingMs) < HOUR;
}

/** Below an hour to the second, above it to the minute. */
function text(remainingMs) {
  return length(isClose(remainingMs) ? remainingMs : remainingMs - (remainingMs % 60_000));
}

/** The time left of a clock; `waiting` says that it is paused, besides that it may be closed. */
export function Countdown({ remainingMs, dueAt, agreement, waiting, at }) {
  if (remainingMs === undefined) return <span class="quiet">–</span>;
  const closed = !waiting && !isOpen(calendarOf(agreement), at);
  const paused = waiting || closed;
  const how = urgency(remainingMs);
  const icon = paused ? 'pause' : how === 'late' ? 'late' : 'clock';
  const why = waiting
    ? 'paused'
    : closed
      ? 'outside working hours'
      : how === 'late'
        ? 'late'
        : 'running';
  return (
    <span class={`countdown ${how}`} title={dueAt ? `due ${instant(dueAt)}` : undefined}>
      <Icon name={icon} label={why} />
      <time role="timer" datetime={dueAt ?? isoLength(remainingMs)}>
        {text(remainingMs)}
      </time>
    </span>
  );
}

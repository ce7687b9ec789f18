// What the timeline shows, from the ticket's events and the core's proofs.
import { ask, calendarOf } from '../../core/core.js';

const DAY = 86_400_000;
/** More stretches of open hours than this would be a grey wall. */
const MOST_SEGMENTS = 80;

/** From the opening to now, or to what is due after it. */
export function axisOf(ticket, clocks, at) {
  const from = Date.parse(ticket.openedAt);
  const ends = clocks
    .filter(({ stage }) => stage === 'running')
    .map(({ dueAt }) => Date.parse(dueAt));
  const over = ticket.closedAt ? Date.parse(ticket.closedAt) : at;
  const to = Math.max(over, from + 3_600_000, ...ends);
  const room = (to - from) * 0.02;
  return { from: from - room, to: to + room };
}

/** The open hours of the calendar, as the core has them; none if they would be too many to see. */
export function openHours(agreement, { from, to }) {
  const calendar = agreement && calendarOf(agreement);
  if (!calendar || to - from > 45 * DAY) return [];
  const answer = ask({
    op: 'openSegments',
    calendar,
    from: Math.round(from),
    to: Math.round(to),
    limit: MOST_SEGMENTS,
  });
  return answer.ok ? answer.value.map((one) => [Date.parse(one.from), Date.parse(one.to)]) : [];
}

/** How long the ticket was in each state. */
export function stateSteps(ticket, end, at) {
  const steps = [];
  for (const { at: since, change } of ticket.history) {
    const instant = Date.parse(since);
    if (change.type !== 'opened' && change.type !== 'stateChanged') continue;
    if (steps.length > 0) steps.at(-1).to = instant;
    const { state = change.to, stateType } = change;
    steps.push({ from: instant, to: Math.min(end, at), how: `type ${stateType}`, name: state });
  }
  return steps;
}

const HOW = {
  open: 'counted',
  allTime: 'counted',
  closed: 'closed',
  holiday: 'closed',
  break: 'closed',
  paused: 'paused',
  stopped: 'stopped',
  canceled: 'stopped',
};

/** A lane for each proof; what was counted after it was due is late. */
export function lanesOf(proofs, at) {
  return proofs
    .filter(({ ok }) => ok)
    .map(({ value: { proof } }) => {
      const due = proof.dueAt === undefined ? Infinity : Date.parse(proof.dueAt);
      const steps = proof.steps
        .flatMap((step) => cut(step, due))
        .flatMap((step) => split(step, at));
      const moved = proof.steps
        .filter(({ clocksMovedS }) => clocksMovedS)
        .map(({ from, to, clocksMovedS }) => ({
          from: Date.parse(from),
          to: Date.parse(to),
          seconds: clocksMovedS,
        }));
      return { name: proof.target, steps, due: due === Infinity ? undefined : due, moved };
    });
}

/** What is still to come is only expected. */
function split(step, at) {
  if (step.to <= at) return [step];
  const expected = { ...step, from: Math.max(step.from, at), how: `${step.how} expected` };
  return step.from < at ? [{ ...step, to: at }, expected] : [expected];
}

function cut(step, due) {
  const from = Date.parse(step.from);
  const to = Date.parse(step.to);
  const how = HOW[step.reason];
  const name = step.name ?? step.reason;
  if (how !== 'counted' || due >= to) return [{ from, to, how, name }];
  if (due <= from) return [{ from, to, how: 'late', name: 'late' }];
  return [
    { from, to: due, how, name },
    { from: due, to, how: 'late', name: 'late' },
  ];
}

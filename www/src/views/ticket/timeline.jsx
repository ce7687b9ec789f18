// The ticket on one time axis: its states, what each clock counted, and all that happened.
import { useMemo, useRef } from 'preact/hooks';

import { useAnswer } from '../../data/tickets.js';
import { useWidth } from '../../parts/width.js';
import { day, length } from '../../time/format.js';
import { work } from '../../worker/ask.js';
import { Axis, Lane, Marks } from './timeline-lanes.jsx';
import { axisOf, lanesOf, openHours, stateSteps } from './timeline-data.js';
import { History } from './history.jsx';

const ROW = 34;
const LEFT = 92;

export function Timeline({ ticket, assessment, at }) {
  const minute = at - (at % 60_000);
  const place = useRef();
  const width = useWidth(place);
  const clocks = assessment.clocks.filter(({ startedAt }) => startedAt);
  const read = Math.max(minute, Date.parse(ticket.updatedAt));
  const { value: proofs } = useAnswer(
    () =>
      Promise.all(
        clocks.map(({ agreement, target }) =>
          work('analysis', 'ask', { op: 'prove', ticket, agreement, target, now: read }),
        ),
      ),
    [ticket.version, read],
  );
  const axis = useMemo(() => axisOf(ticket, clocks, read), [ticket, read]);
  const hours = useMemo(() => openHours(clocks[0]?.agreement, axis), [axis]);
  const lanes = [
    { name: 'State', steps: stateSteps(ticket, axis.to, read) },
    ...lanesOf(proofs ?? [], read),
  ];
  const x = (instant) =>
    LEFT + ((instant - axis.from) / (axis.to - axis.from)) * (width - LEFT - 8);
  const height = 26 + lanes.length * ROW + 18;
  return (
    <section class="card" aria-labelledby="timeline-title">
      <h2 id="timeline-title">Timeline</h2>
      <div ref={place} class="timeline">
        <svg width={width} height={height} role="img" aria-label={summary(ticket, proofs ?? [])}>
          <Axis axis={axis} hours={hours} x={x} height={height} />
          {lanes.map((lane, index) => (
            <Lane key={lane.name} lane={lane} x={x} y={26 + index * ROW} />
          ))}
          <Marks ticket={ticket} lanes={lanes} axis={axis} x={x} height={height} at={read} />
        </svg>
      </div>
      <Legend />
      <History ticket={ticket} />
    </section>
  );
}

/** The picture in words. */
function summary(ticket, proofs) {
  const told = proofs
    .filter(({ ok }) => ok)
    .map(({ value: { proof } }) => {
      const of = (reasons) =>
        proof.steps
          .filter(({ reason }) => reasons.includes(reason))
          .reduce((sum, { from, to }) => sum + (Date.parse(to) - Date.parse(from)), 0);
      return (
        `${proof.target}: ${length(proof.elapsedMs)} counted, ${length(of(['paused']))} paused, ` +
        `${length(of(['closed', 'holiday', 'break']))} closed`
      );
    });
  return [`Opened ${day(ticket.openedAt)}`, ...told].join('. ');
}

function Legend() {
  return (
    <ul class="legend small">
      {[
        ['counted', 'counted'],
        ['closed', 'closed'],
        ['paused', 'paused'],
        ['late', 'late'],
      ].map(([how, name]) => (
        <li key={how}>
          <svg width="18" height="12" aria-hidden="true">
            <rect class={`step ${how}`} width="18" height="12" rx="2" />
          </svg>{' '}
          {name}
        </li>
      ))}
    </ul>
  );
}

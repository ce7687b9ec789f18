// Each day of the month: what came, what went, and what was open at its end.
import { useEffect, useMemo, useRef } from 'preact/hooks';

import { number } from '../../time/format.js';
import { plot } from './plot.js';

const SERIES = [
  ['backlog', 'Open at its end'],
  ['opened', 'Opened'],
  ['done', 'Done'],
];

/** `last` is the last day that has begun. */
export function Days({ all, last }) {
  const days = useMemo(() => all.filter(({ at }) => at <= last), [all, last]);
  const place = useRef();
  useEffect(
    () =>
      plot(place.current, {
        days: days.map(({ at }) => Date.parse(`${at}T12:00:00Z`) / 1000),
        series: SERIES.map(([key, label]) => ({ label, values: days.map((day) => day[key]) })),
      }),
    [days],
  );
  if (days.length === 0) return null;
  const most = Math.max(...days.map(({ backlog }) => backlog));
  return (
    <figure class="card days">
      <figcaption>
        <h2>Day by day</h2>
      </figcaption>
      <div
        ref={place}
        class="plot"
        role="img"
        aria-label={`Tickets opened, done and open on ${days.length} days, at most ${number(most)} open`}
      />
      <details>
        <summary>The same as a table</summary>
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Opened</th>
              <th scope="col">Done</th>
              <th scope="col">Reopened</th>
              <th scope="col">Open at its end</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ at, opened, done, reopened, backlog }) => (
              <tr key={at}>
                <th scope="row">{at}</th>
                <td>{number(opened)}</td>
                <td>{number(done)}</td>
                <td>{number(reopened)}</td>
                <td>{number(backlog)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

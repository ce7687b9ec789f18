// How long things took, and what open time was spent on.
import { labels } from '../../core/core.js';
import { length, number } from '../../time/format.js';
import { Listed } from './listed.jsx';
import { nameOf, percent } from './words.js';

export function Times({ resolved, definitions }) {
  if (!resolved) return null;
  const times = resolved.times.filter(({ over }) => over.count > 0);
  return (
    <div class="month-halves">
      <section class="card" aria-labelledby="times-title">
        <h2 id="times-title">Times of the tickets resolved in the month</h2>
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Tickets</th>
              <th scope="col">Mean</th>
              {times[0]?.over.percentiles.map(({ percent: at }) => (
                <th scope="col" key={at}>
                  {at}&nbsp;%
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {times.map(({ metric, over }) => (
              <tr key={metric}>
                <th scope="row" title={definitions.find((one) => one.metric === metric)?.numerator}>
                  {plainly(nameOf(metric, definitions))}
                </th>
                <td>
                  <Listed of={{ metric }} title={nameOf(metric, definitions)}>
                    {number(over.count)}
                  </Listed>
                </td>
                <td>{say(over.meanMs)}</td>
                {over.percentiles.map(({ percent: at, ms }) => (
                  <td key={at}>{say(ms)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section class="card" aria-labelledby="spent-title">
        <h2 id="spent-title">Where open time went</h2>
        <Spent
          caption="On hold, by reason"
          metric="holdShare"
          rows={resolved.hold}
          say={labels.value.holdReason}
        />
        <Spent
          caption="In each state"
          metric="timeInState"
          rows={resolved.states}
          shares={false}
          say={labels.value.state}
        />
        <Spent
          caption="With each group"
          metric="timeInGroup"
          rows={resolved.groups}
          say={(id) => id}
        />
      </section>
    </div>
  );
}

/** The mean stands in a column of its own. */
const plainly = (name) => name.replace(/^Mean time to/, 'To');

const say = (ms) => (ms === null ? '–' : length(ms));

/** What states have is not only open time, so that it has no share of it. */
function Spent({ caption, metric, rows, shares = true, say: called }) {
  if (rows.length === 0) return null;
  return (
    <table class="figures">
      <caption>{caption}</caption>
      <thead class="visually-hidden">
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Share of open time</th>
          <th scope="col">Tickets</th>
          <th scope="col">Time</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, share, time }) => (
          <tr key={name}>
            <th scope="row">{called(name) || '(nobody)'}</th>
            <td>{shares && percent(share)}</td>
            <td>
              <Listed of={{ metric, name }} title={`${caption}: ${called(name)}`}>
                {number(time.count)}
              </Listed>
            </td>
            <td>{length(Number(time.sumMs))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

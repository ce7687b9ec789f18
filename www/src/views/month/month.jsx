// The month as the core reports it. Every number leads to its tickets.
import { change } from '../../address.js';
import { policy } from '../../core/core.js';
import { changed, useAnswer } from '../../data/tickets.js';
import { Failure, Findings, Loading } from '../../parts/findings.jsx';
import { useBeat } from '../../time/beat.js';
import { now } from '../../time/clock.js';
import { instant } from '../../time/format.js';
import { work } from '../../worker/ask.js';
import './month.css';
import { Breaches } from './breaches.jsx';
import { Days } from './days.jsx';
import { Downloads } from './downloads.jsx';
import { LeftToDo } from './left-to-do.jsx';
import { Figure } from './listed.jsx';
import { Promises } from './promises.jsx';
import { Times } from './times.jsx';
import { Tops } from './tops.jsx';
import { Trends } from './trends.jsx';
import { Volumes } from './volumes.jsx';
import { monthName } from './words.js';

const HOUR = 3_600_000;

export default function Month({ parameters }) {
  // The present month grows, but nobody reads it anew each minute.
  const hour = Math.floor(useBeat() / HOUR);
  const { value: months, error } = useAnswer(
    () => work('metrics', 'months', { now: now() }),
    [hour],
  );
  if (error) return <Failure error={error} retry={changed} />;
  if (!months) return <Loading what="the months" />;
  const month = parameters.month ?? months.at(-2) ?? months.at(-1);
  return (
    <section class="month" aria-labelledby="month-title">
      <div class="view-head">
        <h1 id="month-title">
          {policy.value.label}: {monthName(month)}
        </h1>
        <Choice months={months} month={month} />
      </div>
      <Report month={month} hour={hour} figure={parameters.figure} />
    </section>
  );
}

function Choice({ months, month }) {
  const all = months.includes(month) ? months : [...months, month];
  return (
    <label class="choice month-choice">
      <span>Month</span>
      <select
        value={month}
        onChange={(event) => change({ month: event.currentTarget.value, figure: null })}
      >
        {all.toReversed().map((one) => (
          <option key={one} value={one}>
            {monthName(one)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The day of an instant, written as the core writes days. */
function lastDay(at, zone) {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at);
}

function Report({ month, hour, figure }) {
  const { value, error } = useAnswer(async () => {
    const at = now();
    return { month, at, answer: await work('metrics', 'report', { month, now: at }) };
  }, [month, hour]);
  if (error) return <Failure error={error} retry={changed} />;
  if (!value || value.month !== month) return <Loading what="the figures" />;
  const { answer, at } = value;
  if (!answer.ok) return <Findings title="There is no such report" errors={answer.errors} />;
  const { report, asOf, whole, definitions, refused } = answer.value;
  return (
    <div class="stack">
      <div class="month-head">
        <p class="quiet">
          {whole ? 'The whole month' : 'The month is not over'}, as known at{' '}
          {instant(asOf, report.zone)}; days are those of {report.zone}
        </p>
        <Downloads report={report} month={month} at={at} />
      </div>
      <Findings title="Not counted" errors={refused} tone="warn" />
      <Volumes report={report} definitions={definitions} whole={whole} />
      <Days all={report.days} last={lastDay(asOf, report.zone)} />
      <Promises report={report} />
      <Trends trends={report.trends} definitions={definitions} />
      <Times resolved={report.resolved} definitions={definitions} />
      <Breaches breaches={report.breaches} />
      <Tops report={report} />
      <LeftToDo report={report} />
      {figure && <Figure month={month} at={at} figure={figure} />}
    </div>
  );
}

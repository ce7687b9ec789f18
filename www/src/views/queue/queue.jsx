// The open tickets of the desk, the most urgent first, ranked by the core in the worker.
import { useEffect, useState } from 'preact/hooks';

import { change } from '../../address.js';
import { complete, me, mode } from '../../data/session.js';
import { changed, useAnswer } from '../../data/tickets.js';
import { announce } from '../../announce.js';
import { isClose } from '../../parts/countdown.jsx';
import { Empty, Failure, Findings, Loading } from '../../parts/findings.jsx';
import { useBeat } from '../../time/beat.js';
import { now } from '../../time/clock.js';
import { number } from '../../time/format.js';
import { work } from '../../worker/ask.js';
import './queue.css';
import { Counts } from './counts.jsx';
import { Filters, filterOf } from './filters.jsx';
import { Rows } from './rows.jsx';
import { sayTicked } from './said.js';

const FIRST = { offset: 0, limit: 40 };

export default function Queue({ parameters }) {
  const filter = filterOf(parameters, me.value);
  const [range, setRange] = useState(FIRST);
  const [wakes, setWakes] = useState({ seconds: false });
  const at = useBeat(wakes);
  const { value: answer, error } = useAnswer(
    () => work('desk', 'queue', { now: now(), ...range, filter, reasons: true }),
    [at, range, JSON.stringify(filter)],
  );
  useEffect(() => setRange(FIRST), [JSON.stringify(filter)]);
  useEffect(() => {
    if (!answer?.ok) return;
    const { rows, nextChangeAt } = answer.value;
    setWakes({ seconds: rows.some((row) => isClose(row.remainingMs)), wakeAt: nextChangeAt });
  }, [answer]);
  useAdvance(at);
  if (error) return <Failure error={error} retry={changed} />;
  const none = answer?.ok && answer.value.counts.all.total === 0;
  if (!answer || (none && !complete.value)) return <Loading what="the queue" />;
  if (!answer.ok) return <Findings title="The queue cannot be shown" errors={answer.errors} />;
  const { rows, total, counts } = answer.value;
  return (
    <section class="queue" aria-labelledby="queue-title">
      <div class="view-head">
        <h1 id="queue-title">Queue</h1>
        <p class="quiet">{number(counts.all.total)} open tickets, the most urgent first</p>
      </div>
      <Counts tally={counts.all} shown={parameters.class} pick={(one) => change({ class: one })} />
      <Filters parameters={parameters} counts={counts} />
      {total === 0
        ? <Empty title="Nothing here">No open ticket fits this filter.</Empty>
        : <Rows rows={rows} total={total} offset={range.offset} at={at} setRange={setRange} />}
    </section>
  );
}

/** Lets the core do what time alone causes, and says what that was. */
function useAdvance(at) {
  useEffect(() => {
    // A service does that by itself.
    if (mode.value !== 'local') return undefined;
    let current = true;
    work('desk', 'advance', { now: at }).then((answer) => {
      if (!current || !answer.ok || answer.value.count === 0) return;
      announce(sayTicked(answer.value));
      changed();
    });
    return () => { current = false; };
  }, [at]);
}

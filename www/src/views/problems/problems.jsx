// Incidents that probably have one cause, with what speaks for it, and the way to a problem record.
import { useState } from 'preact/hooks';

import { change } from '../../address.js';
import { changed, useAnswer } from '../../data/tickets.js';
import { announce } from '../../announce.js';
import { Empty, Failure, Findings, Loading } from '../../parts/findings.jsx';
import { useBeat } from '../../time/beat.js';
import { now } from '../../time/clock.js';
import { day, number } from '../../time/format.js';
import { work } from '../../worker/ask.js';
import './problems.css';
import { Candidate } from './candidate.jsx';
import { KINDS } from './kinds.js';
import { Made } from './make-problem.jsx';

const HOUR = 3_600_000;

export default function Problems({ parameters }) {
  // What a month of incidents says does not change from minute to minute.
  const hour = Math.floor(useBeat() / HOUR);
  const [outcomes, setOutcomes] = useState([]);
  const made = (outcome) => {
    setOutcomes((before) => [outcome, ...before]);
    announce(`${outcome.problem} has ${outcome.done} of ${outcome.of} incidents.`);
  };
  const { value: answer, error } = useAnswer(
    () => work('problems', 'candidates', { now: now() }),
    [hour],
  );
  if (error) return <Failure error={error} retry={changed} />;
  if (!answer) return <Loading what="problem candidates" />;
  if (!answer.ok) return <Findings title="No candidates can be found" errors={answer.errors} />;
  const found = answer.value;
  const { kind, candidate: open } = parameters;
  const shown = found.candidates.filter(({ kinds }) => !kind || kinds.includes(kind));
  return (
    <section class="problems" aria-labelledby="problems-title">
      <div class="view-head">
        <h1 id="problems-title">Problem candidates</h1>
        <p class="quiet">
          {number(found.candidates.length)} groups among {number(found.incidents)} incidents since{' '}
          {day(found.since)}; the last weeks begin on {day(found.from)}
        </p>
      </div>
      <div class="stack">
        <Findings errors={found.findings} tone="note" />
        <Made outcomes={outcomes} />
        <Kinds candidates={found.candidates} shown={kind} />
        {shown.length === 0 ? (
          <Empty title="No candidate">No group of incidents stands out.</Empty>
        ) : (
          <ol class="candidates">
            {shown.map((one) => (
              <Candidate
                key={one.key}
                candidate={one}
                found={found}
                open={one.key === open}
                made={made}
              />
            ))}
          </ol>
        )}
        {found.leftOut > 0 && <p class="quiet">{number(found.leftOut)} more are not told.</p>}
      </div>
    </section>
  );
}

function Kinds({ candidates, shown }) {
  const count = (kind) => candidates.filter(({ kinds }) => kinds.includes(kind)).length;
  return (
    <div class="buttons" role="group" aria-label="Why they stand out">
      {Object.entries(KINDS).map(([kind, name]) => (
        <button
          type="button"
          key={kind}
          aria-pressed={kind === shown}
          disabled={count(kind) === 0}
          onClick={() => change({ kind: kind === shown ? null : kind })}
        >
          {name} <span class="number quiet">{count(kind)}</span>
        </button>
      ))}
    </div>
  );
}

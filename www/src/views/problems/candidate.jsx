import { change } from '../../address.js';
import { State } from '../../parts/chips.jsx';
import { Icon } from '../../parts/icon.jsx';
import { Link } from '../../parts/link.jsx';
import { written } from '../../parts/written.js';
import { number, shortInstant } from '../../time/format.js';
import { KINDS } from './kinds.js';
import { MakeProblem } from './make-problem.jsx';
import { Occurrences } from './occurrences.jsx';

/** One group of incidents; pressed, it shows what it rests on. */
export function Candidate({ candidate, found, open, made }) {
  const { key, kinds, facts, report, occurrences, reports, recent, known } = candidate;
  const detail = `candidate-${key}`;
  return (
    <li class="card candidate">
      <h2>
        <button
          type="button"
          class="plain candidate-title"
          aria-expanded={open}
          aria-controls={detail}
          onClick={() => change({ candidate: open ? null : key })}
        >
          {report.title}
        </button>
      </h2>
      <p class="candidate-marks">
        {kinds.map((kind) => (
          <span class="chip" key={kind}>
            {KINDS[kind]}
          </span>
        ))}
        {known && (
          <Link class="chip" to={{ view: 'ticket', id: known.problem }}>
            <Icon name="done" /> {known.problem}
          </Link>
        )}
        <span class="quiet small">{Object.values(facts).join(', ')}</span>
      </p>
      <p class="candidate-counts number">
        <strong>{number(occurrences)}</strong> times, <strong>{number(recent)}</strong> of late
        {reports !== occurrences && <span class="quiet"> ({number(reports)} reports)</span>}
      </p>
      <Occurrences candidate={candidate} found={found} />
      {open && <Detail id={detail} candidate={candidate} made={made} />}
    </li>
  );
}

function Detail({ id, candidate, made }) {
  const { report, terms, similar, outages = [], listed } = candidate;
  const titles = listed.map(({ title }) => title).join(' ');
  return (
    <div class="candidate-detail" id={id}>
      <section aria-label="What speaks for it">
        <h3>What speaks for it</h3>
        <ul class="evidence">
          {report.evidence.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {outages.map(({ parent, reports, from, to }) => (
            <li key={parent}>
              {number(reports)} reports of one outage, {shortInstant(from)} to {shortInstant(to)};
              the first is <Link to={{ view: 'ticket', id: parent }}>{parent}</Link>
            </li>
          ))}
          <li>{similar ? 'What they say is alike' : 'They share facts, not words'}</li>
        </ul>
        {terms.length > 0 && (
          <p class="terms" aria-label="Words that they share">
            {terms.map(({ term }) => (
              <span class="chip" key={term}>
                {written(term, titles)}
              </span>
            ))}
          </p>
        )}
        <MakeProblem candidate={candidate} made={made} />
      </section>
      <section aria-label="Incidents">
        <h3>{number(listed.length)} incidents</h3>
        <ul class="incidents">
          {listed.map((one) => (
            <li key={one.id}>
              <Link class="mono" to={{ view: 'ticket', id: one.id }}>
                {one.id}
              </Link>
              <span class="incident-title">{one.title}</span>
              <time class="quiet small" datetime={one.openedAt}>
                {shortInstant(one.openedAt)}
              </time>
              <State state={one.state} type={one.stateType} />
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

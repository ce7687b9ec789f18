// How long an incident was in each phase, and the times between what the standard names.
import { labels } from '../../core/core.js';
import { useAnswer } from '../../data/tickets.js';
import { Failure, Findings, Loading } from '../../parts/findings.jsx';
import { Link } from '../../parts/link.jsx';
import { length, shortInstant } from '../../time/format.js';
import { work } from '../../worker/ask.js';
import { phasesOf } from './phases.js';
import { Tlp } from './tlp.jsx';

const NAMES = {
  timeToDetect: 'To detect',
  timeToAcknowledge: 'To acknowledge',
  timeToContain: 'To contain',
  timeToRecover: 'To recover',
};

export function Timeline({ incident, plan, at }) {
  const { id, title, visits, tlp } = incident;
  const { value: answer, error } = useAnswer(() => work('security', 'timeline', { id }), [id]);
  return (
    <section class="card" aria-labelledby="incident-title">
      <div class="incident-head">
        <h2 id="incident-title">
          <Link to={{ view: 'ticket', id }}>{title}</Link>
        </h2>
        <Tlp label={tlp} />
      </div>
      <ol class="phases">
        {phasesOf(plan)
          .filter(({ states }) => states.length > 0)
          .map(({ name, states }) => (
            <Phase
              key={name}
              name={name}
              visits={visits.filter(({ state }) => states.includes(state))}
              at={at}
            />
          ))}
      </ol>
      {error && <Failure error={error} />}
      {!answer && !error && <Loading what="the times" />}
      {answer && !answer.ok && <Findings errors={answer.errors} />}
      {answer?.ok && (
        <dl class="intervals">
          {answer.value.intervals.map(({ name, ms }) => (
            <div key={name}>
              <dt>{NAMES[name] ?? name}</dt>
              <dd class={ms === null ? 'quiet' : 'number'}>
                {ms === null ? 'not known' : length(ms)}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}

/** What a part of a phase is called, and when it began. */
function said(label, phase, from) {
  return label === phase ? shortInstant(from) : `${label.split(': ').at(-1)} ${shortInstant(from)}`;
}

function Phase({ name, visits, at }) {
  const spent = visits.reduce(
    (sum, { from, to }) => sum + (to ? Date.parse(to) : at) - Date.parse(from),
    0,
  );
  const here = visits.some(({ to }) => to === null);
  return (
    <li class={`phase-visit ${visits.length === 0 ? 'ahead' : here ? 'here' : 'been'}`}>
      <span class="phase-name">{name}</span>
      {visits.length === 0 ? (
        <span class="quiet small">not yet</span>
      ) : (
        <>
          <span class="number">
            {length(spent)}
            {here && ' so far'}
          </span>
          <span class="quiet small">
            {visits
              .map(({ state, from }) => said(labels.value.state(state), name, from))
              .join('; ')}
          </span>
        </>
      )}
    </li>
  );
}

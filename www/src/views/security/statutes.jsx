// The clocks that the law starts, as far as what is stated about the incident lets them run.
import { change } from '../../address.js';
import { useAnswer } from '../../data/tickets.js';
import { Code, Failure, Findings, Loading } from '../../parts/findings.jsx';
import { useBeat } from '../../time/beat.js';
import { now } from '../../time/clock.js';
import { policy } from '../../core/core.js';
import { work } from '../../worker/ask.js';
import { Duty } from './duty.jsx';
import { Stated } from './stated.jsx';
import { statedIn } from './statement.js';

const MINUTE = 60_000;

export function Statutes({ incident, parameters }) {
  const minute = Math.floor(useBeat() / MINUTE);
  const { value: pack, error } = useAnswer(() => work('security', 'statutePack'), []);
  const stated = pack && statedIn(parameters, pack);
  const zone = policy.value.calendars?.[0]?.zone ?? 'Etc/UTC';
  const { value: answer, error: fault } = useAnswer(
    async () =>
      stated &&
      work('security', 'deadlines', {
        now: now(),
        scope: stated.scope,
        facts: { zone, anchors: stated.anchors, submissions: stated.submissions },
      }),
    [minute, JSON.stringify(stated)],
  );
  if (error ?? fault) return <Failure error={error ?? fault} />;
  return (
    <section class="card" aria-labelledby="statutes-title">
      <h2 id="statutes-title">Statutory clocks</h2>
      {!pack ? (
        <Loading what="the duties" />
      ) : (
        <>
          <Regimes pack={pack} chosen={stated.regimes} />
          <Stated pack={pack} stated={stated} incident={incident} />
        </>
      )}
      {answer && !answer.ok && (
        <Findings title="What is stated is refused" errors={answer.errors} />
      )}
      {answer?.ok && <Duties answer={answer.value} chosen={stated.regimes} />}
    </section>
  );
}

function Regimes({ pack, chosen }) {
  const press = (id) => {
    const next = chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id];
    change({ regimes: next.join(',') || null });
  };
  return (
    <div class="buttons" role="group" aria-label="Which law applies to us">
      {pack.regimes.map(({ id, name, jurisdiction }) => (
        <button
          type="button"
          key={id}
          class="regime"
          title={name}
          aria-pressed={chosen.includes(id)}
          onClick={() => press(id)}
        >
          {id.toUpperCase()} <span class="quiet small">{jurisdiction}</span>
        </button>
      ))}
    </div>
  );
}

/** Those that press come first; what is unknown is said, not left out. */
const ORDER = [
  'overdue',
  'late',
  'due',
  'running',
  'withoutUndueDelay',
  'factMissing',
  'anchorMissing',
  'notStarted',
];

function Duties({ answer: { deadlines, notice, warnings, pack, digest }, chosen }) {
  const place = ({ status }) => (ORDER.includes(status) ? ORDER.indexOf(status) : ORDER.length);
  const shown = deadlines
    .filter(({ regime }) => chosen.includes(regime))
    .toSorted(
      (one, other) =>
        place(one) - place(other) ||
        Date.parse(one.conservative ?? '9999-01-01') -
          Date.parse(other.conservative ?? '9999-01-01'),
    );
  return (
    <>
      {chosen.length === 0 && (
        <p class="quiet">Nothing is counted before you say which law applies.</p>
      )}
      <Findings errors={warnings} tone="warn" />
      <ul class="duties">
        {shown.map((one) => (
          <Duty key={one.duty} deadline={one} />
        ))}
      </ul>
      <p class="quiet small">
        <Code text={notice.message} />. Pack {pack} <span class="mono">{digest.slice(0, 8)}</span>.
      </p>
    </>
  );
}

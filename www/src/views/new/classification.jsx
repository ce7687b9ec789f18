import { kindName } from '../../parts/chips.jsx';
import { fieldName } from '../../parts/fact-field.jsx';
import { Findings } from '../../parts/findings.jsx';

const WHY_NOT = {
  noRule: 'no rule knows these words yet',
  belowThreshold: 'too few points',
  tooClose: 'two answers are too close',
};

/** What the rules take it for, with the words that decided. */
export function Classification({ classified, given }) {
  if (!classified.ok) return <Findings title="No classification" errors={classified.errors} />;
  const { verdicts, fired } = classified.value;
  return (
    <section class="card" aria-labelledby="class-title">
      <h2 id="class-title">What it is</h2>
      <dl class="verdicts">
        {Object.entries(verdicts).map(([field, verdict]) => (
          <div key={field}>
            <dt>{field === 'kind' ? 'Kind' : fieldName(field)}</dt>
            <dd>
              <Verdict field={field} verdict={verdict} given={given} />
            </dd>
          </div>
        ))}
      </dl>
      {fired.length > 0 && (
        <p class="fired small quiet">
          {fired.map(({ rule, because }) => (
            <span class="chip" key={rule}>
              {because ? <>“{because.words}”</> : null} {rule}
            </span>
          ))}
        </p>
      )}
    </section>
  );
}

function Verdict({ field, verdict, given }) {
  const name = (value) => (field === 'kind' ? kindName(value) : value);
  if (field === 'kind' && given)
    return (
      <>
        {kindName(given)} <span class="quiet">as you say</span>
      </>
    );
  if (!verdict.value) return <span class="quiet">open: {WHY_NOT[verdict.undetermined]}</span>;
  return (
    <>
      <strong>{name(verdict.value)}</strong>{' '}
      <span class="quiet">{verdict.confidence}% of the points</span>
      {verdict.candidates.length > 1 && (
        <span class="quiet">
          {' '}
          before{' '}
          {verdict.candidates
            .slice(1, 3)
            .map(({ value }) => name(value))
            .join(', ')}
        </span>
      )}
    </>
  );
}

import { length, number } from '../../time/format.js';
import { Listed } from './listed.jsx';
import { nameOf, percent } from './words.js';

/** What came, what went, what is left, and how well: the figures that are read first. */
export function Volumes({ report, definitions, whole }) {
  const { month, volumes, resolved, trends } = report;
  const compliance = trends.find(({ of }) => of === 'slaCompliance')?.months.at(-1);
  const median = resolved?.times.find(({ metric }) => metric === 'timeToResolve').over;
  const flow = (turn) => ({ metric: 'flow', turn, at: month });
  const kept = compliance?.of ? compliance.value / compliance.of : null;
  return (
    <dl class="volumes">
      <Volume name="Opened" of={flow('opened')} value={number(volumes.opened)} />
      <Volume name="Done" of={flow('done')} value={number(volumes.done)} />
      <Volume name="Reopened" of={flow('reopened')} value={number(volumes.reopened)} />
      <Volume
        name={whole ? 'Open at the end' : 'Open now'}
        of={flow('backlog')}
        value={number(volumes.backlog)}
        beside={`${number(volumes.backlogBefore)} when it began`}
      />
      <Volume
        name="Promises kept"
        value={percent(kept)}
        beside={
          kept === null ? undefined : `${number(compliance.value)} of ${number(compliance.of)}`
        }
      />
      <Volume
        name="Median to resolve"
        of={{ metric: 'timeToResolve' }}
        value={
          median?.count ? length(median.percentiles.find(({ percent: at }) => at === 50).ms) : '–'
        }
      />
      {resolved?.rates
        .filter(({ metric }) => metric !== 'reassignmentRate')
        .map((rate) => (
          <Volume
            key={rate.metric}
            name={nameOf(rate.metric, definitions)}
            of={{ metric: rate.metric }}
            value={percent(rate.share)}
            beside={`${number(rate.numerator)} of ${number(rate.denominator)}`}
          />
        ))}
    </dl>
  );
}

function Volume({ name, value, of, beside }) {
  return (
    <div class="volume">
      <dt>{name}</dt>
      <dd>
        {of ? (
          <Listed of={of} title={name}>
            {value}
          </Listed>
        ) : (
          <span class="listed-not">{value}</span>
        )}
        {beside && <span class="quiet small"> {beside}</span>}
      </dd>
    </div>
  );
}

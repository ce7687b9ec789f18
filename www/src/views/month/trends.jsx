// The month beside those before it, and whether the difference is more than chance.
import { length, number } from '../../time/format.js';
import { nameOf, percent, shortMonth } from './words.js';

const ARROWS = { up: '↑', down: '↓', level: '→' };
const TESTS = { poisson: 'Poisson', fisher: 'Fisher', mannWhitney: 'Mann-Whitney' };

export function Trends({ trends, definitions }) {
  const several = trends.some(({ months }) => months.length > 1);
  return (
    <section class="card trends" aria-labelledby="trends-title">
      <h2 id="trends-title">Trends</h2>
      {several ? (
        <Table trends={trends} definitions={definitions} />
      ) : (
        <p class="quiet">There is no whole month before this one to compare it with.</p>
      )}
    </section>
  );
}

function Table({ trends, definitions }) {
  const { months } = trends.find(({ months: list }) => list.length > 1);
  return (
    <>
      <table class="figures">
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" class="trend-line">
              <span class="visually-hidden">Course</span>
            </th>
            <th scope="col">{shortMonth(months.at(-2).month)}</th>
            <th scope="col">{shortMonth(months.at(-1).month)}</th>
            <th scope="col">Change</th>
          </tr>
        </thead>
        <tbody>
          {trends.map((trend) => (
            <Row key={trend.of} trend={trend} definitions={definitions} />
          ))}
        </tbody>
      </table>
      <p class="quiet small">Significant at 5 %, all comparisons together.</p>
    </>
  );
}

function say({ of }, point) {
  if (!point || point.value === null) return '–';
  if (of === 'timeToResolve') return length(point.value);
  return point.of === undefined
    ? number(point.value)
    : percent(point.of ? point.value / point.of : null);
}

function Row({ trend, definitions }) {
  const { of, months, direction, test, pValue, significant, longRun } = trend;
  const why =
    pValue === null
      ? undefined
      : `${TESTS[test]}, p ${pValue < 0.001 ? 'below 0.001' : number(pValue, { maximumFractionDigits: 3 })}`;
  return (
    <tr>
      <th scope="row">{of === 'timeToResolve' ? 'Median to resolve' : nameOf(of, definitions)}</th>
      <td class="trend-line">
        <Course months={months} />
      </td>
      <td>{say(trend, months.at(-2))}</td>
      <td>{say(trend, months.at(-1))}</td>
      <td>
        {direction === null ? '–' : <span aria-label={direction}>{ARROWS[direction]}</span>}{' '}
        <span class={significant ? 'significant' : 'quiet'}>
          {significant ? 'significant' : why && 'may be chance'}
        </span>
        {why && <span class="quiet small trend-why">{why}</span>}
        {longRun && <span class="quiet small trend-why">long run {ARROWS[longRun.direction]}</span>}
      </td>
    </tr>
  );
}

function Course({ months }) {
  const values = months.map(({ value, of }) => (value === null ? null : of ? value / of : value));
  const most = Math.max(...values, 0) || 1;
  return (
    <svg
      class="course"
      viewBox={`0 0 ${months.length * 10} 24`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {values.map(
        (value, index) =>
          value !== null && (
            <rect
              key={months[index].month}
              class={index === values.length - 1 ? 'this' : 'before'}
              x={index * 10 + 1}
              width="8"
              y={24 - (value / most) * 22 - 1}
              height={(value / most) * 22 + 1}
            />
          ),
      )}
    </svg>
  );
}

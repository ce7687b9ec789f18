// How well promises were kept, by target and priority.
import { labels, policy } from '../../core/core.js';
import { Priority } from '../../parts/chips.jsx';
import { length, number } from '../../time/format.js';
import { Listed } from './listed.jsx';
import { percent } from './words.js';

const SOME = { by: ['priority'] };

export function Promises({ report: { resolved, byPriority } }) {
  if (!resolved) {
    return (
      <div class="card">
        <h2>Promises</h2>
        <p class="quiet">Nothing was resolved in the month.</p>
      </div>
    );
  }
  const place = ({ values: [level] }) =>
    policy.value.scales.priority.findIndex(({ id }) => id === level);
  const slices = byPriority.toSorted((one, other) => place(one) - place(other));
  return (
    <section class="card promises" aria-labelledby="promises-title">
      <h2 id="promises-title">Promises of the tickets resolved in the month</h2>
      {resolved.targets.map((all) => (
        <Target key={all.agreement + all.target} all={all} slices={slices} />
      ))}
    </section>
  );
}

function Target({ all, slices }) {
  const { agreement, target } = all;
  const rows = slices
    .map(({ values, targets }) => [
      values,
      targets.find((one) => one.agreement === agreement && one.target === target),
    ])
    .filter(([, row]) => row);
  return (
    <table class="figures">
      <caption>
        {agreement} / {target}
      </caption>
      <thead>
        <tr>
          <th scope="col">Priority</th>
          <th scope="col">Kept</th>
          <th scope="col" class="promise-bar">
            <span class="visually-hidden">Share</span>
          </th>
          <th scope="col">Met</th>
          <th scope="col">Missed</th>
          <th scope="col">90&nbsp;% within</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([values, row]) => (
          <Row key={values[0]} row={row} values={values} head={<Priority level={values[0]} />} />
        ))}
        <Row row={all} head="All" class="sum" />
      </tbody>
    </table>
  );
}

function Row({ row, values, head, class: as }) {
  const { agreement, target, met, missed, share, elapsed } = row;
  const of = { metric: 'slaCompliance', agreement, target, ...(values && { ...SOME, values }) };
  const name = values ? `${target}, ${labels.value.priority(values[0])}` : target;
  return (
    <tr class={as}>
      <th scope="row">{head}</th>
      <td>{percent(share)}</td>
      <td class="promise-bar">
        <Bar share={share} />
      </td>
      <td>
        <Listed of={of} title={`Met: ${name}`}>
          {number(met)}
        </Listed>
      </td>
      <td>
        <Listed of={{ ...of, part: 'rest' }} title={`Missed: ${name}`}>
          {number(missed)}
        </Listed>
      </td>
      <td>{ninety(elapsed)}</td>
    </tr>
  );
}

function ninety({ percentiles }) {
  const { ms } = percentiles.find(({ percent: at }) => at === 90) ?? { ms: null };
  return ms === null ? '–' : length(ms);
}

function Bar({ share }) {
  if (share === null) return null;
  return (
    <svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="share-all" width="100" height="8" />
      <rect class="share-kept" width={share * 100} height="8" />
    </svg>
  );
}

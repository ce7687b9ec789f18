// What the tickets opened in the month were about.
import { number } from '../../time/format.js';
import { Listed } from './listed.jsx';

export function Tops({ report: { month, categories, services, groups } }) {
  return (
    <div class="month-thirds">
      <Top title="Categories" dimension="category" month={month} rows={categories} />
      <Top title="Services" dimension="service" month={month} rows={services} />
      <Top title="Groups" dimension="group" month={month} rows={groups} />
    </div>
  );
}

function Top({ title, dimension, month, rows }) {
  const opened = { metric: 'flow', turn: 'opened', at: month, by: [dimension] };
  const most = Math.max(...rows.map(({ count }) => count), 1);
  return (
    <section class="card" aria-label={title}>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p class="quiet">None.</p>
      ) : (
        <table class="figures tops">
          <thead class="visually-hidden">
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Share</th>
              <th scope="col">Opened</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.name}>
                <th scope="row">{row.name ?? '(none)'}</th>
                <td class="top-bar">
                  <svg
                    class="share"
                    viewBox="0 0 100 8"
                    preserveAspectRatio="none"
                    aria-hidden="true"
                  >
                    <rect class="share-top" width={(row.count / most) * 100} height="8" />
                  </svg>
                </td>
                <td>
                  <Listed
                    of={{ ...opened, values: [row.name] }}
                    title={`Opened: ${row.name ?? 'none'}`}
                  >
                    {number(row.count)}
                  </Listed>
                  {row.significant && <span class="significant small"> unusual</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

// The matrices as grids: a change there is a change of the text.
import { document, patch } from './draft.js';

export function Matrices() {
  const { scales, matrix, matrices } = document.value ?? {};
  const usable =
    [scales?.impact, scales?.urgency, scales?.priority].every(Array.isArray) && isObject(matrix);
  if (!usable) return null;
  const cases = Array.isArray(matrices) ? matrices : [];
  return (
    <section class="card" aria-labelledby="matrix-title">
      <h2 id="matrix-title">Priority by impact and urgency</h2>
      <Matrix matrix={matrix} scales={scales} at="/matrix" name="Priority" />
      {cases.map(
        ({ id, matrix: own }, index) =>
          isObject(own) && (
            <Matrix
              key={id}
              matrix={own}
              scales={scales}
              at={`/matrices/${index}/matrix`}
              name={id}
            />
          ),
      )}
    </section>
  );
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const labelOf = ({ id, label }) => label ?? id;
const escaped = (id) => String(id).replaceAll('~', '~0').replaceAll('/', '~1');

function Matrix({ matrix, scales: { impact, urgency, priority }, at, name }) {
  return (
    <table class="priority-grid">
      {at !== '/matrix' && <caption>{name}</caption>}
      <thead>
        <tr>
          <th scope="col">
            <span class="quiet small">Impact, urgency</span>
          </th>
          {urgency.map((level) => (
            <th scope="col" key={level.id}>
              {labelOf(level)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {impact.map((row) => (
          <tr key={row.id}>
            <th scope="row">{labelOf(row)}</th>
            {urgency.map((column) => (
              <td key={column.id}>
                <Cell
                  value={matrix[row.id]?.[column.id]}
                  levels={priority}
                  name={`${name} at impact ${labelOf(row)}, urgency ${labelOf(column)}`}
                  put={(value) =>
                    patch([
                      {
                        op: 'replace',
                        path: `${at}/${escaped(row.id)}/${escaped(column.id)}`,
                        value,
                      },
                    ])
                  }
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell({ value = '', levels, name, put }) {
  const place = levels.findIndex(({ id }) => id === value);
  const step = place === -1 ? 'none' : Math.round((4 * place) / Math.max(1, levels.length - 1));
  return (
    <select
      class={`matrix-cell step-${step}`}
      value={value}
      aria-label={name}
      onChange={(event) => put(event.currentTarget.value)}
    >
      {place === -1 && <option value={value}>{value || '–'}</option>}
      {levels.map((level) => (
        <option key={level.id} value={level.id}>
          {labelOf(level)}
        </option>
      ))}
    </select>
  );
}

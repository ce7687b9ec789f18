// The matrix of the policy as a grid to pick from: each cell says what it comes to.
import { labels, policy } from '../core/core.js';
import { Priority } from './chips.jsx';

export function Matrix({ impact, urgency, choose }) {
  const { scales, matrix } = policy.value;
  return (
    <table class="matrix">
      <caption>Impact and urgency</caption>
      <thead>
        <tr>
          <td />
          {scales.urgency.map(({ id }) => (
            <th key={id} scope="col">
              <span class="quiet">urgency</span> {labels.value.urgency(id)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {scales.impact.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <span class="quiet">impact</span> {labels.value.impact(row.id)}
            </th>
            {scales.urgency.map((column) => (
              <td key={column.id}>
                <button
                  type="button"
                  aria-pressed={row.id === impact && column.id === urgency}
                  aria-label={nameOf(row.id, column.id, matrix[row.id]?.[column.id])}
                  onClick={() => choose(row.id, column.id)}
                >
                  <Priority level={matrix[row.id]?.[column.id]} />
                </button>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function nameOf(impact, urgency, level) {
  const { priority, ...name } = labels.value;
  const says = level ? priority(level) : 'no priority';
  return `${says}: impact ${name.impact(impact)}, urgency ${name.urgency(urgency)}`;
}

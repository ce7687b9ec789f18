// What decided a priority: the cell of the matrix, modifiers, and whoever said otherwise.
import { labels } from '../core/core.js';
import { instant } from '../time/format.js';
import { Priority } from './chips.jsx';
import { fieldName } from './fact-field.jsx';

export function Reasons({ priority }) {
  const { reason, modifiers = [], overridden, level } = priority;
  const name = (id) => (id ? labels.value.priority(id) : 'none');
  return (
    <div class="reasons">
      <p>
        <Priority level={level} />
      </p>
      <ul>
        {reason.rule === 'matrix' ? (
          <li>
            Impact {labels.value.impact(reason.impact)} and urgency{' '}
            {labels.value.urgency(reason.urgency)} meet
            {reason.matrix ? ` in the matrix ${reason.matrix}` : ' in the matrix'}.
          </li>
        ) : (
          <li>Not known yet: {reason.fields.map(fieldName).join(', ')}.</li>
        )}
        {modifiers.map(({ id, from, to }) => (
          <li key={id}>
            The rule <code>{id}</code> makes it {name(to)} instead of {name(from)}.
          </li>
        ))}
        {overridden && (
          <li>
            Somebody gave it {name(overridden.level)}: {overridden.reason}
            {overridden.until && `, until ${instant(overridden.until)}`}
          </li>
        )}
      </ul>
    </div>
  );
}

import { change } from '../../address.js';
import { labels, policy } from '../../core/core.js';
import { me } from '../../data/session.js';

/** What the address asks of the desk. */
export function filterOf({ class: of, group, priority, state, mine }, visitor) {
  const wanted = { class: of, group, priority, state, assignee: mine ? visitor.id : undefined };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value));
}

export function Filters({ parameters, counts }) {
  const groups = counts.groups.map(({ of }) => of).filter(Boolean);
  const levels = policy.value.scales.priority.map(({ id }) => id);
  const states = policy.value.lifecycle.states
    .filter(({ type }) => type !== 'closed' && type !== 'canceled')
    .map(({ id }) => id);
  return (
    <div class="filters">
      <Choice name="group" label="Group" of={groups} chosen={parameters.group} />
      <Choice
        name="priority"
        label="Priority"
        of={levels}
        chosen={parameters.priority}
        say={labels.value.priority}
      />
      <Choice
        name="state"
        label="State"
        of={states}
        chosen={parameters.state}
        say={labels.value.state}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={Boolean(parameters.mine)}
          onChange={(event) => change({ mine: event.currentTarget.checked ? '1' : null })}
        />{' '}
        Mine, as {me.value.name}
      </label>
    </div>
  );
}

function Choice({ name, label, of, chosen = '', say = (id) => id }) {
  return (
    <label class="choice">
      <span>{label}</span>
      <select value={chosen} onChange={(event) => change({ [name]: event.currentTarget.value })}>
        <option value="">all</option>
        {of.map((id) => (
          <option key={id} value={id}>
            {say(id)}
          </option>
        ))}
      </select>
    </label>
  );
}

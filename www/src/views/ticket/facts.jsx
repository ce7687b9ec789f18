// What is known of the ticket.
import { nameOf } from '../../data/people.js';
import { fieldName } from '../../parts/fact-field.jsx';
import { instant } from '../../time/format.js';

/** Said elsewhere on the page. */
const ELSEWHERE = ['shortDescription', 'description', 'impact', 'urgency'];
const PEOPLE = ['caller', 'assignee'];

export function Facts({ ticket, rules = {} }) {
  const facts = Object.entries(ticket.facts ?? {})
    .filter(([field]) => !ELSEWHERE.includes(field) && rules[field] !== 'hidden');
  return (
    <section class="card" aria-labelledby="facts-title">
      <h2 id="facts-title">Details</h2>
      <dl class="facts">
        <Fact name="Opened">{instant(ticket.openedAt)}</Fact>
        {facts.map(([field, value]) => (
          <Fact key={field} name={fieldName(field)}>{shown(field, value)}</Fact>
        ))}
        {ticket.reopens > 0 && <Fact name="Reopened">{ticket.reopens} times</Fact>}
        <Fact name="Version">{ticket.version}</Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function shown(field, value) {
  if (PEOPLE.includes(field)) return nameOf(value);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

import { Clock } from './clock.jsx';
import { engine } from './engine.js';

// Each visit is a page of its own: what is left depends on when it is asked.
export const dynamic = 'force-dynamic';

/** Opened an hour ago, as it would come out of a database. */
function ticketOf(now) {
  const command = {
    type: 'open',
    id: 'INC-1',
    kind: 'incident',
    facts: { impact: 'high', urgency: 'medium' },
  };
  const context = { now: now - 3_600_000, actor: { id: 'ada' } };
  return engine.call({ op: 'decide', command, context }).value.ticket;
}

export default function Page() {
  const now = Date.now();
  const ticket = ticketOf(now);
  const context = { now, actor: { id: 'ada', roles: [] } };
  const { priority, moves } = engine.call({ op: 'assess', ticket, context }).value;
  return (
    <>
      <h1>{ticket.id}</h1>
      <p id="priority">
        Priority {priority.level}: impact {priority.reason.impact}, urgency{' '}
        {priority.reason.urgency}
      </p>
      <p id="moves">
        {moves
          .filter(({ allowed }) => allowed)
          .map(({ label }) => label)
          .join(', ')}
      </p>
      <p>
        To resolve: <Clock ticket={ticket} renderedAt={now} />
      </p>
    </>
  );
}

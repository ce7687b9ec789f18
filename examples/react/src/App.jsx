import { useSlaClock, useTicket } from 'incident-core/react';
import { useState } from 'react';

import { ResolveForm } from './ResolveForm.jsx';
import { actor, decide, engine } from './engine.js';

function Countdown({ ticket }) {
  const clock = useSlaClock(engine, ticket, { target: 'resolve' });
  if (clock === null) return null;
  const {
    live,
    dueAt,
    countdown: { text, level, label },
  } = clock;
  return (
    <time role="timer" dateTime={dueAt ?? undefined} data-level={level} aria-label={label}>
      {live ? text || label : dueAt}
    </time>
  );
}

function Moves({ ticket, onMove }) {
  const { assessment } = useTicket(engine, ticket, { actor });
  return (
    <ul>
      {assessment?.moves.map(({ to, label, allowed, needs }) => (
        <li key={to}>
          <button disabled={!allowed} onClick={() => onMove({ type: 'move', to })}>
            {label}
          </button>{' '}
          {needs.map(({ message }) => message).join('; ')}
        </li>
      ))}
    </ul>
  );
}

export function App({ opened }) {
  const [ticket, setTicket] = useState(opened);
  const [refused, setRefused] = useState([]);
  const give = (command) => {
    const answer = decide(ticket, command);
    setRefused(answer.ok ? [] : answer.errors);
    if (answer.ok) setTicket(answer.value.ticket);
  };
  return (
    <>
      <h1>
        {ticket.id}, {ticket.state}
      </h1>
      <p>
        Priority {ticket.priority}, to resolve: <Countdown ticket={ticket} />
      </p>
      <Moves ticket={ticket} onMove={give} />
      {ticket.stateType === 'active' && <ResolveForm ticket={ticket} onResolve={give} />}
      <p role="alert">{refused.map(({ message }) => message).join('; ')}</p>
    </>
  );
}

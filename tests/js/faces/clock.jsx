// A page of three components over the hooks, for each React. `React` is put in by the build.
import { useState } from 'react';
import { call, openEngine } from 'incident-core';
import { openEngine as openDeskEngine } from 'incident-core/desk';
import { useQueue, useSlaClock, useStore, useTicket } from 'incident-core/react';
import { ticketStore } from 'incident-core/store';

const itil = call({ op: 'preset', name: 'itil' }).value;
export const engine = openEngine(itil).value;
export const desk = openDeskEngine(itil).value.desk().value;
export const renders = { clock: 0 };

export function Clock({ ticket, serverNow }) {
  renders.clock += 1;
  const clock = useSlaClock(engine, ticket, { actor: { id: 'ada', roles: [] }, target: 'resolve', serverNow });
  if (clock === null) return <p id="clock">none</p>;
  const { live, dueAt, countdown: { text, level, label } } = clock;
  return (
    <p id="clock" data-level={level} title={label}>
      <time role="timer" dateTime={dueAt}>{live ? text || label : dueAt ?? label}</time>
    </p>
  );
}

function Moves({ ticket }) {
  const { assessment, errors } = useTicket(engine, ticket);
  const moves = assessment?.moves.map(({ to }) => to) ?? errors.map(({ code }) => code);
  return <p id="moves">{moves.join(' ')}</p>;
}

function Queue({ revision }) {
  const { rows, live } = useQueue(desk, { limit: 2, revision });
  return <ol id="queue" data-live={String(live)}>{rows.map(({ id }) => <li key={id}>{id}</li>)}</ol>;
}

function Own({ store }) {
  return <p id="own">{useStore(store).strictest?.stage}</p>;
}

export function App({ tickets, serverNow }) {
  const [at, setAt] = useState(0);
  const [store] = useState(() => ticketStore(engine, tickets[0]));
  return (
    <main>
      <Clock ticket={tickets[at]} serverNow={serverNow} />
      <Moves ticket={tickets[at]} />
      <Queue revision={at} />
      <Own store={store} />
      <button id="next" onClick={() => setAt((at + 1) % tickets.length)}>next</button>
    </main>
  );
}

'use client';

import { useSlaClock } from 'incident-core/react';

import { engine } from './engine.js';

/** On the server it shows when the ticket is due, in the browser it counts. */
export function Clock({ ticket, renderedAt }) {
  const clock = useSlaClock(engine, ticket, {
    target: 'resolve',
    renderedAt,
    serverNow: renderedAt,
  });
  const {
    live,
    dueAt,
    countdown: { text, level, label },
  } = clock;
  return (
    <time role="timer" dateTime={dueAt ?? undefined} data-level={level} data-live={String(live)}>
      {live ? text || label : dueAt}
    </time>
  );
}

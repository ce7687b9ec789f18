// The tickets as views see them: the same functions, whether a service is there or not.
import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';

import * as local from './local.js';
import * as service from './service.js';
import { mode } from './session.js';

const SOURCES = { local, service };

/** Counts up whenever a ticket has become another one: read it to be drawn anew. */
const revision = signal(0);

export function changed() {
  revision.value += 1;
}

const source = () => SOURCES[mode.peek()];

export function ticketOf(id) {
  return source().ticketOf(id);
}

/** The tickets that one is linked with, as the context of a decision wants them. */
export function linkedOf(id) {
  return source().linkedOf(id);
}

/**
 * Gives a command to a ticket (`null` to open one): `{ok: true, ticket, events}`, with `waiting` if
 * the service is away and the command is kept, or `{ok: false, errors}`.
 */
export async function give(id, command) {
  const answer = await source().give(id, command);
  if (answer.ok) changed();
  return answer;
}

/** What a promise gives, asked for anew when `keys` or the tickets change: `{value, error}`. */
export function useAnswer(ask, keys) {
  const [state, setState] = useState({});
  const seen = revision.value;
  useEffect(() => {
    let current = true;
    ask().then(
      (value) => current && setState({ value }),
      (error) => current && setState((before) => ({ ...before, error })),
    );
    return () => { current = false; };
  }, [seen, ...keys]);
  return state;
}

/** A ticket, kept fresh; `value` is null if there is none. */
export function useTicket(id) {
  return useAnswer(() => ticketOf(id), [id]);
}

// What past tickets say about a report: similar ones, and what helped with them.
import { openIndex } from 'incident-core/insight';

import { measured } from '../spent.js';
import * as repository from '../repository.js';

let index;

repository.listen({
  filled: close,
  dropped: (id) => index?.forget(id),
  put: (tickets) => index && measured('insight', () => index.push(tickets.map(past))),
});

function close() {
  index?.free();
  index = undefined;
}

const past = ({ id, kind, state, openedAt, resolvedAt, reopens, facts = {} }) => ({
  id, kind, state, openedAt, ...(resolvedAt && { resolvedAt }), reopens, facts,
});

function ready() {
  index ??= measured('insight', () => {
    const opened = openIndex().value;
    opened.push(repository.all().map(past));
    return opened;
  });
  return index;
}

/** Similar tickets, with their titles and how they stand. */
export function find({ text, ticket, limit = 6 }) {
  const held = ready();
  const query = { ...(text && { text }), ...(ticket && { ticket: past(ticket) }), limit };
  const answer = measured('insight', () => held.similar(query));
  if (!answer.ok) return answer;
  return { ok: true, value: answer.value.map(withTitle) };
}

function withTitle(match) {
  const { facts, state, stateType } = repository.get(match.id) ?? {};
  return { ...match, title: facts?.shortDescription ?? match.id, state, stateType };
}

/** What helped with similar tickets, the most often first. */
export function fixes({ text, ticket, now, limit = 10 }) {
  const held = ready();
  const query = { ...(text && { text }), ...(ticket && { ticket: past(ticket) }), limit };
  return measured('insight', () => held.fixes({ query, now }));
}

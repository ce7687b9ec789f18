// Incidents that probably have one cause, as the core finds them among all tickets.
import { openProblems } from 'incident-core/insight';

import { measured } from '../spent.js';
import * as repository from '../repository.js';

let problems;

repository.listen({
  filled: close,
  put: (tickets) => problems && measured('insight', () => problems.push(tickets.map(past))),
});

function close() {
  problems?.free();
  problems = undefined;
}

const past = ({ id, kind, state, openedAt, resolvedAt, reopens, facts = {} }) => ({
  id,
  kind,
  state,
  openedAt,
  ...(resolvedAt && { resolvedAt }),
  reopens,
  facts,
});

function ready() {
  problems ??= measured('insight', () => {
    const opened = openProblems().value;
    opened.push(repository.all().map(past));
    return opened;
  });
  return problems;
}

/** The candidates, each with when its incidents were opened and how they stand. */
export function candidates({ now }) {
  const held = ready();
  const answer = measured('insight', () => held.candidates({ now }));
  if (!answer.ok) return answer;
  const { candidates: found, ...rest } = answer.value;
  return { ok: true, value: { ...rest, candidates: found.map(withIncidents) } };
}

/** As the monthly report takes them, for tickets that were opened by then. */
export function reported({ now }) {
  const held = ready();
  const answer = measured('insight', () => held.candidates({ now }));
  return answer.ok ? answer.value.candidates.map(({ report }) => report) : [];
}

function withIncidents(candidate) {
  return { ...candidate, listed: candidate.incidents.map(incidentOf) };
}

function incidentOf(id) {
  const { facts, state, stateType, openedAt } = repository.get(id);
  return { id, title: facts?.shortDescription ?? id, state, stateType, openedAt };
}

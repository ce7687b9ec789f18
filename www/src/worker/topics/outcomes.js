// What another policy would have made of the tickets: each decided again under both.
import { openEngine } from 'incident-core/analysis';

import { measured } from '../spent.js';
import * as repository from '../repository.js';
import { redecide, ticked } from './outcomes-redecide.js';

const LATE = ['breached', 'missed'];

let engines;

repository.listen({ filled: close });

export function close() {
  engines?.forEach((engine) => engine.free());
  engines = undefined;
}

/** Makes ready for a policy, given as its text. */
export function open({ text }) {
  close();
  return measured('analysis', () => {
    const other = openEngine(text);
    if (!other.ok) return other;
    engines = [openEngine(repository.policy()).value, other.value];
    return {
      ok: true,
      value: { total: repository.size(), digest: other.value.opened.value.digest },
    };
  });
}

/** What both make of a stretch of the tickets. */
export function judge({ from, limit, now }) {
  return measured('analysis', () => {
    const tickets = repository.all().slice(from, from + limit);
    return tickets.map((ticket) => judged(ticket, now));
  });
}

function judged(ticket, now) {
  const [before, after] = engines.map((engine) =>
    outcome(engine, redecide(engine, ticket, now), now),
  );
  const recorded = outcome(
    engines[0],
    { ticket: ticked(engines[0], ticket, now), refused: [] },
    now,
  );
  const differences = differ(before, after);
  return {
    id: ticket.id,
    title: ticket.facts?.shortDescription ?? ticket.id,
    group: ticket.facts?.assignmentGroup ?? null,
    priority: before.values['/priority'] ?? null,
    differences,
    breach: breachOf(before, after),
    refused: after.refused.filter(
      (one) => !before.refused.some(({ at, command }) => at === one.at && command === one.command),
    ),
    // Whether deciding again under its own policy gives what is on record.
    faithful: before.refused.length === 0 && differ(recorded, before).length === 0,
  };
}

/** Where a ticket stands: values by JSON Pointer, and which of its clocks are late. */
function outcome(engine, { ticket, refused }, now) {
  if (!ticket) return { values: { '/state': null }, late: [], refused };
  const context = { now, actor: { id: 'clock' }, linked: [] };
  const assessed = engine.call({ op: 'assess', ticket, context });
  if (!assessed.ok) return { values: { '/state': ticket.state }, late: [], refused };
  const { clocks } = assessed.value;
  const values = { '/state': ticket.state, '/priority': ticket.priority ?? null };
  for (const { agreement, target, stage, dueAt, projectedDueAt } of clocks) {
    values[`/clocks/${agreement}/${target}/stage`] = stage;
    values[`/clocks/${agreement}/${target}/dueAt`] = dueAt ?? projectedDueAt ?? null;
  }
  const late = clocks
    .filter(({ stage }) => LATE.includes(stage))
    .map(({ agreement, target }) => `${agreement}/${target}`);
  return { values, late, refused };
}

function differ({ values: before }, { values: after }) {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((path) => (before[path] ?? null) !== (after[path] ?? null))
    .map((path) => ({ path, from: before[path] ?? null, to: after[path] ?? null }));
}

function breachOf({ late: before }, { late: after }) {
  if (after.some((clock) => !before.includes(clock))) return 'newlyBreached';
  return before.some((clock) => !after.includes(clock)) ? 'newlyMet' : null;
}

/** Both proofs of the clocks of a ticket that differ, read out by the core. */
export function proofs({ id, differences, now }) {
  const clocks = [
    ...new Set(
      differences
        .map(({ path }) => /^\/clocks\/([^/]+)\/([^/]+)\//.exec(path))
        .filter(Boolean)
        .map(([, agreement, target]) => JSON.stringify([agreement, target])),
    ),
  ];
  return measured('analysis', () => {
    const tickets = engines.map((engine) => redecide(engine, repository.get(id), now).ticket);
    return clocks.map((clock) => {
      const [agreement, target] = JSON.parse(clock);
      const [from, to] = engines.map((engine, index) => {
        if (!tickets[index]) return null;
        const proven = engine.call({ op: 'prove', ticket: tickets[index], agreement, target, now });
        return proven.ok ? proven.value.reading : proven.errors;
      });
      return { agreement, target, from, to };
    });
  });
}

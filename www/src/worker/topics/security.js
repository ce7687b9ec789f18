// Security incidents: their phases, what the law asks, who sees what, and the record of decisions.
import { openEngine } from 'incident-core/analysis';
import { call as respond } from 'incident-core/response';
import { call as secure, openStatutes } from 'incident-core/security';
import { versions } from 'incident-core/slim';

import { measured } from '../spent.js';
import * as repository from '../repository.js';
import { redecide } from './outcomes-redecide.js';

const ENDED = ['closed', 'canceled'];

let statutes;
const kept = () => (statutes ??= openStatutes().value);

/** The plan of the profile, its phases in order, and what a check of it says. */
export function plan() {
  return measured('response', () => {
    const { phases, playbooks, label, id } = respond({ op: 'plan', plan: 'iso27035' }).value;
    const { digest, warnings } = respond({ op: 'checkPlan', plan: 'iso27035' }).value;
    return { id, label: label ?? id, phases, playbooks: playbooks.length, digest, warnings };
  });
}

/** Every security incident, those that are open first, each with its strictest clock. */
export function incidents({ now }) {
  const { value: engine } = openEngine(repository.policy());
  const list = repository
    .all()
    .filter(({ kind }) => kind === 'securityIncident')
    .map((ticket) => incidentOf(engine, ticket, now));
  engine.free();
  const over = ({ stateType }) => (ENDED.includes(stateType) ? 1 : 0);
  return list.sort(
    (one, other) => over(one) - over(other) || (one.openedAt < other.openedAt ? 1 : -1),
  );
}

function incidentOf(engine, ticket, now) {
  const { id, state, stateType, priority, openedAt, facts = {} } = ticket;
  const assessed = engine.call({
    op: 'assess',
    ticket,
    context: { now, actor: { id: 'clock' }, linked: [] },
  });
  const { clocks, strictest } = assessed.ok ? assessed.value : { clocks: [] };
  const clock = clocks.find(
    ({ agreement, target }) => agreement === strictest?.agreement && target === strictest?.target,
  );
  return {
    id,
    state,
    stateType,
    priority,
    openedAt,
    title: facts.shortDescription ?? id,
    tlp: facts.tlp ?? null,
    clock,
    visits: visitsOf(ticket),
  };
}

/** Which states it was in, and from when to when. */
function visitsOf({ history }) {
  const moves = history.filter(
    ({ change }) => change.type === 'opened' || change.type === 'stateChanged',
  );
  return moves.map(({ at, change }, index) => ({
    state: change.to ?? change.state,
    from: at,
    to: moves[index + 1]?.at ?? null,
  }));
}

/** What happened when, and the times between, by the package's own reading of the events. */
export function timeline({ id }) {
  return measured('response', () => respond({ op: 'timeline', ticket: repository.get(id) }));
}

export function statutePack() {
  return measured('security', () => secure({ op: 'statutePack' }).value);
}

export function deadlines({ facts, scope, now }) {
  return measured('security', () => kept().call({ op: 'statuteDeadlines', facts, scope, now }));
}

/** Who the rules of the profile name, with what each may see at most. */
export function disclosure() {
  return measured('security', () => {
    const { show } = secure({ op: 'disclosurePreset', name: 'iso27035' }).value;
    return [...new Set(show.flatMap(({ roles = [] }) => roles))];
  });
}

/** The ticket as a viewer sees it. */
export function redacted({ id, viewer }) {
  const document = repository.get(id);
  return measured('security', () => secure({ op: 'redact', document, rules: 'iso27035', viewer }));
}

/** The record of the decisions on a ticket, chained line by line, and its head. */
export function record({ id, now }) {
  const opened = openEngine(repository.policy());
  if (!opened.ok) return opened;
  const { crate: library, tzdb } = versions();
  const policy = opened.value.opened.value.digest;
  const { decisions } = measured('analysis', () => redecide(opened.value, repository.get(id), now));
  opened.value.free();
  return measured('security', () => {
    let head;
    const lines = [];
    for (const decision of decisions) {
      const made = { ...decision, decidedBy: { policy, library, tzdb } };
      const answer = secure({ op: 'appendDecision', ticket: id, head, decision: made });
      if (!answer.ok) return answer;
      ({ head } = answer.value);
      lines.push(answer.value.line);
    }
    return { ok: true, value: { record: lines.join(''), head } };
  });
}

/** Whether a record is whole up to its head, and whether its decisions make the ticket again. */
export function verify({ id, record: text, head }) {
  const chain = measured('security', () => secure({ op: 'verifyRecord', record: text, head }));
  if (!chain.ok) return chain;
  const { value: engine } = openEngine(repository.policy());
  const replayed = measured('analysis', () => engine.call({ op: 'replayDecisions', record: text }));
  engine.free();
  if (!replayed.ok) return replayed;
  const { version } = replayed.value;
  return {
    ok: true,
    value: { ...chain.value, version, same: version >= repository.get(id).version },
  };
}

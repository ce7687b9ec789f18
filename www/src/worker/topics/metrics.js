// The figures of a month: every ticket as it stood then, counted by the core.
import { call, openMetrics } from 'incident-core/metrics';
import { openEngine } from 'incident-core/slim';

import { measured } from '../spent.js';
import * as repository from '../repository.js';
import { askPlain } from './analysis.js';
import { reported } from './problems.js';
import { standing } from './standing.js';

const GROUPINGS = [['priority'], ['category'], ['service'], ['group']];
const ROWS = 10;

/** What was counted last: of one month, as of one instant. */
let counted;

repository.listen({ filled: forget, put: forget });

function forget() {
  counted?.metrics.free();
  counted = undefined;
}

const zoneOf = () => repository.policy().calendars?.[0]?.zone ?? 'Etc/UTC';

/** The months in which tickets were opened, and the present one, as the core names them. */
export function months({ now }) {
  const opened = repository.all().filter(({ openedAt }) => Date.parse(openedAt) <= now);
  const cases = [...opened, { id: 'now', kind: 'event', openedAt: now }];
  return measured('metrics', () => {
    const { value: metrics } = openMetrics({ asOf: now, zone: zoneOf() });
    metrics.push(cases.map(({ id, kind, openedAt }) => ({ case: { id, kind, openedAt } })));
    const { flow } = metrics.figures().figures.groupings[0].cells[0];
    metrics.free();
    return flow.map(({ at }) => at);
  });
}

/** The instant after a month, by the zone of the policy. */
function endOf(month) {
  const answer = call({ op: 'report', report: { month, zone: zoneOf() }, tickets: [] });
  return answer.ok ? { ok: true, value: Date.parse(answer.value.asOf) + 1 } : answer;
}

function before(month) {
  const [year, number] = month.split('-').map(Number);
  const text = number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
  return text.padStart(7, '0');
}

function count(month, now) {
  if (counted?.month === month && counted.now === now) return { ok: true, value: counted };
  forget();
  const end = endOf(month);
  if (!end.ok) return end;
  const begin = endOf(before(month));
  if (!begin.ok) return begin;
  const asOf = Math.max(Math.min(now, end.value - 1), begin.value);
  const settings = {
    asOf,
    zone: zoneOf(),
    groupBy: GROUPINGS,
    selectBy: 'resolved',
    period: { from: begin.value, to: end.value },
  };
  const opened = openMetrics(settings, { lists: true });
  if (!opened.ok) return opened;
  opened.value.push(linesAt(asOf));
  opened.value.finish();
  counted = { month, now, asOf, period: settings.period, metrics: opened.value };
  return { ok: true, value: counted };
}

/** Each ticket as it stood, with where its clocks stood. */
function linesAt(at) {
  const { value: engine } = openEngine(repository.policy());
  const lines = standing(engine, repository.all(), at).map((ticket) => {
    const context = { now: at, actor: { id: 'clock' }, linked: [] };
    const { clocks } = engine.call({ op: 'assess', ticket, context }).value;
    const targets = clocks.map(({ agreement, target, stage, elapsedMs, withinMs }) => ({
      agreement,
      target,
      stage,
      elapsedMs,
      ...(withinMs !== undefined && { withinMs }),
    }));
    return { ticket, targets };
  });
  engine.free();
  return lines;
}

function draft(month, now) {
  const { value: linted } = askPlain({ op: 'lint', policy: repository.policy(), now });
  return {
    month,
    zone: zoneOf(),
    title: repository.policy().label ?? repository.policy().id,
    rows: ROWS,
    problems: reported({ now: counted.asOf }),
    findings: linted.map(({ finding: { code, path, message } }) => ({ code, path, message })),
  };
}

/** The report about a month: `format` is `data`, `markdown` or `html`. */
export function report({ month, now, format = 'data' }) {
  const ready = measured('metrics', () => count(month, now));
  if (!ready.ok) return ready;
  const { metrics, asOf, period } = ready.value;
  const wanted = draft(month, now);
  const answer = measured('metrics', () => metrics.report(wanted, format));
  if (!answer.ok || format !== 'data') return answer;
  return {
    ok: true,
    value: {
      report: answer.value,
      asOf,
      whole: asOf === period.to - 1,
      definitions: call({ op: 'metricDefinitions' }).value,
      refused: metrics.figures().findings,
    },
  };
}

/** The tickets behind a figure: `of` is a request of the core. */
export function tickets({ month, now, of }) {
  return measured('metrics', () => {
    const ready = count(month, now);
    if (!ready.ok) return ready;
    const answer = ready.value.metrics.tickets({ ...of, most: 500 });
    if (!answer.ok) return answer;
    return { ok: true, value: { ...answer.value, tickets: answer.value.tickets.map(withTitle) } };
  });
}

function withTitle(listed) {
  const { facts, state, stateType } = repository.get(listed.id);
  return { ...listed, title: facts?.shortDescription ?? listed.id, state, stateType };
}

/** The clocks that run now and when they are due, for calendars. */
export function deadlines({ now }) {
  const { value: engine } = openEngine(repository.policy());
  const list = repository
    .all()
    .filter(({ stateType }) => stateType !== 'closed' && stateType !== 'canceled')
    .flatMap((ticket) => {
      const context = { now, actor: { id: 'clock' }, linked: [] };
      const { clocks } = engine.call({ op: 'assess', ticket, context }).value;
      return clocks
        .filter(({ stage, dueAt }) => dueAt && stage === 'running')
        .map(({ agreement, target, dueAt, priority }) => ({
          ticket: ticket.id,
          version: ticket.version,
          title: ticket.facts?.shortDescription ?? ticket.id,
          agreement,
          target,
          dueAt,
          priority,
        }));
    });
  engine.free();
  return list.sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1));
}

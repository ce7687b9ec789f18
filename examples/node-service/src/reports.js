import { openProblems } from 'incident-core/insight';
import { call, openMetrics } from 'incident-core/metrics';

import { accepted } from './errors.js';
import { TIME, evolve } from './rules.js';
import { tenants } from './store/policies.js';
import { firstOpened, hasReport, keepReport } from './store/reports.js';
import { listTickets } from './store/tickets.js';

const PAGE = 500;
const PROBLEMS = 10;
/** So far back a tenant that is new here gets its reports. */
const MONTHS = 13;

/** The months, `2026-03`, that were over by an instant, the last one first. */
function monthsBefore(at, zone, count) {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
  }).formatToParts(at);
  const part = (type) => Number(parts.find((one) => one.type === type).value);
  const number = part('year') * 12 + part('month') - 1;
  return Array.from({ length: count }, (_, place) => {
    const month = number - 1 - place;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}

/** When a month ends, as the package has it. */
function endOf(month, zone) {
  const { asOf } = accepted(call({ op: 'report', report: { month, zone }, tickets: [] }));
  return Date.parse(asOf);
}

const recorded = ({ at, recordedAt }) => Date.parse(recordedAt ?? at);

/**
 * The ticket as it was known at an instant; null if it was not yet. What was recorded later was not
 * known, nor what came after it: time dates back what it does, and says nothing of when.
 */
function asOf(ticket, at) {
  const { history } = ticket;
  const later = history.findIndex((event) => recorded(event) > at);
  if (later === -1) return ticket;
  return later === 0 ? null : evolve(null, history.slice(0, later));
}

/** How the targets of a ticket stood then: what only its policy knows. */
function targetsOf(rules, policy, ticket, at) {
  const context = { now: new Date(at).toISOString(), actor: TIME };
  const assessed = rules.assess(policy, ticket, context);
  if (!assessed.ok) return [];
  return assessed.value.clocks.map(({ agreement, target, stage, elapsedMs, withinMs }) => ({
    agreement,
    target,
    stage,
    elapsedMs,
    ...(withinMs === undefined ? {} : { withinMs }),
  }));
}

function pastOf({ id, kind, state, openedAt, resolvedAt, reopens, facts = {} }) {
  return { id, kind, state, openedAt, ...(resolvedAt && { resolvedAt }), reopens, facts };
}

/** Makes the monthly report of each tenant when the month is over, and keeps it. */
export function openReports({ store, rules, policies, zone, log }) {
  async function eachPage(tenant, take) {
    for (let after = ''; after !== null; ) {
      const page = await store.within(tenant, (unit) => listTickets(unit, { after, limit: PAGE }));
      take(page.tickets);
      after = page.next;
    }
  }

  function candidatesOf(problems, at) {
    const found = problems.candidates({ now: at });
    return found.ok ? found.value.candidates.slice(0, PROBLEMS).map(({ report }) => report) : [];
  }

  async function make(tenant, month, now) {
    const at = endOf(month, zone);
    const policy = await store.within(tenant, (unit) => policies.current(unit, now));
    const metrics = accepted(openMetrics({ asOf: at, zone }, { lists: true }));
    const problems = accepted(openProblems());
    let count = 0;
    try {
      await eachPage(tenant, (tickets) => {
        const then = tickets.map((ticket) => asOf(ticket, at)).filter((ticket) => ticket !== null);
        metrics.push(
          then.map((ticket) => ({ ticket, targets: targetsOf(rules, policy, ticket, at) })),
        );
        problems.push(then.map(pastOf));
        count += then.length;
      });
      metrics.finish();
      problems.finish();
      const draft = { month, zone, problems: candidatesOf(problems, at) };
      const [json, markdown, html] = ['data', 'markdown', 'html'].map((format) =>
        accepted(metrics.report(draft, format)),
      );
      await store.within(tenant, (unit) =>
        keepReport(unit, {
          month,
          policy: policy.digest,
          made_at: now,
          tickets: count,
          json: JSON.stringify(json),
          markdown,
          html,
        }),
      );
      log.info({ tenant, month, tickets: count }, 'made a monthly report');
    } finally {
      metrics.free();
      problems.free();
    }
  }

  /** Makes every report that is missing by now, of the months since the first ticket. */
  async function makeDue(now) {
    for (const tenant of await store.everywhere(tenants)) {
      const missing = await store.within(tenant, async (unit) => {
        const first = await firstOpened(unit);
        const months = [];
        for (const month of first === undefined ? [] : monthsBefore(now, zone, MONTHS)) {
          if (endOf(month, zone) < first) break;
          if (await hasReport(unit, month)) break;
          months.push(month);
        }
        return months;
      });
      for (const month of missing.reverse()) await make(tenant, month, now);
    }
  }

  return { makeDue };
}

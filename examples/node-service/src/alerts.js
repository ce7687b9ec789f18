import { readFileSync } from 'node:fs';

import { openSignals } from 'incident-core/security';

import { accepted, refusal } from './errors.js';
import { TIME } from './rules.js';
import { addAlert, addCandidate, alertsAfter, ticketsOfCandidates } from './store/alerts.js';
import { take } from './store/counters.js';
import { lockTicket, numberTicket } from './store/tickets.js';
import { contextOf, decided, storeDecisions } from './tickets/decided.js';

/** How long a body counts for what later ones mean. */
export const ALERT_HOURS = 72;
const HOUR_MS = 3_600_000;

/** What is read from each source, and what a level says about impact and urgency. */
export const ALERTS = {
  signals: {
    sources: {
      alertmanager: { format: 'alertmanager' },
      grafana: { format: 'grafana' },
      pagerduty: { format: 'pagerduty' },
      cloudEvents: { format: 'cloudEvents' },
      statuspage: { format: 'statuspage' },
      plain: { format: 'plain' },
    },
    groupBy: ['@name'],
  },
  levels: {
    critical: { impact: 'high', urgency: 'high' },
    high: { impact: 'high', urgency: 'medium' },
    warning: { impact: 'medium', urgency: 'medium' },
    info: { impact: 'low', urgency: 'low' },
    low: { impact: 'low', urgency: 'low' },
  },
};

/** Settings of one's own from a file: `signals` as the package has them, and `levels`. */
export function readAlerts(file) {
  const {
    signals = ALERTS.signals,
    levels = ALERTS.levels,
    ...others
  } = JSON.parse(readFileSync(file, 'utf8'));
  const unknown = Object.keys(others);
  if (unknown.length > 0) throw new Error(`unknown member \`${unknown[0]}\``);
  accepted(openSignals(signals)).free();
  return { signals, levels };
}

/** What the ticket of a candidate says. */
function openingOf(candidate, id, levels) {
  const facts = {
    shortDescription: candidate.summary ?? candidate.name,
    channel: 'monitoring',
    ...levels[candidate.level],
  };
  if (candidate.services.length > 0) [facts.service] = candidate.services;
  return { type: 'open', id, kind: 'incident', from: 'support', facts };
}

/**
 * Takes in alerts. What bodies mean together is kept by the package, in memory; every replica reads
 * the bodies that others took in, in the order of their numbers, so that all come to the same.
 */
export function openAlerts({ rules, policies, settings = ALERTS }) {
  const signals = new Map();

  function fresh() {
    return { signals: accepted(openSignals(settings.signals)), number: 0 };
  }

  function forget(tenant) {
    signals.get(tenant)?.signals.free();
    signals.delete(tenant);
  }

  async function readOn(unit, held, now) {
    for (const { number, source, body, at } of await alertsAfter(
      unit,
      held.number,
      now - ALERT_HOURS * HOUR_MS,
    )) {
      held.signals.push(source, body, at);
      held.number = number;
    }
    held.signals.changes();
  }

  /** Decides and stores what an alert has the service say to a ticket. */
  async function give(unit, { id, command, policy, now }) {
    const known = await lockTicket(unit, id);
    const context = await contextOf(unit, { policy, ticket: known?.ticket, actor: TIME, now });
    const decision = rules.decide(policy, known?.ticket ?? null, command, context);
    if (!decision.ok) return decision.errors;
    const { events, ticket } = decision.value;
    const decisions = [decided(command, context, decision.value)];
    if (events.length > 0)
      await storeDecisions(unit, rules, { known, decisions, ticket, policy, now });
    return [];
  }

  async function becomeTickets(unit, candidates, now) {
    const policy = await policies.current(unit, now);
    const known = await ticketsOfCandidates(
      unit,
      candidates.map(({ id }) => id),
    );
    const opened = [];
    const findings = [];
    for (const candidate of candidates) {
      const ticket = known.get(candidate.id);
      if (ticket === undefined && candidate.standing === 'open') {
        const id = await numberTicket(unit);
        const command = openingOf(candidate, id, settings.levels);
        const errors = await give(unit, { id, command, policy, now });
        findings.push(...errors);
        if (errors.length > 0) continue;
        await addCandidate(unit, candidate.id, id);
        opened.push(id);
      } else if (ticket !== undefined && candidate.standing === 'recovered') {
        const text = `All ${candidate.alarms} alarms of ${candidate.id} are quiet.`;
        const command = { type: 'addMessage', from: 'support', internal: true, text };
        findings.push(...(await give(unit, { id: ticket, command, policy, now })));
      }
    }
    return { opened, findings };
  }

  async function takeIn(unit, { source, body, now }) {
    // The row of the number is locked until the commit: one body of a tenant at a time.
    const number = await take(unit, 'alert');
    if (!signals.has(unit.tenant)) signals.set(unit.tenant, fresh());
    const held = signals.get(unit.tenant);
    await readOn(unit, held, now);
    const { outcomes, warnings } = accepted(held.signals.push(source, body, now), 400);
    held.number = number;
    const candidates = accepted(held.signals.changes());
    await addAlert(unit, { number, source, body, at: now });
    const { opened, findings } = await becomeTickets(unit, candidates, now);
    const count = (...kinds) => outcomes.filter(({ kind }) => kinds.includes(kind)).length;
    return {
      signals: outcomes,
      candidates,
      opened,
      duplicates: count('duplicate'),
      suppressed: count('suppressed', 'flapping'),
      warnings: [...warnings, ...findings],
    };
  }

  const busy = new Map();

  /** One body of a source. What it could not store it has not heard either. */
  async function push(store, tenant, { source, body, now }) {
    if (!Object.hasOwn(settings.signals.sources, source)) throw refusal('service.notFound');
    const before = busy.get(tenant) ?? Promise.resolve();
    const turn = before
      .catch(() => {})
      .then(async () => {
        try {
          return await store.within(tenant, (unit) => takeIn(unit, { source, body, now }));
        } catch (error) {
          forget(tenant);
          throw error;
        }
      });
    busy.set(tenant, turn);
    return turn.finally(() => {
      if (busy.get(tenant) === turn) busy.delete(tenant);
    });
  }

  return {
    push,
    close() {
      for (const tenant of [...signals.keys()]) forget(tenant);
    },
  };
}

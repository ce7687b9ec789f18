import { openAlerts } from './alerts.js';
import { listen, openPostgres } from './database/postgres.js';
import { migrate } from './database/schema.js';
import { openSqlite } from './database/sqlite.js';
import { openDesks } from './desks.js';
import { openFeed } from './feed.js';
import { openApp } from './http/app.js';
import { openAuth, remoteKeys } from './http/auth.js';
import { DEMO_AUDIENCE, DEMO_ISSUER, openDemo } from './http/demo.js';
import { openImports } from './imports.js';
import { openJobs, prepareJobs } from './jobs.js';
import { repeat } from './loops.js';
import { openMeasures } from './measures.js';
import { openPolicies } from './policies.js';
import { openReports } from './reports.js';
import { openRules } from './rules.js';
import { people, seed } from './seed.js';
import { forgetAlerts } from './store/alerts.js';
import { forgetKeys } from './store/idempotency.js';
import { interruptImports } from './store/imports.js';
import { openStore } from './store/unit.js';
import { sweep, tickTicket } from './tickets/tick.js';
import { openDeliveries } from './webhooks/deliver.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** An import stores something every few seconds; one that did not for so long is dead. */
const IMPORT_SILENT_MS = 600_000;
const ALERTS_KEPT_MS = 96 * HOUR_MS;

async function openDatabase(settings, log, pragmas) {
  const database =
    settings.databaseUrl === ''
      ? openSqlite(settings.databaseFile, { pragmas })
      : openPostgres(settings.databaseUrl, { log, connections: settings.connections });
  if (database.pool !== undefined) await prepareJobs(database, log);
  await migrate(database);
  return database;
}

/** What is done without anybody asking; each answers how to stop it. */
function begin({ settings, database, store, parts, feed, deliverDue, reports }) {
  const { now, log, measures } = parts;
  const every = (milliseconds, name, work) => repeat(milliseconds, work, { log, name });
  const ticking = { rules: parts.rules, policies: parts.policies, log };
  const stops = [
    every(settings.sweepMs, 'the sweep of timers', async (stopped) => {
      measures.ticks.inc(await sweep(store, ticking, now, { stopped }));
    }),
    every(settings.sweepMs, 'the outbox', deliverDue),
    every(60_000, 'the monthly report', () => reports.makeDue(now())),
    every(HOUR_MS, 'housekeeping', () =>
      store.everywhere(async (unit) => {
        await forgetKeys(unit, now() - settings.keyDays * DAY_MS);
        await forgetAlerts(unit, now() - ALERTS_KEPT_MS);
        await interruptImports(unit, now() - IMPORT_SILENT_MS, now());
      }),
    ),
  ];
  if (database.pool !== undefined) {
    const tick = async (tenant, ticket) => {
      const did = await store.within(tenant, (unit) => tickTicket(unit, ticking, ticket, now()));
      if (did) measures.ticks.inc();
    };
    stops.push(openJobs(database, { tick, log }));
    const ear = listen(settings.databaseUrl, { log, heard: feed.wake });
    stops.push(ear.close);
  }
  return stops;
}

/**
 * The service: from settings to something that listens. The clock and the rules can be others, for
 * tests and for measuring; so can what checks tokens.
 */
export async function openService({
  settings,
  log,
  now = Date.now,
  rules = openRules(),
  keys,
  pragmas,
}) {
  const database = await openDatabase(settings, log, pragmas);
  const measures = openMeasures();
  let feed;
  const store = openStore({ database, stored: (tenant) => feed.wake(tenant) });
  feed = openFeed({ store });
  const policies = openPolicies({ rules, first: settings.policy });
  const demo = settings.demo ? await openDemo({ now, identities: await people() }) : undefined;
  const auth = openAuth({
    keys: keys ?? demo?.keys ?? remoteKeys(settings.jwks),
    issuer: settings.demo ? DEMO_ISSUER : settings.issuer,
    audience: settings.demo ? DEMO_AUDIENCE : settings.audience,
    roles: settings.roles,
    queryToken: settings.queryToken,
    now,
  });
  const streams = new Set();
  const state = { stopping: false };
  const parts = {
    settings,
    store,
    rules,
    policies,
    measures,
    demo,
    auth,
    streams,
    state,
    feed,
    now,
    log,
    desks: openDesks({ store, policies }),
    alerts: openAlerts({ rules, policies, settings: settings.alerts }),
    imports: openImports({ store, rules, policies, now, log }),
    count: (type, outcome) => measures.commands.inc({ type, outcome }),
  };
  if (demo !== undefined) await seed({ store, policies, rules, tenant: demo.tenant, now, log });
  const app = await openApp(parts);
  const unanswered = new Set();
  app.server.on('request', (request, response) => {
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
  });
  const deliverDue = openDeliveries({
    store,
    settings,
    now,
    log,
    count: (outcome) => measures.deliveries.inc({ outcome }),
  });
  const reports = openReports({ store, rules, policies, zone: settings.reportZone, log });
  const stops = begin({ settings, database, store, parts, feed, deliverDue, reports });

  /** Takes no more, finishes what it has begun, and leaves the rest for the next start. */
  async function close() {
    state.stopping = true;
    const closing = app.close();
    for (const stream of streams) stream.end();
    feed.wake();
    // Node waits for connections that say nothing, too, as long as they are kept alive.
    const leaving = setInterval(() => {
      if (unanswered.size === 0) app.server.closeAllConnections();
    }, 50);
    await closing;
    clearInterval(leaving);
    await Promise.all(stops.map((stop) => stop()));
    await parts.imports.close();
    parts.desks.close();
    parts.alerts.close();
    measures.close();
    await database.db.destroy();
  }

  return { app, store, database, demo, reports, deliverDue, close, parts };
}

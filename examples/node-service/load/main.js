// Puts the service under load and counts what is left of it.
//
// node load/main.js [--commands 1000] [--connections 8] [--replicas 1] [--kills 0] [--postgres]
//   [--minutes 60] [--ratio]
//
// --kills kills that many replicas on the way, without a word, and starts others. --ratio gives the
// commands by turns to the service and to the same one with its rules stubbed out, and says how
// much slower the rules make it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { pino } from 'pino';

import { auditTenant } from '../src/audit.js';
import { openPostgres } from '../src/database/postgres.js';
import { openSqlite } from '../src/database/sqlite.js';
import { openRules } from '../src/rules.js';
import { openStore } from '../src/store/unit.js';
import { openCluster } from '../test/cluster.js';
import { AUDIENCE, ISSUER, publicKey, tokenOf } from '../test/world.js';
import { openFleet } from './fleet.js';
import { TENANTS, countStored, giveCommands } from './run.js';

const ROUNDS = 4;

const whole = (standard) => ({ type: 'string', default: `${standard}` });
const { values } = parseArgs({
  options: {
    commands: whole(1_000),
    connections: whole(8),
    replicas: whole(1),
    kills: whole(0),
    minutes: whole(60),
    postgres: { type: 'boolean', default: false },
    ratio: { type: 'boolean', default: false },
  },
});
const wanted = Object.fromEntries(
  ['commands', 'connections', 'replicas', 'kills', 'minutes'].map((name) => [
    name,
    Number(values[name]),
  ]),
);

const settingsOf = (place) => ({
  DESK_ISSUER: ISSUER,
  DESK_AUDIENCE: AUDIENCE,
  DESK_JWKS: `${ISSUER}/keys`,
  DESK_RATE: '1000000',
  PORT: '0',
  ...place,
});

async function openPlace(cluster, folder, name) {
  return cluster === undefined
    ? { DATABASE_FILE: join(folder, `${name}.db`) }
    : { DATABASE_URL: await cluster.database() };
}

/** Kills replicas at even distances of the way. */
function killing(fleet, { commands, kills, replicas }) {
  const each = Math.floor(commands / (kills + 1));
  let killed = 0;
  let last = Promise.resolve();
  return {
    taken(count) {
      if (killed >= kills || count < each * (killed + 1)) return;
      const number = killed % replicas;
      killed += 1;
      last = last.then(() => fleet.kill(number));
    },
    async settled() {
      await last;
      return killed;
    },
  };
}

async function underLoad(place) {
  const fleet = await openFleet({
    replicas: wanted.replicas,
    settings: settingsOf(place),
    publicKey,
  });
  const kills = killing(fleet, wanted);
  const given = await giveCommands({ ...wanted, fleet, tokenOf, taken: kills.taken });
  const killed = await kills.settled();
  await fleet.close();
  const database = place.DATABASE_URL
    ? openPostgres(place.DATABASE_URL, { log: pino({ level: 'silent' }) })
    : openSqlite(place.DATABASE_FILE);
  const store = openStore({ database });
  const rules = openRules();
  const stored = await countStored(store, given.acknowledged);
  let whole = true;
  for (const tenant of TENANTS) {
    const audit = await auditTenant(store, rules, tenant);
    for (const { ticket, message } of audit.wrong) console.log(`${tenant} ${ticket}: ${message}`);
    whole &&= audit.whole;
  }
  await database.db.destroy();
  const { acknowledged, conflicts, retries, seconds } = given;
  const perSecond = Math.round(acknowledged.length / seconds);
  console.log(
    `acknowledged ${acknowledged.length} in ${seconds.toFixed(1)} s (${perSecond}/s), ` +
      `conflicts ${conflicts}, retries ${retries}, kills ${killed}`,
  );
  console.log(
    `tickets ${stored.tickets}, events ${stored.events}, lost ${stored.lost}, ` +
      `doubled ${stored.doubled}, gaps ${stored.gaps}, audit ${whole ? 'verifies' : 'fails'}`,
  );
  return stored.lost + stored.doubled + stored.gaps === 0 && whole;
}

/** By turns, so that what else the machine does falls on both. */
async function ratio(places) {
  const seconds = { real: [], stubbed: [] };
  const fleets = {};
  for (const kind of ['real', 'stubbed']) {
    fleets[kind] = await openFleet({
      replicas: wanted.replicas,
      settings: settingsOf(places[kind]),
      publicKey,
      stubbed: kind === 'stubbed',
    });
  }
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const kind of round % 2 === 0 ? ['real', 'stubbed'] : ['stubbed', 'real']) {
      const marked = (claims) => tokenOf({ ...claims, sub: `${claims.sub}-${round}` });
      const given = await giveCommands({ ...wanted, fleet: fleets[kind], tokenOf: marked });
      // The first round is for warming up.
      if (round > 0) seconds[kind].push(given.seconds);
    }
  }
  for (const [kind, fleet] of Object.entries(fleets)) {
    const each = ((await fleet.close()) * 1_000) / (wanted.commands * (ROUNDS + 1));
    console.log(`${kind}: ${each.toFixed(2)} ms of processor time for each command`);
  }
  const sum = (list) => list.reduce((one, other) => one + other, 0);
  const rate = (kind) => (wanted.commands * ROUNDS) / sum(seconds[kind]);
  const found = rate('real') / rate('stubbed');
  console.log(
    `with rules ${rate('real').toFixed(0)}/s, without ${rate('stubbed').toFixed(0)}/s, ` +
      `ratio ${found.toFixed(3)}`,
  );
  return found;
}

const folder = await mkdtemp(join(tmpdir(), 'load-'));
const cluster = values.postgres ? await openCluster() : undefined;
try {
  if (values.ratio) {
    const places = {
      real: await openPlace(cluster, folder, 'real'),
      stubbed: await openPlace(cluster, folder, 'stubbed'),
    };
    if ((await ratio(places)) < 0.9) process.exitCode = 1;
  } else if (!(await underLoad(await openPlace(cluster, folder, 'load')))) {
    process.exitCode = 1;
  }
} finally {
  await cluster?.close();
  await rm(folder, { recursive: true, force: true });
}

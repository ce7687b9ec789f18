import { after } from 'node:test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { SignJWT, generateKeyPair } from 'jose';
import { pino } from 'pino';

import { openService } from '../src/service.js';
import { readSettings } from '../src/settings.js';
import { openCluster, postgresPrograms } from './cluster.js';

export const ISSUER = 'https://issuer.test';
export const AUDIENCE = 'desk';
export const POSTGRES = process.env.TEST_DATABASE === 'postgres';

/** Why the tests of this run cannot be run; undefined if they can. */
export const SKIP =
  POSTGRES && (await postgresPrograms()) === undefined ? 'PostgreSQL is not installed' : undefined;

let cluster;

/** The PostgreSQL of this test file; it is stopped when the file is through. */
export async function theCluster() {
  cluster ??= openCluster();
  return cluster;
}

if (POSTGRES) after(async () => (await cluster)?.close());

export const { publicKey, privateKey } = await generateKeyPair('EdDSA', { extractable: true });

/** A token as the issuer would make it; `claims` and `options` make it another one. */
export async function tokenOf(
  claims = {},
  { key = privateKey, alg = 'EdDSA', at = Date.now(), lasts = 86_400 } = {},
) {
  const { sub = 'ben', tenant = 'acme', roles = ['agent'], ...others } = claims;
  const seconds = Math.floor(at / 1_000);
  return new SignJWT({ sub, tenant, roles, iss: ISSUER, aud: AUDIENCE, ...others })
    .setProtectedHeader({ alg })
    .setIssuedAt(seconds)
    .setExpirationTime(seconds + lasts)
    .sign(key);
}

/** A place for data: a file of SQLite, or a database of the cluster. */
export async function openPlace() {
  const folder = await mkdtemp(join(tmpdir(), 'desk-'));
  const environment = POSTGRES
    ? { DATABASE_URL: await (await theCluster()).database() }
    : { DATABASE_FILE: join(folder, 'desk.db') };
  return { folder, environment, close: () => rm(folder, { recursive: true, force: true }) };
}

/** A clock that a test can move. */
export function openClock(start = Date.parse('2026-03-02T09:00:00Z')) {
  let ahead = start - Date.now();
  const now = () => Date.now() + ahead;
  return {
    now,
    jump: (milliseconds) => {
      ahead += milliseconds;
    },
  };
}

const words = (environment) =>
  readSettings({
    DESK_ISSUER: ISSUER,
    DESK_AUDIENCE: AUDIENCE,
    DESK_JWKS: `${ISSUER}/keys`,
    DESK_RATE: '1000000',
    DESK_SWEEP_MS: '100',
    DESK_HEARTBEAT_MS: '500',
    DESK_SLOW_CLIENT_MS: '500',
    PORT: '0',
    DESK_WEBHOOKS_INSIDE: '1',
    DESK_REQUEST_MS: '2000',
    ...environment,
  });

/** A replica of the service that listens, over a place, with a clock. */
export async function openReplica({
  place,
  clock = openClock(),
  environment = {},
  port = 0,
  ...others
}) {
  const settings = words({ ...place.environment, ...environment });
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' });
  const service = await openService({ settings, log, now: clock.now, keys: publicKey, ...others });
  const address = await service.app.listen({ host: '127.0.0.1', port });
  return { ...service, address, clock, api: clientOf(address, clock) };
}

/** Asks as somebody: `api(claims)(method, path, body, headers)` answers like fetch. */
function clientOf(address, clock) {
  return (claims) => {
    let token;
    return async function ask(method, path, body, headers = {}) {
      token ??= await tokenOf(claims, { at: clock.now(), lasts: 30 * 86_400 });
      const raw = body === undefined || typeof body === 'string' || body instanceof Uint8Array;
      const text = raw ? body : JSON.stringify(body);
      const answer = await fetch(`${address}/api/v1${path}`, {
        method,
        body: text,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
      });
      const read = await answer.text();
      const json = /application\/json\b/.test(answer.headers.get('content-type') ?? '');
      return {
        status: answer.status,
        headers: answer.headers,
        text: read,
        body: json && read !== '' ? JSON.parse(read) : undefined,
      };
    };
  };
}

/** A place and one replica on it, closed when the test is through. */
export async function openWorld(t, options = {}) {
  const place = await openPlace();
  const replica = await openReplica({ place, ...options });
  t.after(async () => {
    await replica.close();
    await place.close();
  });
  return { place, ...replica };
}

let keys = 0;

/** Gives a command as somebody who has seen a version. */
export function command(ask, id, version, given, { key = `key-${(keys += 1)}`, ...others } = {}) {
  return ask(
    'POST',
    `/tickets/${id}/commands`,
    { command: given, ...others },
    {
      'if-match': `"${version}"`,
      'idempotency-key': key,
    },
  );
}

export const incident = (facts = {}) => ({
  kind: 'incident',
  facts: { shortDescription: 'The printer is on fire', impact: 'high', urgency: 'high', ...facts },
});

/** Waits until something is so. */
export async function until(question, { within = 10_000, every = 25 } = {}) {
  const end = Date.now() + within;
  for (;;) {
    const answer = await question();
    if (answer) return answer;
    if (Date.now() > end) throw new Error('it did not come about in time');
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}

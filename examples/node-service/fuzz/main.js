// Gives every route of the OpenAPI document bad input, with schemathesis: no answer may be a fault
// of the service, every refusal has the one form, and nothing of another tenant may come out.
//
// SCHEMATHESIS=PATH node fuzz/main.js [--examples 40] [--postgres]
//
// requirements.txt is what `pip install` needs for it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { openCluster } from '../test/cluster.js';
import { incident, openReplica, tokenOf } from '../test/world.js';

const SECRET = 'a word of the other tenant only';
const CHECKS =
  'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';

const { values } = parseArgs({
  options: {
    examples: { type: 'string', default: '40' },
    postgres: { type: 'boolean', default: false },
  },
});

/** Reads every answer on its way out, and counts those in which a word of the other tenant is. */
function watch(server) {
  const seen = { answers: 0, leaks: 0 };
  server.prependListener('request', (request, response) => {
    const { end } = response;
    response.end = function answered(body, ...others) {
      seen.answers += 1;
      if (body !== undefined && `${body}`.includes(SECRET)) seen.leaks += 1;
      return end.call(this, body, ...others);
    };
  });
  return seen;
}

async function fuzz(replica) {
  const token = await tokenOf(
    { roles: ['serviceManager'] },
    { at: replica.clock.now(), lasts: 30 * 86_400 },
  );
  const child = spawn(
    process.env.SCHEMATHESIS ?? 'schemathesis',
    [
      '--config-file',
      join(import.meta.dirname, 'schemathesis.toml'),
      'run',
      `${replica.address}/openapi.json`,
      '--header',
      `Authorization: Bearer ${token}`,
      '--checks',
      CHECKS,
      '--mode',
      'all',
      '--no-shrink',
      '--suppress-health-check',
      'all',
      '--continue-on-failure',
      '--max-examples',
      values.examples,
      '--exclude-path',
      '/api/v1/stream',
      '--request-timeout',
      '10',
      '--generation-database',
      'none',
      '--seed',
      '7',
      '--no-color',
    ],
    { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [code] = await once(child, 'close');
  return code;
}

const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
const cluster = values.postgres ? await openCluster() : undefined;
const environment =
  cluster === undefined
    ? { DATABASE_FILE: join(folder, 'fuzz.db') }
    : { DATABASE_URL: await cluster.database() };
const replica = await openReplica({ place: { environment } });
try {
  const other = replica.api({ tenant: 'other', roles: ['serviceManager'] });
  await other('POST', '/tickets', { id: 'theirs', ...incident({ shortDescription: SECRET }) });
  const seen = watch(replica.app.server);
  const read = await other('GET', '/tickets/theirs');
  if (!read.text.includes(SECRET) || seen.leaks !== 1) throw new Error('nothing is watched');
  process.exitCode = await fuzz(replica);
  const leaks = seen.leaks - 1;
  if (leaks > 0) process.exitCode = 1;
  console.log(`${seen.answers} answers, ${leaks} with something of another tenant`);
  const audit = await replica.api({ roles: ['serviceManager'] })('GET', '/audit');
  console.log(
    `stored ${audit.body.tickets} tickets, audit ${audit.body.whole ? 'verifies' : audit.text}`,
  );
  // Without a ticket it never came to the rules.
  if (!audit.body.whole || audit.body.tickets === 0) process.exitCode = 1;
} finally {
  await replica.close();
  await cluster?.close();
  await rm(folder, { recursive: true, force: true });
}

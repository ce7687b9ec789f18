import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { POSTGRES, SKIP, command, incident, openWorld, theCluster, until } from './world.js';

const note = (text) => ({ type: 'addMessage', from: 'support', text });

/** Gives a command until it is taken, with one key. */
async function insist(ask, id, version, given, key) {
  return until(
    async () => {
      const answer = await command(ask, id, version, given, { key });
      if (answer.status === 200) return answer;
      assert.equal(answer.status, 503, answer.text);
      assert.equal(answer.body.errors[0].code, 'service.unavailable');
      return undefined;
    },
    { within: 20_000, every: 200 },
  );
}

const SERVICE = fileURLToPath(new URL('../', import.meta.url));

/** What a program of this folder ends with: its code, and what it says to people. */
function ended(program, args, environment) {
  return new Promise((resolve) => {
    const env = { ...process.env, ...environment };
    execFile(process.execPath, [program, ...args], { cwd: SERVICE, env }, (error, _, said) =>
      resolve([error?.code ?? 0, said]),
    );
  });
}

describe('faults', { skip: SKIP }, () => {
  test('what it cannot begin with is said in one sentence', async (t) => {
    const { place, address } = await openWorld(t);
    const begin = (environment) =>
      ended('src/main.js', [], { DEMO: '1', PORT: '0', ...place.environment, ...environment });
    assert.deepEqual(await begin({ LOG_FILE: place.folder }), [
      1,
      `service: EISDIR: illegal operation on a directory, open '${place.folder}'\n`,
    ]);
    assert.deepEqual(await begin({ DATABASE_URL: 'postgres://desk@127.0.0.1:1/x' }), [
      1,
      'service: connect ECONNREFUSED 127.0.0.1:1\n',
    ]);
    assert.deepEqual(await ended('bring-in.js', [place.folder, address]), [
      2,
      `bring-in: ${place.folder} is a folder, not a log\n`,
    ]);
  });

  test(
    'a full disk refuses, stores nothing by half, and is forgotten when there is room',
    {
      skip: POSTGRES && "SQLite only: PostgreSQL's own disk is not bounded here",
    },
    async (t) => {
      const { api, database } = await openWorld(t, { pragmas: ['max_page_count = 120'] });
      const ben = api();
      const {
        body: { ticket },
      } = await ben('POST', '/tickets', incident());
      let version = 1;
      let refused;
      for (let number = 0; number < 300 && refused === undefined; number += 1) {
        const answer = await command(ben, ticket.id, version, note('x'.repeat(2_000)), {
          key: `f${number}`,
        });
        if (answer.status === 200) version += 1;
        else refused = { answer, key: `f${number}` };
      }
      assert.equal(refused.answer.status, 503, refused.answer.text);
      assert.equal(refused.answer.headers.get('retry-after'), '1');
      const read = await ben('GET', `/tickets/${ticket.id}`);
      assert.equal(read.body.ticket.version, version);
      assert.equal(read.body.ticket.history.length, version);
      await database.db.executeQuery(
        (await import('kysely')).sql`pragma max_page_count = 100000`.compile(database.db),
      );
      await insist(ben, ticket.id, version, note('x'.repeat(2_000)), refused.key);
      const audit = await api({ roles: ['serviceManager'] })('GET', '/audit');
      assert.equal(audit.body.whole, true, audit.text);
    },
  );

  test(
    'a database that goes and comes back loses nothing that was acknowledged',
    {
      skip: !POSTGRES && 'PostgreSQL only: SQLite goes with the process',
    },
    async (t) => {
      const { api, address, clock } = await openWorld(t);
      const cluster = await theCluster();
      const ben = api();
      const {
        body: { ticket },
      } = await ben('POST', '/tickets', incident());
      await command(ben, ticket.id, 1, note('before'));
      await cluster.stop('immediate');
      const gone = await command(ben, ticket.id, 2, note('during'), { key: 'during' });
      assert.equal(gone.status, 503, gone.text);
      assert.equal((await fetch(`${address}/readyz`)).status, 503);
      assert.equal((await fetch(`${address}/healthz`)).status, 200);
      clock.jump(3_600_000);
      await cluster.start();
      const after = await insist(ben, ticket.id, 2, note('during'), 'during').catch(() =>
        // Time may have been first.
        insist(ben, ticket.id, 3, note('during'), 'during'),
      );
      assert.equal(after.status, 200);
      const breached = async () => {
        const { body } = await ben('GET', `/tickets/${ticket.id}`);
        return body.ticket.history.some(({ change }) => change.type === 'targetBreached');
      };
      await until(breached, { within: 15_000 });
      await until(async () => (await fetch(`${address}/readyz`)).status === 200);
      const audit = await api({ roles: ['serviceManager'] })('GET', '/audit');
      assert.equal(audit.body.whole, true, audit.text);
      const texts = (await ben('GET', `/tickets/${ticket.id}`)).body.ticket.history
        .filter(({ change }) => change.type === 'messageAdded')
        .map(({ change }) => change.text);
      assert.deepEqual(texts, ['before', 'during']);
    },
  );

  test('a policy that changes between two commands decides the second', async (t) => {
    const { api } = await openWorld(t);
    const manager = api({ roles: ['serviceManager'] });
    const first = await manager('GET', '/policy');
    const writers = Array.from({ length: 6 }, (_, number) =>
      (async () => {
        const ask = api({ sub: `w${number}` });
        const {
          body: { ticket },
        } = await ask('POST', '/tickets', incident());
        let { version } = ticket;
        for (let step = 0; step < 10; step += 1) {
          const answer = await command(ask, ticket.id, version, note(`${step}`));
          // Time may look at the ticket in between, since its targets are others.
          if (answer.status === 409) {
            version = answer.body.events.at(-1).version;
            step -= 1;
          } else {
            assert.equal(answer.status, 200, answer.text);
            ({ version } = answer.body.ticket);
          }
        }
      })(),
    );
    const policy = structuredClone(first.body.policy);
    policy.agreements[0].targets[0].within.critical = '5m';
    const changed = await manager('PUT', '/policy', policy, {
      'if-match': first.headers.get('etag'),
    });
    await Promise.all(writers);
    const { body } = await manager('GET', '/tickets');
    for (const { id } of body.tickets) {
      const record = await manager('GET', `/tickets/${id}/record`);
      const digests = record.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).decidedBy.policy);
      const turn = digests.indexOf(changed.body.digest);
      assert.ok(
        turn === -1 || digests.slice(turn).every((digest) => digest === changed.body.digest),
      );
    }
    assert.equal((await manager('GET', '/audit')).body.whole, true);
  });
});

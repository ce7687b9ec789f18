import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { describe, test } from 'node:test';

import {
  SKIP,
  command,
  incident,
  openClock,
  openPlace,
  openReplica,
  openWorld,
  tokenOf,
  until,
} from './world.js';

const note = (text) => ({ type: 'addMessage', from: 'support', text });

/** Follows a stream into a list, until it is closed. */
async function follow({ address, clock }, { claims, headers = {}, query = '' } = {}) {
  const token = await tokenOf(claims, { at: clock.now() });
  const ending = new AbortController();
  const answer = await fetch(`${address}/api/v1/stream${query}`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
    signal: ending.signal,
  });
  const seen = [];
  const stream = { status: answer.status, seen, beats: 0, close: () => ending.abort() };
  (async () => {
    let rest = '';
    for await (const chunk of answer.body) {
      rest += Buffer.from(chunk).toString();
      const blocks = rest.split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data === undefined) stream.beats += 1;
        else seen.push({ id: Number(/^id: (\d+)$/m.exec(block)[1]), ...JSON.parse(data) });
      }
    }
    stream.ended = true;
  })().catch(() => {
    stream.ended = true;
  });
  return stream;
}

describe('streams', { skip: SKIP }, () => {
  test('what happens is told as it happens, in order, and again from where one was', async (t) => {
    const world = await openWorld(t);
    const ben = world.api();
    const stream = await follow(world);
    await ben('POST', '/tickets', incident());
    for (let version = 1; version < 6; version += 1) {
      await command(ben, 'INC-1000001', version, note(`n${version}`));
    }
    await until(() => stream.seen.length === 6);
    assert.deepEqual(
      stream.seen.map(({ id }) => id),
      [1, 2, 3, 4, 5, 6],
    );
    assert.deepEqual(
      stream.seen.map(({ version }) => version),
      [1, 2, 3, 4, 5, 6],
    );
    await until(() => stream.beats > 1);
    stream.close();
    await command(ben, 'INC-1000001', 6, note('while away'));
    const again = await follow(world, { headers: { 'last-event-id': '4' } });
    await until(() => again.seen.length === 3);
    assert.deepEqual(
      again.seen.map(({ seq }) => seq),
      [5, 6, 7],
    );
    again.close();
    const asked = await follow(world, { query: '?after=6' });
    await until(() => asked.seen.length === 1);
    asked.close();
    assert.equal((await follow(world, { headers: { 'last-event-id': 'x' } })).status, 400);
    assert.equal((await follow(world, { query: '?after=-1' })).status, 400);
    const other = await follow(world, { claims: { tenant: 'other' }, query: '?after=0' });
    const rita = await follow(world, {
      claims: { sub: 'rita', roles: ['requester'] },
      query: '?after=0',
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual([other.seen, rita.seen], [[], []]);
    other.close();
    rita.close();
  });

  test('with writers on two replicas nobody misses a number or sees one twice', async (t) => {
    const place = await openPlace();
    const clock = openClock();
    const replicas = [await openReplica({ place, clock }), await openReplica({ place, clock })];
    t.after(async () => {
      for (const replica of replicas) await replica.close();
      await place.close();
    });
    const streams = [await follow(replicas[0]), await follow(replicas[1])];
    const write = async (replica, number) => {
      const ask = replica.api({ sub: `w${number}` });
      const {
        body: { ticket },
      } = await ask('POST', '/tickets', incident());
      for (let version = 1; version <= 10; version += 1)
        await command(ask, ticket.id, version, note('x'));
    };
    await Promise.all(
      Array.from({ length: 10 }, (_, number) => write(replicas[number % 2], number)),
    );
    for (const { seen, close } of streams) {
      await until(() => seen.length >= 110);
      assert.deepEqual(
        seen.map(({ seq }) => seq),
        Array.from({ length: 110 }, (_, place) => place + 1),
      );
      close();
    }
  });

  test('a client that does not read is cut off, and keeps nobody waiting', async (t) => {
    const world = await openWorld(t);
    const ben = world.api();
    const { hostname, port } = new URL(world.address);
    const token = await tokenOf({}, { at: world.clock.now() });
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.pause();
    socket.write(
      `GET /api/v1/stream?after=0 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`,
    );
    await ben('POST', '/tickets', incident());
    await until(() => world.parts.streams.size === 1);
    // More than the buffers of the system take in.
    const big = 'x'.repeat(60_000);
    for (let version = 1; version <= 140 && world.parts.streams.size > 0; version += 1) {
      const answer = await ben('POST', '/tickets', incident({ description: big }));
      assert.equal(answer.status, 201);
    }
    await until(() => world.parts.streams.size === 0);
    socket.destroy();
  });

  test('a request that does not arrive is given up', async (t) => {
    const world = await openWorld(t, { environment: { DESK_REQUEST_MS: '500' } });
    const { hostname, port } = new URL(world.address);
    const token = await tokenOf({}, { at: world.clock.now() });
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.write(
      `POST /api/v1/tickets HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n` +
        'content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"kind":',
    );
    await until(() => socket.closed || socket.destroyed);
    assert.match(answer, /^HTTP\/1\.1 408 /);
  });

  test('a replica that stops ends its streams, and answers what it has begun', async () => {
    const place = await openPlace();
    const replica = await openReplica({ place });
    const stream = await follow(replica);
    const opened = replica.api()('POST', '/tickets', incident());
    await until(() => stream.beats > 0);
    const [answer] = await Promise.all([opened, replica.close()]);
    assert.equal(answer.status, 201);
    await until(() => stream.ended);
    await place.close();
  });
});

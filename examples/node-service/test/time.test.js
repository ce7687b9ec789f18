import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, test } from 'node:test';

import { seed } from '../src/seed.js';
import {
  SKIP,
  command,
  incident,
  openClock,
  openPlace,
  openReplica,
  openWorld,
  until,
} from './world.js';

const HOUR = 3_600_000;
const breaches = ({ history }) => history.filter(({ change }) => change.type === 'targetBreached');

describe('time', { skip: SKIP }, () => {
  test('a breach is recorded by itself, when it is due, once', async (t) => {
    const { api, clock } = await openWorld(t);
    const ben = api();
    const {
      body: { ticket },
    } = await ben('POST', '/tickets', incident());
    const read = async () => (await ben('GET', `/tickets/${ticket.id}`)).body.ticket;
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal(breaches(await read()).length, 0);
    clock.jump(HOUR / 2);
    await until(async () => breaches(await read()).length === 1);
    const [breach] = breaches(await read());
    assert.equal(breach.at, breach.change.dueAt);
    assert.equal(breach.actor.id, 'service');
    clock.jump(8 * HOUR);
    await until(async () => breaches(await read()).length === 2);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.equal((await read()).version, 3);
  });

  test('what a change makes late is recorded then, and not with the next change', async (t) => {
    const { api, clock } = await openWorld(t);
    const ben = api();
    const {
      body: { ticket },
    } = await ben('POST', '/tickets', incident({ impact: 'low', urgency: 'low' }));
    const read = async () => (await ben('GET', `/tickets/${ticket.id}`)).body.ticket;
    clock.jump(HOUR);
    const urgent = { type: 'changeFacts', facts: { impact: 'high', urgency: 'high' } };
    const { body } = await command(ben, ticket.id, 1, urgent);
    assert.equal(breaches(body.ticket).length, 0);
    await until(async () => breaches(await read()).length === 1);
    const [breach] = breaches(await read());
    assert.equal(breach.at, body.ticket.updatedAt);
    assert.ok(breach.change.dueAt < breach.at);
  });

  test('what a history is late with is recorded when the service begins', async (t) => {
    const { api, clock, store, parts } = await openWorld(t);
    const at = clock.now();
    await seed({ ...parts, store, tenant: 'acme', tickets: 60 });
    const policy = await store.within('acme', (unit) => parts.policies.current(unit, at));
    const ben = api();
    const read = async () => (await ben('GET', '/tickets?limit=1000')).body.tickets;
    const isLate = (ticket) => {
      const context = { now: clock.now(), actor: { id: 'service' }, linked: [] };
      const ticked = parts.rules.decide(policy, ticket, { type: 'tick' }, context);
      return ticked.ok && ticked.value.events.length > 0;
    };
    const byTime = ({ history }) => history.some(({ actor }) => actor.id === 'service');
    await until(async () => (await read()).some(byTime));
    await until(async () => !(await read()).some(isLate));
  });

  test('a ticket that waits for its children closes by time, when they let it', async (t) => {
    const { api, clock } = await openWorld(t, { environment: { DESK_POLICY: 'itil4' } });
    const ben = api();
    const resolved = async (facts) => {
      const { body } = await ben('POST', '/tickets', incident(facts));
      const { id } = body.ticket;
      const move = { type: 'move', to: 'resolved', facts: { resolutionCode: 'fixed' } };
      await command(ben, id, body.ticket.version, { type: 'move', to: 'inProgress' });
      const { version } = (await ben('GET', `/tickets/${id}`)).body.ticket;
      return { id, answer: await command(ben, id, version, move) };
    };
    const stateOf = async (id) => (await ben('GET', `/tickets/${id}`)).body.ticket;
    const parent = await resolved({});
    assert.equal(parent.answer.status, 200, parent.answer.text);
    const child = await ben('POST', '/tickets', incident({ parent: parent.id }));
    assert.equal(child.status, 201, child.text);
    const alone = await resolved({});
    clock.jump(6 * 24 * HOUR);
    await until(async () => (await stateOf(alone.id)).state === 'closed');
    assert.equal((await stateOf(parent.id)).state, 'resolved');
    // Time writes into it, too.
    await until(async () => {
      const { id, version } = await stateOf(child.body.ticket.id);
      const { status } = await command(ben, id, version, { type: 'move', to: 'canceled' });
      return status === 200;
    });
    await until(async () => (await stateOf(parent.id)).state === 'closed');
  });

  test('a clock that jumps back and forth stops nothing and doubles nothing', async (t) => {
    const { api, clock } = await openWorld(t);
    const ben = api();
    const {
      body: { ticket },
    } = await ben('POST', '/tickets', incident());
    clock.jump(-6 * HOUR);
    const early = await command(ben, ticket.id, 1, {
      type: 'addMessage',
      from: 'support',
      text: 'x',
    });
    assert.equal(early.status, 200, early.text);
    assert.ok(early.body.events[0].at >= ticket.openedAt);
    clock.jump(20 * 24 * HOUR);
    const read = async () => (await ben('GET', `/tickets/${ticket.id}`)).body.ticket;
    await until(async () => breaches(await read()).length === 2);
    clock.jump(-20 * 24 * HOUR);
    await new Promise((resolve) => setTimeout(resolve, 300));
    clock.jump(20 * 24 * HOUR);
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(breaches(await read()).length, 2);
    const audit = await api({ roles: ['serviceManager'] })('GET', '/audit');
    assert.equal(audit.body.whole, true, audit.text);
  });

  test('two replicas that race for the same timers do each once', async (t) => {
    const place = await openPlace();
    const clock = openClock();
    const options = { place, clock, environment: { DESK_SWEEP_MS: '50' } };
    const replicas = [await openReplica(options), await openReplica(options)];
    t.after(async () => {
      for (const replica of replicas) await replica.close();
      await place.close();
    });
    const ben = replicas[0].api();
    for (let number = 0; number < 30; number += 1) await ben('POST', '/tickets', incident());
    clock.jump(HOUR / 2);
    const tickets = async () => (await replicas[1].api()('GET', '/tickets')).body.tickets;
    await until(async () => (await tickets()).every((one) => breaches(one).length === 1));
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.ok((await tickets()).every(({ version }) => version === 2));
  });

  test('kill -9 between commit and timer loses neither', async (t) => {
    const place = await openPlace();
    const child = spawn(process.execPath, [new URL('replica.js', import.meta.url).pathname], {
      env: { ...process.env, PLACE: JSON.stringify(place.environment) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout, 'data');
    const { address, token } = JSON.parse(line);
    const acknowledged = [];
    for (let number = 0; number < 10; number += 1) {
      const answer = await fetch(`${address}/api/v1/tickets`, {
        method: 'POST',
        body: JSON.stringify(incident()),
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      });
      assert.equal(answer.status, 201);
      acknowledged.push((await answer.json()).ticket);
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    const clock = openClock(Date.parse(acknowledged.at(-1).openedAt));
    clock.jump(8 * HOUR);
    const replica = await openReplica({ place, clock });
    t.after(async () => {
      await replica.close();
      await place.close();
    });
    const ben = replica.api();
    await until(async () => {
      const { body } = await ben('GET', '/tickets');
      assert.deepEqual(
        body.tickets.map(({ id }) => id),
        acknowledged.map(({ id }) => id),
      );
      return body.tickets.every((one) => breaches(one).length === 2);
    });
  });
});

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';

import { isInside, signatureOf } from '../src/webhooks/send.js';
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

const MANAGER = { roles: ['serviceManager'] };

const alert = (name, status = 'firing', fingerprint = name) => ({
  version: '4',
  status,
  alerts: [
    {
      status,
      fingerprint,
      labels: { alertname: name, severity: 'critical', service: 'mail' },
      annotations: { summary: `${name} is down` },
      startsAt: '2026-03-02T08:59:00Z',
      endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-03-02T09:01:00Z',
    },
  ],
});

/** Somebody who listens to webhooks, and may be out. */
async function openListener(t) {
  const taken = [];
  const listener = { taken, status: 200 };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      if (listener.status === 200) taken.push({ headers: request.headers, body });
      response.writeHead(listener.status).end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  listener.url = `http://127.0.0.1:${server.address().port}/hook`;
  return listener;
}

const HEADER =
  'number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,' +
  'caller_id,opened_by,opened_at,sys_created_by,sys_created_at,sys_updated_by,sys_updated_at,' +
  'contact_type,location,category,subcategory,u_symptom,cmdb_ci,impact,urgency,priority,' +
  'assignment_group,assigned_to,knowledge,u_priority_confirmation,notify,problem_id,rfc,vendor,' +
  'caused_by,closed_code,resolved_by,resolved_at,closed_at';

const STATES = [
  ['New', '1/2/2016 08:05'],
  ['Active', '1/2/2016 09:00'],
  ['Resolved', '1/2/2016 10:00'],
  ['Closed', '6/2/2016 10:00'],
];

/** An audit log of tickets that go through these states, all at the same time. */
function exportOf(count, states = STATES) {
  const row = (number, changes) => {
    const [state, at] = states[changes];
    const id = `INC${String(number).padStart(7, '0')}`;
    const before = [id, state, state !== 'Closed', 0, 0, changes, 'true', `Caller ${number}`];
    return (
      `${before.join(',')},Opened by 1,1/2/2016 08:00,Created by 1,1/2/2016 08:00,Updater,${at},` +
      'Phone,Location 1,Category 1,Subcategory 1,Symptom 1,?,2 - Medium,2 - Medium,3 - Moderate,' +
      'Group 1,Resolver 1,false,false,Do Not Notify,?,?,?,?,code 1,Resolved by 1,' +
      '1/2/2016 10:00,6/2/2016 10:00'
    );
  };
  const rows = states.flatMap((_, changes) =>
    Array.from({ length: count }, (__, number) => row(number, changes)),
  );
  return `${[HEADER, ...rows].join('\n')}\n`;
}

describe('intake and output', { skip: SKIP }, () => {
  test('alerts of one cause become one ticket, on whichever replica they come', async (t) => {
    const place = await openPlace();
    const clock = openClock();
    const replicas = [await openReplica({ place, clock }), await openReplica({ place, clock })];
    t.after(async () => {
      for (const replica of replicas) await replica.close();
      await place.close();
    });
    const monitors = replicas.map(({ api }) => api({ sub: 'prometheus', roles: ['monitor'] }));
    const first = await monitors[0]('POST', '/alerts/alertmanager', alert('Mail'));
    assert.equal(first.status, 200, first.text);
    assert.deepEqual(first.body.opened, ['INC-1000001']);
    const again = await monitors[1]('POST', '/alerts/alertmanager', alert('Mail'));
    assert.deepEqual([again.body.opened, again.body.duplicates], [[], 1]);
    const more = await monitors[1](
      'POST',
      '/alerts/alertmanager',
      alert('Mail', 'firing', 'other'),
    );
    assert.deepEqual(more.body.opened, []);
    const both = await Promise.all(
      monitors.map((ask) => ask('POST', '/alerts/alertmanager', alert('Web'))),
    );
    assert.equal(both.flatMap(({ body }) => body.opened).length, 1);
    const ben = replicas[1].api();
    const {
      body: { tickets },
    } = await ben('GET', '/tickets');
    assert.equal(tickets.length, 2);
    assert.deepEqual(tickets[0].facts, {
      channel: 'monitoring',
      impact: 'high',
      service: 'mail',
      shortDescription: 'Mail is down',
      urgency: 'high',
    });
    assert.equal((await monitors[0]('POST', '/alerts/nobody', alert('x'))).status, 404);
    assert.equal((await monitors[0]('POST', '/alerts/alertmanager', '{"alerts":')).status, 400);
    assert.equal((await monitors[0]('POST', '/alerts/alertmanager', '')).status, 400);
    assert.equal((await monitors[0]('POST', '/alerts/plain', 'x'.repeat(2 ** 20 + 1))).status, 413);
    assert.equal((await monitors[0]('GET', '/tickets')).body.tickets.length, 0);
  });

  test('a webhook gets every event once and in order, signed, also after it was out', async (t) => {
    const { api, clock, store } = await openWorld(t);
    const listener = await openListener(t);
    const manager = api(MANAGER);
    const made = await manager('POST', '/webhooks', { url: listener.url });
    assert.equal(made.status, 201, made.text);
    const { id, secret } = made.body;
    assert.ok(!(await manager('GET', '/webhooks')).text.includes(secret));
    await manager('POST', '/tickets', incident());
    await until(() => listener.taken.length === 1);
    const [{ headers, body }] = listener.taken;
    const stamp = headers['webhook-timestamp'];
    assert.equal(
      headers['webhook-signature'],
      signatureOf(secret, headers['webhook-id'], stamp, body),
    );
    assert.equal(Number(stamp), Math.floor(clock.now() / 1_000));
    assert.equal(JSON.parse(body).type, 'incident.opened');
    listener.status = 500;
    for (let version = 1; version <= 5; version += 1) {
      await command(manager, 'INC-1000001', version, {
        type: 'addMessage',
        from: 'support',
        text: `${version}`,
      });
    }
    const waiting = async () => (await manager('GET', '/webhooks')).body.webhooks[0];
    await until(async () => (await waiting()).attempts > 0);
    assert.match((await waiting()).lastError, /500/);
    assert.equal((await waiting()).waiting, 5);
    listener.status = 200;
    clock.jump(60_000);
    await until(() => listener.taken.length === 6);
    assert.deepEqual(
      listener.taken.map((one) => JSON.parse(one.body).data.seq),
      [1, 2, 3, 4, 5, 6],
    );
    assert.equal(new Set(listener.taken.map((one) => one.headers['webhook-id'])).size, 6);
    assert.equal((await manager('DELETE', `/webhooks/${id}`)).status, 204);
    assert.equal((await manager('DELETE', `/webhooks/${id}`)).status, 404);
    await until(() =>
      store.everywhere(
        async ({ trx }) => (await trx.selectFrom('outbox').selectAll().execute()).length === 0,
      ),
    );
  });

  test('webhooks lead out of the house, not into it', async (t) => {
    for (const inside of [
      '127.0.0.1',
      '10.1.2.3',
      '192.168.0.1',
      '169.254.169.254',
      '::1',
      'fd00::1',
      '0.0.0.0',
    ]) {
      assert.equal(isInside(inside), true, inside);
    }
    assert.equal(isInside('::ffff:127.0.0.1'), true);
    assert.equal(isInside('93.184.216.34'), false);
    const { api } = await openWorld(t, { environment: { DESK_WEBHOOKS_INSIDE: '0' } });
    const manager = api(MANAGER);
    for (const url of ['http://example.org', 'file:///etc/passwd', 'x', 'ftp://example.org']) {
      assert.equal((await manager('POST', '/webhooks', { url })).status, 400, url);
    }
    await manager('POST', '/webhooks', { url: 'https://127.0.0.1/hook' });
    await manager('POST', '/tickets', incident());
    const [hook] = await until(async () => {
      const {
        body: { webhooks },
      } = await manager('GET', '/webhooks');
      return webhooks[0].attempts > 0 && webhooks;
    });
    assert.match(hook.lastError, /inside/);
  });

  test('an export is taken over with progress, and not twice', async (t) => {
    const { api } = await openWorld(t, { environment: { DESK_POLICY: 'servicenow' } });
    const manager = api(MANAGER);
    const take = (body) => takenOver(manager, body);
    const text = exportOf(300);
    const packed = gzipSync(text);
    const part = await take(packed.subarray(0, Math.floor(packed.length * 0.7)));
    assert.equal(part.state, 'failed');
    assert.ok(part.events > 300 && part.events < 1_500, JSON.stringify(part));
    const done = await take(text);
    assert.deepEqual(
      [done.state, done.rows, done.tickets],
      ['done', 1_200, 300],
      JSON.stringify(done),
    );
    assert.ok(done.events > 900);
    const { body } = await manager('GET', '/tickets?limit=1000');
    assert.equal(body.tickets.length, 300);
    const again = await take(gzipSync(text));
    assert.deepEqual([again.state, again.tickets, again.events], ['done', 0, 0]);
    assert.equal(again.findings.at(-1).code, 'service.ticketsKnown');
    const audit = await manager('GET', '/audit');
    assert.equal(audit.body.whole, true, audit.text.slice(0, 500));
    const longer = await take(exportOf(310));
    assert.deepEqual([longer.tickets, longer.findings.length], [10, 1]);
    assert.equal((await take('a,b\n1,2\n')).state, 'failed');
    assert.equal((await take(gzipSync(text).subarray(0, 500))).state, 'failed');
    assert.equal((await manager('GET', '/imports/none')).status, 404);
  });

  test('what is late in an export is recorded once it is taken over', async (t) => {
    const { api } = await openWorld(t, { environment: { DESK_POLICY: 'servicenow' } });
    const manager = api(MANAGER);
    const done = await takenOver(manager, exportOf(3, STATES.slice(0, 2)));
    assert.deepEqual([done.state, done.tickets], ['done', 3], JSON.stringify(done));
    await until(async () => (await allLate(manager)).late === 3);
  });

  test('what a broken export began waits for the rest of it, but not for ever', async (t) => {
    const { api, clock } = await openWorld(t, { environment: { DESK_POLICY: 'servicenow' } });
    const manager = api(MANAGER);
    // The end of the file is missing: what comes after the first 500 rows is not stored.
    const broken = await takenOver(
      manager,
      gzipSync(exportOf(300, STATES.slice(0, 2))).subarray(0, -8),
    );
    assert.equal(broken.state, 'failed');
    assert.deepEqual([broken.rows, broken.tickets], [500, 300]);
    clock.jump(23 * 3_600_000);
    await new Promise((resolve) => setTimeout(resolve, 400));
    assert.deepEqual(await allLate(manager), { late: 0, all: broken.tickets });
    clock.jump(2 * 3_600_000);
    await until(async () => (await allLate(manager)).late === 300, { within: 30_000, every: 250 });
  });

  test('the report of a month is made when it is over, and kept', async (t) => {
    const { api, clock, reports } = await openWorld(t);
    const manager = api(MANAGER);
    await manager('POST', '/tickets', incident());
    await reports.makeDue(clock.now());
    assert.deepEqual((await manager('GET', '/reports')).body.reports, []);
    clock.jump(30 * 86_400_000);
    await Promise.all([reports.makeDue(clock.now()), reports.makeDue(clock.now())]);
    const { body } = await manager('GET', '/reports');
    assert.deepEqual(
      body.reports.map(({ month, tickets }) => [month, tickets]),
      [['2026-03', 1]],
    );
    const report = await manager('GET', '/reports/2026-03');
    assert.equal(report.body.volumes.opened, 1);
    assert.match((await manager('GET', '/reports/2026-03?format=markdown')).text, /^# /);
    assert.match((await manager('GET', '/reports/2026-03?format=html')).text, /^<!doctype html>/i);
    assert.equal((await manager('GET', '/reports/2026-02')).status, 404);
    assert.equal((await manager('GET', '/reports/latest')).status, 400);
  });

  test('a report tells what was known at the end of the month, and no more', async (t) => {
    // Where the report is made, March ends at 11 o'clock.
    const clock = openClock(Date.parse('2026-03-31T09:30:00Z'));
    const environment = { DESK_REPORT_ZONE: 'Pacific/Auckland' };
    const { api, reports } = await openWorld(t, { clock, environment });
    const manager = api(MANAGER);
    const open = async (facts) => (await manager('POST', '/tickets', incident(facts))).body.ticket;
    const give = async ({ id, version }, given, tookEffectAt) => {
      const { status, text, body } = await command(manager, id, version, given, { tookEffectAt });
      assert.equal(status, 200, text);
      return body.ticket;
    };
    const late = '2026-03-31T09:40:00.000Z';
    const low = { impact: 'low', urgency: 'low' };
    const [told, between, raised] = [await open(low), await open(low), await open(low)];
    clock.jump(3 * 3_600_000);
    // All of it came to be known in April: alone, after what happened in April, and before a
    // breach that time dates back into March.
    await give(told, { type: 'move', to: 'canceled' }, late);
    const note = { type: 'addMessage', from: 'support', text: 'We look.' };
    await give(await give(between, note), { type: 'move', to: 'canceled' }, late);
    await give(raised, { type: 'changeFacts', facts: { impact: 'high', urgency: 'high' } }, late);
    const breach = await until(async () => {
      const { body } = await manager('GET', `/tickets/${raised.id}`);
      return body.ticket.history.find(({ change }) => change.type === 'targetBreached');
    });
    assert.ok(breach.at < '2026-03-31T11' && breach.recordedAt === undefined);
    await reports.makeDue(clock.now());
    const { status, body, text } = await manager('GET', '/reports/2026-03');
    assert.equal(status, 200, text);
    const { opened, done, backlog } = body.volumes;
    assert.deepEqual({ opened, done, backlog }, { opened: 3, done: 0, backlog: 3 });
    assert.deepEqual(body.breaches, []);
  });
});

const isBreach = ({ actor, change }) => actor.id === 'service' && change.type === 'targetBreached';

/** How many tickets there are, and of how many time has recorded that they are late. */
async function allLate(ask) {
  const { body } = await ask('GET', '/tickets?limit=1000');
  const late = body.tickets.filter(({ history }) => history.some(isBreach));
  return { late: late.length, all: body.tickets.length };
}

/** Sends an export, and waits for what becomes of it. */
async function takenOver(ask, body) {
  const begun = await ask('POST', '/imports?zone=Europe/Berlin', body, {
    'content-type': 'application/octet-stream',
  });
  assert.equal(begun.status, 202, begun.text);
  const progress = async () => {
    const { body: found } = await ask('GET', `/imports/${begun.body.id}`);
    return found.state !== 'running' && found;
  };
  return until(progress, { within: 30_000 });
}

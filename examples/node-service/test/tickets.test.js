import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { openEngine, call } from 'incident-core';

import { SKIP, command, incident, openWorld } from './world.js';

const note = (text) => ({ type: 'addMessage', from: 'support', text });

describe('tickets', { skip: SKIP }, () => {
  test('a ticket goes from report to closed, each answer as the core gives it', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    const opened = await ben('POST', '/tickets', incident());
    assert.equal(opened.status, 201);
    assert.equal(opened.headers.get('location'), '/api/v1/tickets/INC-1000001');
    assert.equal(opened.headers.get('etag'), '"1"');
    const id = opened.body.ticket.id;
    const steps = [
      { type: 'assign', group: 'network', assignee: 'ben' },
      { type: 'move', to: 'inProgress' },
      note('We look into it.'),
      { type: 'move', to: 'resolved', facts: { resolutionCode: 'fixed' } },
      { type: 'move', to: 'closed' },
    ];
    let ticket = opened.body.ticket;
    const engine = openEngine(call({ op: 'preset', name: 'itil' }).value).value;
    for (const step of steps) {
      const before = ticket;
      const answer = await command(ben, id, ticket.version, step);
      assert.equal(answer.status, 200, answer.text);
      const { events } = answer.body;
      ({ ticket } = answer.body);
      const context = { now: events[0].at, actor: { id: 'ben', roles: ['agent'] } };
      const decided = engine.call({ op: 'decide', ticket: before, command: step, context });
      assert.equal(JSON.stringify(decided.value.ticket), JSON.stringify(ticket));
    }
    assert.equal(ticket.stateType, 'closed');
    const read = await ben('GET', `/tickets/${id}`);
    assert.equal(JSON.stringify(read.body.ticket), JSON.stringify(ticket));
    assert.equal(read.headers.get('etag'), `"${ticket.version}"`);
  });

  test('what the rules refuse comes with all their reasons, and leaves no trace', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    const {
      body: { ticket },
    } = await ben('POST', '/tickets', incident());
    const refused = await command(ben, ticket.id, 1, { type: 'move', to: 'closed' });
    assert.equal(refused.status, 422);
    assert.equal(refused.body.errors[0].code, 'lifecycle.moveNotAllowed');
    const unknown = await ben('POST', '/tickets', incident({ shortDesription: 'x', color: 'red' }));
    assert.equal(unknown.status, 422);
    assert.equal(unknown.body.errors.length, 2);
    const { body } = await ben('GET', '/tickets');
    assert.deepEqual(body.tickets, [ticket]);
  });

  test('a stale version is told what happened and what would become of the command', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    const eve = api({ sub: 'eve' });
    const {
      body: { ticket },
    } = await ben('POST', '/tickets', incident());
    await command(ben, ticket.id, 1, { type: 'move', to: 'inProgress' });
    const stale = await command(eve, ticket.id, 1, { type: 'move', to: 'canceled' });
    assert.equal(stale.status, 409);
    assert.equal(stale.body.errors[0].code, 'service.versionConflict');
    assert.deepEqual(
      stale.body.events.map(({ version }) => version),
      [2],
    );
    assert.equal(stale.body.rebase.verdicts[0].accepted, true);
    assert.equal(stale.body.rebase.ticket.state, 'canceled');
    const again = await command(eve, ticket.id, 1, { type: 'move', to: 'closed' });
    assert.equal(again.body.rebase.verdicts[0].accepted, false);
    const read = await ben('GET', `/tickets/${ticket.id}`);
    assert.equal(read.body.ticket.version, 2);
    assert.equal((await command(eve, ticket.id, 7, note('from the future'))).status, 409);
  });

  test('If-Match and Idempotency-Key are asked for, and read strictly', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    const {
      body: { ticket },
    } = await ben('POST', '/tickets', incident());
    const path = `/tickets/${ticket.id}/commands`;
    const body = { command: note('x') };
    const codeOf = async (headers) => {
      const {
        status,
        body: { errors },
      } = await ben('POST', path, body, headers);
      return [status, errors[0].code];
    };
    assert.deepEqual(await codeOf({ 'idempotency-key': 'a' }), [428, 'service.ifMatchMissing']);
    assert.deepEqual(await codeOf({ 'if-match': '"1"' }), [400, 'service.malformed']);
    for (const wrong of ['1', '*', 'W/"1"', '"-1"', '"1e0"', '"1", "2"', '""']) {
      const headers = { 'if-match': wrong, 'idempotency-key': 'a' };
      assert.deepEqual(await codeOf(headers), [400, 'service.malformed'], wrong);
    }
    const long = { 'if-match': '"1"', 'idempotency-key': 'k'.repeat(129) };
    assert.deepEqual(await codeOf(long), [400, 'service.malformed']);
  });

  test('the same key is answered with the same bytes, and does nothing twice', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    const {
      body: { ticket },
    } = await ben('POST', '/tickets', incident());
    const first = await command(ben, ticket.id, 1, note('once'), { key: 'k' });
    await command(ben, ticket.id, 2, note('later'));
    const second = await command(ben, ticket.id, 1, note('once'), { key: 'k' });
    assert.equal(second.status, 200);
    assert.equal(second.text, first.text);
    assert.equal(second.headers.get('etag'), first.headers.get('etag'));
    assert.equal(second.headers.get('idempotent-replayed'), 'true');
    assert.equal(first.headers.get('idempotent-replayed'), null);
    const other = await command(ben, ticket.id, 3, note('another'), { key: 'k' });
    assert.equal(other.status, 422);
    assert.equal(other.body.errors[0].code, 'service.idempotencyMismatch');
    const theirs = await command(api({ sub: 'eve' }), ticket.id, 3, note('hers'), { key: 'k' });
    assert.equal(theirs.status, 200);
    assert.equal(theirs.body.ticket.version, 4);
  });

  test('a double submit at the same moment is done once', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    const {
      body: { ticket },
    } = await ben('POST', '/tickets', incident());
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => command(ben, ticket.id, 1, note('once'), { key: 'same' })),
    );
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.equal(new Set(answers.map(({ text }) => text)).size, 1);
    const { body } = await ben('GET', `/tickets/${ticket.id}`);
    assert.equal(body.ticket.version, 2);
    const opened = await Promise.all(
      Array.from({ length: 8 }, () =>
        ben('POST', '/tickets', incident(), { 'idempotency-key': 'open' }),
      ),
    );
    assert.equal(new Set(opened.map(({ text }) => text)).size, 1);
    const {
      body: { tickets },
    } = await ben('GET', '/tickets');
    assert.equal(tickets.length, 2);
  });

  test('twenty writers of one ticket leave no gap and no doubled version', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    const {
      body: { ticket },
    } = await ben('POST', '/tickets', incident());
    let version = 1;
    const write = async (number) => {
      for (;;) {
        const answer = await command(ben, ticket.id, version, note(`n${number}`), {
          key: `w${number}`,
        });
        if (answer.status === 200) return;
        assert.equal(answer.status, 409);
        version = Math.max(version, answer.body.events.at(-1)?.version ?? 0);
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, number) => write(number)));
    const { body } = await ben('GET', `/tickets/${ticket.id}`);
    const texts = body.ticket.history.slice(1).map(({ change }) => change.text);
    assert.equal(new Set(texts).size, 20);
    assert.deepEqual(
      body.ticket.history.map((event) => event.version),
      Array.from({ length: 21 }, (_, n) => n + 1),
    );
  });

  test('commands given offline are accepted or refused one by one, each once', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    const eve = api({ sub: 'eve' });
    const pending = [
      { command: { type: 'open', id: 'my-1', ...incident() }, idempotencyKey: 'o1' },
      { command: { type: 'move', to: 'inProgress' }, idempotencyKey: 'o2' },
    ];
    const created = await ben('POST', '/tickets/my-1/rebase', { seenVersion: 0, pending });
    assert.equal(created.status, 200, created.text);
    assert.deepEqual(
      created.body.verdicts.map(({ accepted }) => accepted),
      [true, true],
    );
    assert.equal(created.body.ticket.version, 2);
    await command(eve, 'my-1', 2, { type: 'move', to: 'onHold', holdReason: 'awaitingCaller' });
    const later = [
      ...pending,
      { command: note('offline'), idempotencyKey: 'o3' },
      {
        command: { type: 'move', to: 'resolved', facts: { resolutionCode: 'x' } },
        idempotencyKey: 'o4',
      },
      { command: { type: 'tick' }, idempotencyKey: 'o5' },
      { command: { type: 'move', to: 'inProgress' }, idempotencyKey: 'o6' },
    ];
    const request = { seenVersion: 2, pending: later };
    const rebased = await ben('POST', '/tickets/my-1/rebase', request);
    assert.deepEqual(
      rebased.body.verdicts.map(({ accepted }) => accepted),
      [true, true, true, false, false, true],
    );
    assert.equal(rebased.body.verdicts[3].errors[0].path, '/pending/3/command/to');
    assert.equal(rebased.body.verdicts[4].errors[0].code, 'service.forbidden');
    assert.deepEqual(
      rebased.body.events.map(({ version }) => version),
      [3, 4, 5],
    );
    const again = await ben('POST', '/tickets/my-1/rebase', request);
    assert.equal(again.body.ticket.version, 5);
    assert.deepEqual(again.body.verdicts, rebased.body.verdicts);
    const doubled = await ben('POST', '/tickets/my-1/rebase', {
      seenVersion: 5,
      pending: [
        { command: note('a'), idempotencyKey: 'd' },
        { command: note('a'), idempotencyKey: 'd' },
      ],
    });
    assert.equal(doubled.body.ticket.version, 6);
    assert.equal((await ben('POST', '/tickets/none/rebase', request)).status, 404);
    const audit = await api({ roles: ['serviceManager'] })('GET', '/tickets/my-1/audit');
    assert.deepEqual(audit.body.wrong, []);
  });

  test('a number that somebody has brought is passed over', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    await ben('POST', '/tickets', { id: 'INC-1000001', ...incident() });
    await ben('POST', '/tickets', { id: 'INC-1000002', ...incident() });
    const {
      body: { ticket },
    } = await ben('POST', '/tickets', incident());
    assert.equal(ticket.id, 'INC-1000003');
  });

  test('the list is paged, filtered and searched', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    for (let number = 0; number < 5; number += 1) {
      await ben('POST', '/tickets', incident({ shortDescription: `Drucker_${number} 100%` }));
    }
    await command(ben, 'INC-1000002', 1, { type: 'move', to: 'canceled' });
    const ids = async (query) => {
      const { body } = await ben('GET', `/tickets?${query}`);
      return body.tickets.map(({ id }) => id.slice(-1));
    };
    assert.deepEqual(await ids('limit=2'), ['1', '2']);
    assert.deepEqual(await ids('limit=2&after=INC-1000002'), ['3', '4']);
    assert.deepEqual(await ids('stateType=open'), ['1', '3', '4', '5']);
    assert.deepEqual(await ids('stateType=canceled'), ['2']);
    assert.deepEqual(await ids('q=DRUCKER_3'), ['4']);
    assert.deepEqual(await ids(`q=${encodeURIComponent('100%')}`), ['1', '2', '3', '4', '5']);
    assert.deepEqual(await ids(`q=${encodeURIComponent('1_0')}`), []);
    const { body } = await ben('GET', '/tickets?limit=5');
    assert.equal(body.next, null);
    for (const wrong of ['limit=0', 'limit=1001', 'limit=x', 'stateType=none', 'colour=red']) {
      assert.equal((await ben('GET', `/tickets?${wrong}`)).status, 400, wrong);
    }
  });

  test('the audit finds that all holds together, and what was changed by hand', async (t) => {
    const { api, store } = await openWorld(t);
    const manager = api({ roles: ['serviceManager'] });
    const {
      body: { ticket },
    } = await manager('POST', '/tickets', incident());
    await command(manager, ticket.id, 1, note('one'));
    await command(manager, ticket.id, 2, note('two'));
    const whole = await manager('GET', '/audit');
    assert.equal(whole.body.whole, true, whole.text);
    assert.equal(whole.body.tree.tickets, 1);
    const record = await manager('GET', `/tickets/${ticket.id}/record`);
    assert.equal(record.text.trimEnd().split('\n').length, 3);
    await store.within('acme', async ({ trx }) => {
      const { line } = await trx
        .selectFrom('decision')
        .select('line')
        .where('number', '=', 2)
        .executeTakeFirstOrThrow();
      await trx
        .updateTable('decision')
        .set({ line: line.replace('one', 'eno') })
        .where('number', '=', 2)
        .execute();
    });
    const broken = await manager('GET', `/tickets/${ticket.id}/audit`);
    assert.equal(broken.body.whole, false);
    assert.equal((await api()('GET', '/audit')).status, 403);
  });
});

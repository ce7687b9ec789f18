import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { describe, test } from 'node:test';

import { SignJWT, UnsecuredJWT, exportJWK, generateKeyPair } from 'jose';

import {
  AUDIENCE,
  ISSUER,
  SKIP,
  command,
  incident,
  openWorld,
  privateKey,
  publicKey,
  tokenOf,
} from './world.js';

const bearer = (token) => ({ authorization: `Bearer ${token}` });
const REQUESTER = { roles: ['requester'], sub: 'rita' };

describe('people', { skip: SKIP }, () => {
  test("a token that is not the issuer's own, or not for here and now, is nobody's", async (t) => {
    const { address, clock } = await openWorld(t);
    const at = clock.now();
    const seconds = Math.floor(at / 1_000);
    const claims = {
      sub: 'ben',
      tenant: 'acme',
      roles: ['serviceManager'],
      iss: ISSUER,
      aud: AUDIENCE,
    };
    const { privateKey: foreign } = await generateKeyPair('EdDSA');
    const secret = new TextEncoder().encode('a secret of thirty-two characters');
    const good = await tokenOf({}, { at });
    const [head, payload, signature] = good.split('.');
    const swapped = Buffer.from(JSON.stringify({ ...claims, exp: seconds + 60 })).toString(
      'base64url',
    );
    const none = Buffer.from('{"alg":"none"}').toString('base64url');
    const wrong = {
      missing: undefined,
      empty: '',
      word: 'token',
      forged: await tokenOf({}, { at, key: foreign }),
      'signed with a secret': await new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .setExpirationTime(seconds + 60)
        .sign(secret),
      'alg none': new UnsecuredJWT(claims).setExpirationTime(seconds + 60).encode(),
      'alg none with a signature': `${none}.${payload}.${signature}`,
      'other claims': `${head}.${swapped}.${signature}`,
      'without signature': `${head}.${payload}.`,
      expired: await tokenOf({}, { at: at - 7_200_000, lasts: 3_600 }),
      'of another issuer': await tokenOf({ iss: 'https://other.test' }, { at }),
      'for another audience': await tokenOf({ aud: 'mail' }, { at }),
      'without tenant': await tokenOf({ tenant: undefined, iss: ISSUER }, { at }).then(() =>
        tokenOf({ tenant: '' }, { at }),
      ),
      'of the house itself': await tokenOf({ tenant: '*' }, { at }),
      'tenant of another type': await tokenOf({ tenant: ['acme'] }, { at }),
      'roles of another type': await tokenOf({ roles: 'agent' }, { at }),
      'name too long': await tokenOf({ sub: 's'.repeat(129) }, { at }),
    };
    for (const [name, token] of Object.entries(wrong)) {
      const headers = token === undefined ? {} : bearer(token);
      const answer = await fetch(`${address}/api/v1/tickets`, { headers });
      assert.equal(answer.status, 401, name);
      assert.equal((await answer.json()).errors[0].code, 'service.unauthorized');
      assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
    }
    assert.equal((await fetch(`${address}/api/v1/session`, { headers: bearer(good) })).status, 200);
    const inAddress = await fetch(`${address}/api/v1/stream?access_token=${good}`);
    assert.equal(inAddress.status, 401);
    clock.jump(2 * 86_400_000);
    const later = await fetch(`${address}/api/v1/session`, { headers: bearer(good) });
    assert.equal(later.status, 401);
  });

  test('keys come from the issuer; if it is away, that is no fault of the token', async (t) => {
    const { publicKey: rsa, privateKey: key } = await generateKeyPair('RS256');
    const keys = [
      { ...(await exportJWK(publicKey)), kid: 'ed', alg: 'EdDSA' },
      { ...(await exportJWK(rsa)), kid: 'rsa', alg: 'RS256' },
    ];
    let away = true;
    const issuer = createServer((request, response) => {
      response.writeHead(away ? 500 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ keys }));
    });
    await new Promise((resolve) => issuer.listen(0, '127.0.0.1', resolve));
    t.after(() => issuer.close());
    const jwks = `http://127.0.0.1:${issuer.address().port}/keys`;
    const { address, clock } = await openWorld(t, {
      keys: undefined,
      environment: { DESK_JWKS: jwks },
    });
    const statusOf = async (token) =>
      (await fetch(`${address}/api/v1/session`, { headers: bearer(token) })).status;
    const at = clock.now();
    const signed = (kid, alg, by) =>
      new SignJWT({ sub: 'ben', tenant: 'acme', iss: ISSUER, aud: AUDIENCE })
        .setProtectedHeader({ alg, kid })
        .setExpirationTime(Math.floor(at / 1_000) + 600)
        .sign(by);
    assert.equal(await statusOf(await signed('rsa', 'RS256', key)), 503);
    away = false;
    assert.equal(await statusOf(await signed('rsa', 'RS256', key)), 200);
    assert.equal(await statusOf(await signed('ed', 'EdDSA', privateKey)), 200);
    assert.equal(await statusOf(await signed('other', 'RS256', key)), 401);
    assert.equal(await statusOf(await signed('ed', 'RS256', key)), 401);
    // The public key as a secret: the oldest of forgeries.
    const secret = new TextEncoder().encode(JSON.stringify(keys[1]));
    assert.equal(await statusOf(await signed('rsa', 'HS256', secret)), 401);
  });

  test('tenants see nothing of each other, whatever they ask', async (t) => {
    const { api, store } = await openWorld(t);
    const acme = api({ roles: ['serviceManager'] });
    const other = api({ roles: ['serviceManager'], tenant: 'other' });
    const {
      body: { ticket },
    } = await acme('POST', '/tickets', incident());
    const path = `/tickets/${ticket.id}`;
    for (const [method, address, body] of [
      ['GET', path],
      ['GET', `${path}/sla`],
      ['GET', `${path}/audit`],
      ['GET', `${path}/record`],
      [
        'POST',
        `${path}/rebase`,
        {
          seenVersion: 1,
          pending: [{ command: { type: 'move', to: 'inProgress' }, idempotencyKey: 'x' }],
        },
      ],
    ]) {
      assert.equal((await other(method, address, body)).status, 404, address);
    }
    assert.equal(
      (await command(other, ticket.id, 1, { type: 'move', to: 'inProgress' })).status,
      404,
    );
    assert.deepEqual((await other('GET', '/tickets')).body.tickets, []);
    assert.deepEqual((await other('GET', '/events')).body.events, []);
    assert.deepEqual((await other('GET', '/queue')).body.rows, []);
    assert.equal((await other('GET', '/audit')).body.tickets, 0);
    const mine = await other('POST', '/tickets', incident());
    assert.equal(mine.body.ticket.id, ticket.id);
    assert.equal((await acme('GET', '/tickets')).body.tickets.length, 1);
    const unbound = await store.within('other', ({ trx, database }) =>
      database.rowSecurity
        ? trx.selectFrom('ticket').select('tenant').execute()
        : [{ tenant: 'other' }],
    );
    assert.deepEqual(unbound, [{ tenant: 'other' }]);
  });

  test('a requester sees own tickets without notes, and speaks for nobody else', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    const rita = api(REQUESTER);
    const {
      body: { ticket },
    } = await rita('POST', '/tickets', incident());
    assert.equal(ticket.facts.caller, 'rita');
    await ben('POST', '/tickets', incident());
    await command(ben, ticket.id, 1, { type: 'addMessage', from: 'support', text: 'We look.' });
    await command(ben, ticket.id, 2, {
      type: 'addMessage',
      from: 'support',
      internal: true,
      text: 'A secret.',
    });
    const read = await rita('GET', `/tickets/${ticket.id}`);
    assert.equal(read.body.ticket.version, 3);
    assert.deepEqual(
      read.body.ticket.history.map(({ version }) => version),
      [1, 2],
    );
    const written = await command(rita, ticket.id, 3, {
      type: 'addMessage',
      from: 'requester',
      text: 'Thanks.',
    });
    assert.equal(written.status, 200);
    const stale = await command(rita, ticket.id, 1, {
      type: 'addMessage',
      from: 'requester',
      text: 'x',
    });
    const list = await rita('GET', '/tickets');
    assert.equal(list.body.tickets.length, 1);
    const events = await rita('GET', '/events');
    for (const { text } of [read, written, stale, list, events]) {
      assert.ok(!/secret|internal/i.test(text), text);
    }
    assert.equal((await rita('GET', '/tickets/INC-1000002')).status, 404);
    assert.equal(
      (await command(rita, 'INC-1000002', 1, { type: 'addMessage', from: 'requester' })).status,
      404,
    );
    const forbidden = [
      { type: 'addMessage', from: 'support', text: 'as support' },
      { type: 'addMessage', from: 'requester', internal: true },
      { type: 'assign', assignee: 'rita' },
      { type: 'changeFacts', facts: { impact: 'low' } },
      { type: 'overridePriority', level: 'critical', reason: 'me' },
      { type: 'tick' },
    ];
    for (const given of forbidden) {
      const { status, body } = await command(rita, ticket.id, 4, given);
      assert.deepEqual([status, body.errors[0].code], [403, 'service.forbidden'], given.type);
    }
    const dated = await command(
      rita,
      ticket.id,
      4,
      { type: 'addMessage', from: 'requester' },
      { tookEffectAt: '2026-03-01T09:00:00Z' },
    );
    assert.equal(dated.status, 403);
    assert.equal((await rita('POST', '/tickets', incident({ caller: 'ben' }))).status, 403);
    for (const path of ['/queue', '/webhooks', '/reports', '/audit', '/imports/x']) {
      assert.equal((await rita('GET', path)).status, 403, path);
    }
    assert.equal((await rita('PUT', '/policy', {}, { 'if-match': '"x"' })).status, 403);
    assert.equal((await rita('POST', '/alerts/plain', {})).status, 403);
    assert.equal((await command(ben, ticket.id, 4, { type: 'tick' })).status, 403);
  });

  test('roles that nobody knows grant nothing', async (t) => {
    const { api } = await openWorld(t);
    const nobody = api({ roles: ['root', '__proto__', 'constructor', 7] });
    const { body } = await nobody('GET', '/session');
    assert.deepEqual([body.roles, body.permissions, body.actor.roles], [[], [], []]);
    assert.equal((await nobody('GET', '/queue')).status, 403);
  });
});

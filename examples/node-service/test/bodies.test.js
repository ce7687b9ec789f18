import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { readSettings } from '../src/settings.js';
import { depthOf } from '../src/http/bodies.js';
import { SKIP, command, incident, openWorld } from './world.js';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('bodies and limits', { skip: SKIP }, () => {
  test('bad bodies are refused in one form and leave no trace', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    const deep = (levels) => `${'{"facts":'.repeat(levels)}1${'}'.repeat(levels)}`;
    const wrong = [
      ['', 400],
      ['{', 400],
      ['null', 400],
      ['[]', 400],
      ['"open"', 400],
      ['7', 400],
      ['{"kind":"incident"}x', 400],
      ['{"__proto__":{"kind":"incident"}}', 400],
      ['{"kind":"incident","constructor":{"prototype":{}}}', 400],
      [deep(41), 400],
      ['['.repeat(100_000), 400],
      [deep(35), 422],
      [`{"kind":"${'x'.repeat(2 ** 20)}"}`, 413],
      ['{}', 422],
      ['{"kind":"nothing"}', 422],
      ['{"kind":"incident","colour":"red"}', 422],
      ['{"type":"move","to":"closed"}', 422],
      ['{"kind":"incident","facts":{"impact":"enormous"}}', 422],
      ['{"kind":"incident","facts":{"vip":"yes"}}', 422],
      [`{"kind":"incident","id":"${'i'.repeat(129)}"}`, 422],
      ['{"kind":"incident","id":""}', 422],
      [`{"kind":"incident","facts":{"description":"${'x'.repeat(65_537)}"}}`, 422],
    ];
    for (const [text, status] of wrong) {
      const answer = await ben('POST', '/tickets', text === '' ? undefined : text, JSON_TYPE);
      assert.equal(answer.status, status, `${text.slice(0, 60)}: ${answer.text.slice(0, 300)}`);
      assert.equal(answer.body.ok, false);
      for (const { code, path, message } of answer.body.errors) {
        assert.ok(code && message && typeof path === 'string', answer.text);
      }
    }
    const xml = await ben('POST', '/tickets', '<open/>', { 'content-type': 'text/xml' });
    assert.equal(xml.status, 415);
    assert.deepEqual((await ben('GET', '/tickets')).body.tickets, []);
  });

  test('ids that mean something elsewhere mean nothing here', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    for (const id of [
      '../x',
      'a b',
      '%',
      "'; drop table ticket; --",
      'ü',
      '__proto__',
      '"',
      '\\',
    ]) {
      const opened = await ben('POST', '/tickets', { id, ...incident() });
      assert.equal(opened.status, 201, opened.text);
      const location = opened.headers.get('location').replace('/api/v1', '');
      const read = await ben('GET', location);
      assert.equal(read.body?.ticket.id, id, location);
      assert.equal((await ben('POST', '/tickets', { id, ...incident() })).status, 422);
    }
  });

  test('a body with a null character is refused, not half stored', async (t) => {
    const { api } = await openWorld(t);
    const ben = api();
    assert.equal(
      (await ben('POST', '/tickets', incident({ shortDescription: 'a\u0000b' }))).status,
      400,
    );
    assert.equal((await ben('POST', '/tickets', { id: 'a\u0000b', ...incident() })).status, 400);
    assert.equal(
      (await ben('POST', '/tickets', incident({ shortDescription: 'a\\u0000b' }))).status,
      201,
    );
    for (const path of [
      '/tickets/a%00b',
      '/tickets?q=%00',
      '/tickets?after=%00',
      '/queue?group=%00',
    ]) {
      assert.equal((await ben('GET', path)).status, 400, path);
    }
  });

  test('who asks too often waits, others do not', async (t) => {
    const { api } = await openWorld(t, { environment: { DESK_RATE: '5' } });
    const ben = api();
    const statuses = [];
    for (let number = 0; number < 7; number += 1) statuses.push(await ben('GET', '/session'));
    assert.deepEqual(
      statuses.map(({ status }) => status),
      [200, 200, 200, 200, 200, 429, 429],
    );
    assert.equal(statuses.at(-1).body.errors[0].code, 'service.rateLimited');
    assert.ok(Number(statuses.at(-1).headers.get('retry-after')) > 0);
    assert.equal((await api({ sub: 'eve' })('GET', '/session')).status, 200);
    assert.equal((await api({ tenant: 'other' })('GET', '/session')).status, 200);
  });

  test('addresses and methods that are not there are refused in the same form', async (t) => {
    const { api, address } = await openWorld(t);
    const ben = api();
    assert.equal((await ben('GET', '/nothing')).body.errors[0].code, 'service.notFound');
    const other = await ben('DELETE', '/tickets/x');
    assert.deepEqual([other.status, other.body.errors[0].code], [405, 'service.methodUnknown']);
    assert.equal(other.headers.get('allow'), 'GET, HEAD');
    const document = await (await fetch(`${address}/openapi.json`)).json();
    assert.equal(document.openapi, '3.1.0');
    assert.ok(document.components.schemas.command.oneOf.length > 5);
    const healthy = await Promise.all(
      ['healthz', 'readyz', 'metrics'].map((path) => fetch(`${address}/${path}`)),
    );
    assert.deepEqual(
      healthy.map(({ status }) => status),
      [200, 200, 200],
    );
    assert.match(await healthy[2].text(), /desk_commands_total/);
  });

  test('the policy is changed with its digest only, and refused with every finding', async (t) => {
    const { api } = await openWorld(t);
    const manager = api({ roles: ['serviceManager'] });
    const first = await manager('GET', '/policy');
    const etag = first.headers.get('etag');
    assert.equal(etag, `"${first.body.digest}"`);
    const unchanged = await manager('GET', '/policy', undefined, { 'if-none-match': etag });
    assert.equal(unchanged.status, 304);
    const policy = structuredClone(first.body.policy);
    policy.agreements[0].targets[0].within.critical = '5m';
    assert.equal((await manager('PUT', '/policy', policy)).status, 428);
    assert.equal((await manager('PUT', '/policy', policy, { 'if-match': '"x"' })).status, 412);
    const broken = { ...policy, matrix: {} };
    const refused = await manager('PUT', '/policy', broken, { 'if-match': etag });
    assert.equal(refused.status, 422);
    assert.ok(refused.body.errors.length > 1);
    const {
      body: { ticket },
    } = await manager('POST', '/tickets', incident());
    const changed = await manager('PUT', '/policy', policy, { 'if-match': etag });
    assert.equal(changed.status, 200, changed.text);
    assert.equal((await manager('PUT', '/policy', policy, { 'if-match': etag })).status, 412);
    const history = await manager('GET', '/policy/history');
    assert.deepEqual(
      history.body.policies.map(({ number }) => number),
      [2, 1],
    );
    const sla = await manager('GET', `/tickets/${ticket.id}/sla`);
    assert.equal(sla.body.assessment.policy, changed.body.digest);
    assert.equal(sla.body.assessment.clocks[0].withinMs, 300_000);
    await command(manager, ticket.id, 1, { type: 'move', to: 'inProgress' });
    const record = await manager('GET', `/tickets/${ticket.id}/record`);
    const lines = record.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).decidedBy.policy);
    assert.deepEqual(lines, [first.body.digest, changed.body.digest]);
  });

  test('the portal is served beside the API, under its policy', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'portal-'));
    t.after(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Portal</title>');
    await writeFile(join(folder, 'app-1a2b3c4d.js'), 'export {};');
    const { address, api } = await openWorld(t, { environment: { PORTAL: folder } });
    const page = await fetch(`${address}/`);
    assert.match(await page.text(), /Portal/);
    assert.match(
      page.headers.get('content-security-policy'),
      /script-src 'self' 'wasm-unsafe-eval'/,
    );
    assert.equal(page.headers.get('cache-control'), 'no-cache');
    const script = await fetch(`${address}/app-1a2b3c4d.js`);
    assert.match(script.headers.get('cache-control'), /immutable/);
    for (const path of ['none.js', '..%2f..%2fetc/passwd', '.env']) {
      assert.equal((await fetch(`${address}/${path}`)).status, 404, path);
    }
    assert.equal((await api()('GET', '/nothing')).body.errors[0].code, 'service.notFound');
    assert.equal((await api()('GET', '/session')).status, 200);
  });

  test('wrong settings are refused, all at once', () => {
    const wrong = {
      PORT: 'x',
      DEMO: 'yes',
      DESK_COLOUR: 'red',
      DESK_POLICY: '/nowhere',
      LOG_LEVEL: 'loud',
    };
    assert.throws(
      () => readSettings(wrong),
      ({ message }) => {
        const named = [
          'PORT',
          'DEMO',
          'DESK_COLOUR',
          'DESK_POLICY',
          'LOG_LEVEL',
          'DESK_ISSUER',
          'DESK_JWKS',
        ];
        return named.every((name) => message.includes(name));
      },
    );
    assert.equal(readSettings({ DEMO: '1' }).port, 8080);
    assert.equal(depthOf('{"a":"[[[[\\"[["}'), 1);
    assert.equal(depthOf('[[{"a":[]}]]'), 4);
  });
});

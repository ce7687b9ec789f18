import assert from 'node:assert/strict';
import { test } from 'node:test';

import { core } from './consumer.js';
import { chance, hostileDocument } from './hostile.js';

const { call, versions, IncidentCoreError } = core;
const healthy = JSON.stringify(versions());

function survives(name, input) {
  let answer;
  try {
    answer = call(input);
  } catch (error) {
    assert.ok(error instanceof IncidentCoreError, `${name}: ${error}`);
    assert.equal(error.code, 'notJson', `${name}: ${error.cause}`);
  }
  if (answer !== undefined && !answer.ok) {
    for (const { code, path, message } of answer.errors) {
      assert.ok(code && message && (path === '' || path.startsWith('/')), name);
    }
  }
  assert.equal(JSON.stringify(versions()), healthy, `${name}: the next call answers`);
}

function nested(depth, wrap, core) {
  let value = core;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}

const circle = {};
circle.self = circle;

const single = {
  'undefined': undefined,
  'null': null,
  'a number': 7,
  'a string': 'versions',
  'a function': () => 1,
  'a symbol': Symbol('s'),
  'a BigInt': 1n,
  'a cycle': circle,
  'a getter that throws': { get op() { throw new Error('no'); } },
  'a getter that throws nothing': { get op() { throw undefined; } },
  'a toJSON that throws': { op: 'versions', toJSON() { throw new TypeError('no'); } },
  'a toJSON that lies': { toJSON: () => undefined },
  'a proxy that throws': new Proxy({}, { ownKeys() { throw new Error('no'); } }),
  'a proxy that is revoked': revoked(),
  'a proxy with endless keys': new Proxy({}, { get: () => 1, ownKeys: () => ['op', 'a', 'b'] }),
  'an object 20,000 deep': nested(20_000, (a) => ({ a }), 1),
  'a list 20,000 deep': nested(20_000, (a) => [a], 1),
  'an object 200,000 deep': nested(200_000, (a) => ({ a }), 1),
  'a list 33 deep': { op: 'evolve', events: nested(33, (a) => [a], 1) },
  'members of the prototype': JSON.parse('{"op":"versions","__proto__":{"op":"preset"}}'),
  'a Map': new Map([['op', 'versions']]),
  'a Date': new Date(0),
  'bytes': new Uint8Array(8),
  'NaN': { op: 'add', span: NaN },
  'a huge number': { op: 'add', span: 1e308 },
  'a lone surrogate': { op: '\ud800' },
  'a NUL': { op: 'versions\0' },
  'a long name': { op: 'x'.repeat(1 << 20) },
  'many members': Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, n])),
  'forty megabytes': { op: 'x'.repeat(40 << 20) },
};

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

for (const [name, input] of Object.entries(single)) {
  test(`${name}, twice`, () => {
    survives(name, input);
    survives(name, input);
  });
}

test('a polluted prototype does not change an answer', () => {
  const request = { op: 'checkPolicy', policy: 'itil' };
  const before = JSON.stringify(call(request));
  const names = ['op', 'policy', 'major', 'ok', 'verbose'];
  for (const name of names) Object.prototype[name] = true;
  try {
    assert.equal(JSON.stringify(call(request)), before);
    assert.equal(JSON.stringify(versions()), healthy);
  } finally {
    for (const name of names) delete Object.prototype[name];
  }
});

test('random hostile documents leave the instance healthy', () => {
  const documents = Number(process.env.INCIDENT_CORE_CASES ?? 3_000);
  const random = chance(20_260_109);
  const told = new Set();
  for (let n = 0; n < documents; n += 1) {
    let code = 'accepted';
    try {
      const answer = call(hostileDocument(random));
      if (!answer.ok) code = answer.errors[0].code;
    } catch (error) {
      assert.ok(error instanceof IncidentCoreError, `document ${n}: ${error}`);
      ({ code } = error);
    }
    assert.notEqual(code, 'instanceLost', `document ${n}`);
    told.add(code);
    if (n % 64 === 0) assert.equal(JSON.stringify(versions()), healthy, `after document ${n}`);
  }
  assert.ok(told.size > 3, `the documents are of several kinds: ${[...told]}`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { core } from './consumer.js';
import { chance, hostileDocument, single } from './hostile.js';

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

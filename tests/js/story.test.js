// A whole incident, step by step, as Rust goes through it: the same answers, to the byte.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { analysis, response, root, security } from './consumer.js';

const entries = { analysis, response, security };
const steps = JSON.parse(readFileSync(join(root, 'tests/vectors/story/ransomware.json'), 'utf8'));

/** A request with what was kept in its places. */
function filled(request, kept) {
  if (Array.isArray(request)) return request.map((value) => filled(value, kept));
  if (typeof request !== 'object' || request === null) return request;
  if ('$' in request) return kept[request.$];
  if ('$join' in request) return request.$join.map((name) => kept[name]).join('');
  return Object.fromEntries(Object.entries(request).map(([key, value]) => [key, filled(value, kept)]));
}

/** What stands at a JSON Pointer; null if nothing does. */
function at(value, pointer) {
  const steps = pointer.split('/').slice(1);
  return steps.reduce((inner, key) => inner?.[key], value) ?? null;
}

test('ransomware, from the alert to the lesson', () => {
  assert.ok(steps.length > 20);
  const kept = {};
  for (const { text, entry, request, keep, told, digest } of steps) {
    const raw = entries[entry].callText(JSON.stringify(filled(request, kept)));
    const answer = JSON.parse(raw);
    for (const [pointer, value] of Object.entries(told)) assert.deepEqual(at(answer, pointer), value, text);
    assert.equal(createHash('sha256').update(raw).digest('hex'), digest, text);
    for (const [name, pointer] of Object.entries(keep ?? {})) kept[name] = at(answer.value, pointer);
  }
});

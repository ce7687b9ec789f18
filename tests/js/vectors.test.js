import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { core, vectors } from './consumer.js';

const files = Map.groupBy?.(vectors(), ({ file }) => file) ?? grouped(vectors());

function grouped(all) {
  const groups = new Map();
  for (const vector of all) groups.set(vector.file, [...(groups.get(vector.file) ?? []), vector]);
  return groups;
}

for (const [file, list] of files) {
  describe(file, () => {
    for (const { name, request, text, answer } of list) {
      test(name, () => {
        const raw = core.callText(text ?? JSON.stringify(request));
        assert.equal(raw, JSON.stringify(answer), 'the bytes are those of Rust');
      });
    }
  });
}

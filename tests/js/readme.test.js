import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { root, run, write } from './consumer.js';

// What each comment beside a `console.log` promises, in the order of the page.
const promised = (code) => [...code.matchAll(/console\.log\(.*\); \/\/ (.*)/g)].map((match) => match[1]);

for (const page of ['README.md', 'pkg-template/README.md']) {
  const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/```js\n([\s\S]*?)```/g)];
  blocks.forEach(([, code], at) => {
    test(`${page}, example ${at + 1}`, async () => {
      const out = await run('node', [write(`readme-${at}.mjs`, code)]);
      const expected = promised(code);
      if (expected.length > 0) assert.deepEqual(out.trim().split('\n'), expected);
    });
  });
  test(`${page} has an example`, () => assert.ok(blocks.length > 0));
}

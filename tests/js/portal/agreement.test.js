// The browser and Node decide the same 10,000 random commands: equal bytes.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { open } from '../chromium.js';
import { root } from './places.js';
import { skip, stage } from './stage.js';

// After the place of the package is known.
const { decisions } = await import('../../../examples/history/decisions.js');
const { portalPolicy } = await import('../../../examples/history/policy.js');

const portal = stage();

test(
  '10,000 random commands, decided in Node and on the page',
  { skip, timeout: 120_000 },
  async (context) => {
    const itil4 = JSON.parse(readFileSync(join(root, 'target/npm/presets/itil4.json'), 'utf8'));
    const hash = createHash('sha256');
    const seen = { accepted: 0, refused: new Map() };
    const asked = { count: 10_000, policy: portalPolicy(itil4), now: '2026-01-05T08:00:00Z' };
    decisions(asked, (text) => {
      hash.update(`${text}\n`);
      const answer = JSON.parse(text);
      if (answer.ok) seen.accepted += 1;
      else
        seen.refused.set(answer.errors[0].code, (seen.refused.get(answer.errors[0].code) ?? 0) + 1);
    });
    // Chance has to reach both: a run in which all is refused would agree about nothing.
    assert.ok(seen.accepted > 3_000 && seen.accepted < 9_500, `${seen.accepted} accepted`);
    assert.ok(seen.refused.size > 15, [...seen.refused.keys()].join(', '));
    context.diagnostic(`${seen.accepted} accepted, ${seen.refused.size} reasons to refuse`);

    const { page, errors } = await open(portal.browser, `${portal.address}/verify.html`);
    await page.getByRole('button', { name: 'Decide them here' }).click();
    await page.waitForFunction(() => document.getElementById('digest').textContent !== '', null, {
      timeout: 90_000,
    });
    assert.equal(await page.textContent('#digest'), hash.digest('hex'));
    assert.deepEqual(errors, []);
  },
);

// The same random commands here and in Node: the digest of all answers says whether they agree.
import itil4 from 'incident-core/presets/itil4.json';

import { decisions } from '../../../examples/history/decisions.js';
import { portalPolicy } from '../../../examples/history/policy.js';

export const COUNT = 10_000;
export const BEGIN = '2026-01-05T08:00:00Z';

/** The SHA-256 of the answers to `COUNT` commands, each ended by a line feed. */
export async function agree() {
  const texts = [];
  decisions({ count: COUNT, policy: portalPolicy(itil4), now: BEGIN }, (text) =>
    texts.push(`${text}\n`),
  );
  const bytes = new TextEncoder().encode(texts.join(''));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return {
    bytes: bytes.length,
    digest: [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
  };
}

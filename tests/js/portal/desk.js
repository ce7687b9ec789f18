// The same history with the same package in Node, to hold the portal against.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './places.js';
import { NOW } from './stage.js';

/** An entry of the package. */
export const entry = (name = '') => import(name ? `incident-core/${name}` : 'incident-core');

const preset = (name) =>
  JSON.parse(readFileSync(join(root, `target/npm/presets/${name}.json`), 'utf8'));

/** The history that the portal starts with at `NOW`, its policy, and an engine for it. */
export async function desk() {
  const { history } = await import('../../../examples/history/history.js');
  const { portalPolicy } = await import('../../../examples/history/policy.js');
  const policy = portalPolicy(preset('itil4'), preset('iso27035'));
  const made = history({ seed: 1, tickets: 300, now: NOW, policy, open: 36 });
  const { openEngine } = await entry();
  return { ...made, engine: openEngine(made.policy).value };
}

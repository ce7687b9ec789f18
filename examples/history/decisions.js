// Random commands, sensible and not, each decided by the core: the bytes of its answers in order.
import { openEngine } from 'incident-core';

import { Asking } from './asking.js';

/** Calls `take(text)` with the answer to each of `count` commands; the same seed asks the same. */
export function decisions({ seed = 1, count, policy, now }, take) {
  const opened = openEngine(policy);
  if (!opened.ok) throw new Error(opened.errors[0].message);
  const engine = opened.value;
  const asking = new Asking({ seed, policy, now });
  for (let index = 0; index < count; index += 1) {
    const { place, request } = asking.next();
    const text = engine.callText(JSON.stringify(request));
    take(text);
    const answer = JSON.parse(text);
    if (answer.ok) asking.keep(place, answer.value.ticket);
  }
  engine.free();
}

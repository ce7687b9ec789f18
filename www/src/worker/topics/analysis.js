// What the page asks about policies and deadlines beside decisions: exports, proofs, explanations.
import { call, openEngine } from 'incident-core/analysis';

import { measured } from '../spent.js';
import * as repository from '../repository.js';

let engine;

repository.listen({
  filled() {
    engine?.free();
    engine = undefined;
  },
});

/** Any operation of the entry under the policy of the tickets. */
export function ask(request) {
  return measured('analysis', () => {
    engine ??= openEngine(repository.policy()).value;
    return engine.call(request);
  });
}

/** An operation that brings its own policy, or needs none. */
export function askPlain(request) {
  return measured('analysis', () => call(request));
}

import * as core from './core.js';
import { IncidentCoreError } from './fault.js';

/**
 * The one instance of the module in this program. `generation` counts the instances: an object
 * that lives in WebAssembly belongs to the one in which it was made.
 */
let module;
let generation = 0;
let start;

/** Says how the compiled module is had: by a function that returns it, or undefined if not yet. */
export function startWith(starter) {
  start = starter;
}

/** Makes the instance if there is none and the module can be had. */
export function ensure() {
  if (module !== undefined) return true;
  module = start();
  if (module === undefined) return false;
  core.initSync({ module });
  return true;
}

export function currentGeneration() {
  return generation;
}

/**
 * Calls into the instance. A trap leaves its memory in an unknown state, so the instance is
 * replaced, and the caller is told.
 */
export function inside(work) {
  if (!ensure()) throw new IncidentCoreError('notReady', 'call `init` or `initSync` first');
  try {
    return work(core);
  } catch (cause) {
    if (!(cause instanceof WebAssembly.RuntimeError) && !(cause instanceof RangeError)) throw cause;
    generation += 1;
    core.__wbg_reset_state();
    const message = 'the WebAssembly instance trapped and was replaced; call again';
    throw new IncidentCoreError('instanceLost', message, '', cause);
  }
}

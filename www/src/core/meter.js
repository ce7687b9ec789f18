// What the core costs: bytes that were loaded, and the time that its last answer took.
import { signal } from '@preact/signals';

/** The modules that are loaded here or in the worker, with their bytes. */
export const modules = signal({});

/** Milliseconds inside the module for the last answer. */
export const lastAnswer = signal(0);

export function loaded(name) {
  if (name in modules.peek()) return;
  modules.value = { ...modules.peek(), [name]: WASM_BYTES[name] };
}

/** Does `work`, and notes how long it took. */
export function measured(work) {
  const begun = performance.now();
  const result = work();
  lastAnswer.value = performance.now() - begun;
  return result;
}

// What the modules of the worker cost, told with each answer.

let milliseconds = 0;
let modules = [];

/** Does `work` of a module of the package, and notes how long it took. */
export function measured(module, work) {
  const begun = performance.now();
  const result = work();
  milliseconds += performance.now() - begun;
  if (!modules.includes(module)) modules.push(module);
  return result;
}

/** What was spent since the last time, and the modules that were used. */
export function spent() {
  const told = { spent: milliseconds, modules };
  milliseconds = 0;
  modules = [];
  return told;
}

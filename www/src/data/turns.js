// What tabs do one after the other.

/** Does work while no other tab does any of the same name; where there are no locks, at once. */
export function alone(name, work) {
  // Only pages that came safely, or from this machine, have them.
  return navigator.locks ? navigator.locks.request(name, work) : work();
}

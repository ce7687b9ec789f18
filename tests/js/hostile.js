// Documents as nobody should send them, made by a generator with a seed.

const OPERATIONS = ['versions', 'classify', 'add', 'between', 'decide', 'evolve', 'assess', 'checkPolicy'];
const KEYS = [
  'op', 'policy', 'ticket', 'command', 'context', 'calendar', 'start', 'span', 'events', 'facts',
  'zone', 'hours', 'mon', '__proto__', 'constructor', 'toJSON', 'length', '', 'a/b', '~', '\ud800',
];

/** A small generator of numbers below `limit`, the same in every runtime (mulberry32). */
export function chance(seed) {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}

const LEAVES = [
  () => null,
  () => undefined,
  () => 'itil',
  () => '2026-01-09T16:00:00Z',
  () => '1h',
  () => 'Europe/Berlin',
  () => '\ud800x',
  () => '\u0000\u2028"\\',
  (random) => 'é'.repeat(random(5_000)),
  (random) => random(2 ** 31),
  () => -0,
  () => 0.1,
  () => 1e300,
  () => NaN,
  () => 2n ** 70n,
  () => Symbol('s'),
  () => () => 1,
  () => new Date(0),
  () => Object(5),
  () => new Map([['a', 1]]),
  () => new Float64Array(3),
  () => new Proxy({}, { get() { throw new Error('no'); } }),
  () => new Proxy([], {}),
  () => ({ get op() { throw new RangeError('no'); } }),
  () => ({ toJSON() { throw new Error('no'); } }),
  () => ({ toJSON: () => ({ op: 'versions' }) }),
];

function value(random, depth) {
  const kind = random(depth > 5 ? 2 : 4);
  if (kind < 2) return LEAVES[random(LEAVES.length)](random);
  if (kind === 2) return Array.from({ length: random(6) }, () => value(random, depth + 1));
  const made = random(8) === 0 ? Object.create({ inherited: 1 }) : {};
  for (let n = random(6); n > 0; n -= 1) {
    const key = KEYS[random(KEYS.length)];
    const descriptor = { configurable: true, enumerable: true, writable: true };
    Object.defineProperty(made, key, { ...descriptor, value: value(random, depth + 1) });
  }
  if (random(40) === 0) made.self = made;
  return made;
}

/** One document; most have an operation, so that they get past the door. */
export function hostileDocument(random) {
  const made = value(random, 0);
  if (random(5) === 0 || typeof made !== 'object' || made === null) return made;
  try {
    return { ...made, op: OPERATIONS[random(OPERATIONS.length)] };
  } catch {
    return made;
  }
}

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
export function hostileDocument(random, operations = OPERATIONS) {
  const made = value(random, 0);
  if (random(5) === 0 || typeof made !== 'object' || made === null) return made;
  try {
    return { ...made, op: operations[random(operations.length)] };
  } catch {
    return made;
  }
}

function nested(depth, wrap, core) {
  let value = core;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
}

const circle = {};
circle.self = circle;

/** What nobody should ask, each by itself. */
export const single = {
  'undefined': undefined,
  'null': null,
  'a number': 7,
  'a string': 'versions',
  'a function': () => 1,
  'a symbol': Symbol('s'),
  'a BigInt': 1n,
  'a cycle': circle,
  'a getter that throws': { get op() { throw new Error('no'); } },
  'a getter that throws nothing': { get op() { throw undefined; } },
  'a toJSON that throws': { op: 'versions', toJSON() { throw new TypeError('no'); } },
  'a toJSON that lies': { toJSON: () => undefined },
  'a proxy that throws': new Proxy({}, { ownKeys() { throw new Error('no'); } }),
  'a proxy that is revoked': revoked(),
  'a proxy with endless keys': new Proxy({}, { get: () => 1, ownKeys: () => ['op', 'a', 'b'] }),
  'an object 20,000 deep': nested(20_000, (a) => ({ a }), 1),
  'a list 20,000 deep': nested(20_000, (a) => [a], 1),
  'an object 200,000 deep': nested(200_000, (a) => ({ a }), 1),
  'a list 33 deep': { op: 'evolve', events: nested(33, (a) => [a], 1) },
  'members of the prototype': JSON.parse('{"op":"versions","__proto__":{"op":"preset"}}'),
  'a Map': new Map([['op', 'versions']]),
  'a Date': new Date(0),
  'bytes': new Uint8Array(8),
  'NaN': { op: 'add', span: NaN },
  'a huge number': { op: 'add', span: 1e308 },
  'a lone surrogate': { op: '\ud800' },
  'a NUL': { op: 'versions\0' },
  'a long name': { op: 'x'.repeat(1 << 20) },
  'many members': Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, n])),
  'forty megabytes': { op: 'x'.repeat(40 << 20) },
};

function revoked() {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

/** What stands where something else should. */
export const WRONG = [
  null, true, false, 0, -1, 1.5, 1e300, 2 ** 53, Number.MIN_SAFE_INTEGER, '', 'x', '\ud800', '__proto__',
  '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-02-30T00:00:00Z', '-1h', 'Mars/Olympus',
  [], {}, [null], [[]], { x: 1 }, 'é'.repeat(3_000), nested(40, (a) => [a], 1), nested(40, (a) => ({ a }), 1),
];

const CHANGES = [
  (random, parent, key) => delete parent[key],
  (random, parent, key) => own(parent, key, structuredClone(WRONG[random(WRONG.length)])),
  (random, parent, key) => own(parent, key, [parent[key]]),
  (random, parent, key) => own(parent, key, { [KEYS[random(KEYS.length)]]: parent[key] }),
  (random, parent, key) => {
    const many = random(typeof parent[key] === 'object' ? 5 : 200);
    own(parent, key, Array(many).fill(parent[key]));
  },
  (random, parent, key) => own(parent, key, garbled(random, String(parent[key]))),
  (random, parent, key) => own(parent, key, -Number(parent[key]) || random(2 ** 31)),
  (random, parent) => own(parent, KEYS[random(KEYS.length)], 1),
  (random, parent, key) => {
    const other = Object.keys(parent)[random(Object.keys(parent).length)];
    const kept = parent[other];
    own(parent, other, parent[key]);
    own(parent, key, kept);
  },
];

/** Sets a member as JSON does: `__proto__` is a name like any other. */
function own(object, key, value) {
  if (Array.isArray(object) && key === 'length') return;
  Object.defineProperty(object, key, { configurable: true, enumerable: true, writable: true, value });
}

/** A copy of a JSON value of which a few parts are changed. */
export function mutated(random, value) {
  const holder = { copy: structuredClone(value) };
  for (let n = random(3); n >= 0; n -= 1) {
    let [parent, key] = [holder, 'copy'];
    for (let depth = 0; depth === 0 || random(4) > 0; depth += 1) {
      const inner = parent[key];
      const keys = typeof inner === 'object' && inner !== null ? Object.keys(inner) : [];
      if (keys.length === 0) break;
      [parent, key] = [inner, keys[random(keys.length)]];
    }
    CHANGES[random(CHANGES.length)](random, parent, key);
  }
  return holder.copy;
}

/** A text of which a piece is lost, repeated, or something else. */
export function garbled(random, text) {
  const [at, length] = [random(text.length + 1), random(8)];
  const piece = text.slice(at, at + length);
  const instead = ['', piece + piece, '\ud800', '\0', '"', '{', ']', '1e9', '\\u0000', '9'.repeat(30)];
  return text.slice(0, at) + instead[random(instead.length)] + text.slice(at + length);
}

import { IncidentCoreError } from './fault.js';

/**
 * Turns a value into the one text that crosses into WebAssembly. Getters, proxies, cycles and
 * `toJSON` run here, outside, where an exception hurts nobody.
 */
export function textOf(value) {
  let text;
  try {
    text = JSON.stringify(value);
  } catch (cause) {
    const found = culprit(value);
    const what = found?.what ?? 'a value that cannot be read';
    throw new IncidentCoreError('notJson', `not JSON: ${what}`, found?.path ?? '', cause);
  }
  if (typeof text !== 'string') {
    throw new IncidentCoreError('notJson', `not JSON: ${typeof value}`);
  }
  return text;
}

/** Requires a whole number that is exact, since WebAssembly would bend any other one silently. */
export function whole(value, name) {
  if (!Number.isSafeInteger(value)) {
    const message = `\`${name}\` is not a whole number of milliseconds`;
    throw new IncidentCoreError('notInteger', message, `/${name}`);
  }
  return value;
}

/**
 * Many numbers as an array of our own, in which the answers take their place. That each is whole
 * is seen inside: a bad one among many is answered by NaN where it stood, and spoils no other.
 */
export function numbers(values, name) {
  if (values instanceof Float64Array) return new Float64Array(values);
  if (typeof values?.[Symbol.iterator] !== 'function' && !Number.isInteger(values?.length)) {
    throw new IncidentCoreError('notNumbers', `\`${name}\` is not a list of numbers`, `/${name}`);
  }
  return Float64Array.from(values, (value, at) => {
    if (typeof value === 'number') return value;
    const message = `\`${name}\` holds a ${typeof value}`;
    throw new IncidentCoreError('notNumbers', message, `/${name}/${at}`);
  });
}

const [kindOf, bufferOf, offsetOf, lengthOf] = [Symbol.toStringTag, 'buffer', 'byteOffset', 'length'].map((name) => {
  return Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), name).get;
});

/**
 * Requires bytes, of whatever realm: a `Buffer` of Node is one too. They come as a view of our own,
 * since a derived class can lie about its length, and so write past its place inside.
 */
export function bytes(value, name) {
  if (kindOf.call(value) !== 'Uint8Array') {
    throw new IncidentCoreError('notBytes', `\`${name}\` is not a Uint8Array`, `/${name}`);
  }
  const length = lengthOf.call(value);
  // A buffer that was handed on has nothing, and allows no view.
  if (length === 0) return new Uint8Array();
  return new Uint8Array(bufferOf.call(value), offsetOf.call(value), length);
}

/** What is handed over at a time: as much again is the copy in the instance's memory. */
const PIECE = 1 << 20;

/** Bytes in pieces, at least one. */
export function* pieces(given) {
  for (let at = 0; at === 0 || at < given.length; at += PIECE) yield given.subarray(at, at + PIECE);
}

const encoder = new TextEncoder();

/** Rows as lines of JSON: bytes or a text, which may be cut anywhere, or a list of values. */
export function lines(rows, name) {
  if (Array.isArray(rows)) return encoder.encode(rows.map((row) => `${textOf(row)}\n`).join(''));
  return typeof rows === 'string' ? encoder.encode(rows) : bytes(rows, name);
}

/** Requires a string. */
export function string(value, name) {
  if (typeof value !== 'string') {
    throw new IncidentCoreError('notString', `\`${name}\` is not a string`, `/${name}`);
  }
  return value;
}

/** Finds the BigInt or the cycle that `JSON.stringify` stumbled over; undefined if neither. */
function culprit(value) {
  let found;
  const places = new Map();
  try {
    const seen = [];
    JSON.stringify(value, function visit(key, member) {
      while (seen.length > 0 && seen.at(-1) !== this) seen.pop();
      const path = places.has(this) ? `${places.get(this)}/${escaped(key)}` : '';
      if (typeof member === 'bigint') found = { what: 'a BigInt', path };
      if (typeof member === 'object' && member !== null) {
        if (seen.includes(member)) found = { what: 'an object inside itself', path };
        seen.push(member);
        places.set(member, path);
      }
      if (found) throw found;
      return member;
    });
  } catch {
    return found;
  }
  return undefined;
}

/** A name as a step of a JSON Pointer. */
export function escaped(key) {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

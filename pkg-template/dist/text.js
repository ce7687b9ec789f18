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

function escaped(key) {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

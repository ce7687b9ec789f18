import { once } from 'node:events';
import process from 'node:process';

// Who reads only the first lines, as `head` does, has seen what they wanted.
process.stdout.on('error', (fault) => {
  if (fault.code === 'EPIPE') process.exit(0);
  throw fault;
});

/** Prints a line. */
export function say(line = '') {
  process.stdout.write(`${line}\n`);
}

/** A value as people read it. */
export function worded(value) {
  if (value === null || value === undefined) return 'none';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

export function sayJson(value) {
  say(JSON.stringify(value, null, 2));
}

/** Writes to a stream no faster than it takes it in. */
export async function write(stream, text) {
  if (text !== '' && !stream.write(text)) await once(stream, 'drain');
}

import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import process from 'node:process';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { Progress } from './progress.js';
import { Refusal, finding } from './refusal.js';

/** What systems call a fault, as people do. */
const WORDS = {
  EACCES: 'it may not be read',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file',
  Z_BUF_ERROR: 'the packed file is cut off',
  Z_DATA_ERROR: 'the packed file is damaged',
};

/** The name of a source, for messages. */
export const titled = (name) => (name === '-' ? 'standard input' : name);

function unreadable(name, fault, help) {
  const message = WORDS[fault.code] ?? fault.message;
  return new Refusal(titled(name), [finding('cli.fileUnreadable', '', message, help)]);
}

/** All of a document: a file, or `-` for standard input. */
export async function textOf(name, help = undefined) {
  try {
    const bytes = name === '-' ? await all(process.stdin) : await readFile(name);
    return bytes.toString('utf8').replace(/^\uFEFF/, '');
  } catch (fault) {
    throw unreadable(name, fault, help);
  }
}

async function all(stream) {
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function sizeOf(name) {
  if (name === '-') return undefined;
  const { size } = await stat(name);
  return size;
}

/** The pieces of a log as they come, counted. */
async function* counted(stream, progress) {
  try {
    for await (const piece of stream) {
      progress.add(piece.length);
      yield piece;
    }
  } finally {
    progress.end();
  }
}

/** How much of a log says what it is. */
const BEGINNING = 1_024;

/** The same pieces, and the first bytes of them, however small the pieces are. */
async function opened(pieces) {
  const first = [];
  let size = 0;
  while (size < BEGINNING) {
    const { value, done } = await pieces.next();
    if (done) break;
    first.push(value);
    size += value.length;
  }
  return {
    start: Buffer.concat(first).subarray(0, BEGINNING),
    rest: (async function* rest() {
      yield* first;
      yield* pieces;
    })(),
  };
}

async function* refusing(name, pieces) {
  try {
    yield* pieces;
  } catch (fault) {
    throw unreadable(name, fault);
  }
}

/**
 * A log, piece by piece and unpacked, with its first bytes. No more of it is in memory than what is
 * looked at.
 */
export async function logOf(name) {
  try {
    const progress = new Progress(await sizeOf(name));
    const stream = name === '-' ? process.stdin : createReadStream(name);
    const packed = await opened(counted(stream, progress));
    const isPacked = packed.start[0] === 0x1f && packed.start[1] === 0x8b;
    if (!isPacked) return { start: packed.start, pieces: refusing(name, packed.rest) };
    // What goes wrong with the source comes out behind the unpacking.
    const source = Readable.from(packed.rest);
    const unpacking = createGunzip();
    source.on('error', (fault) => unpacking.destroy(fault));
    const { start, rest } = await opened(source.pipe(unpacking)[Symbol.asyncIterator]());
    return { start, pieces: refusing(name, rest) };
  } catch (fault) {
    throw unreadable(name, fault);
  }
}

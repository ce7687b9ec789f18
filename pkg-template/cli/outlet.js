import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

import { write } from './output.js';
import { Refusal, finding } from './refusal.js';

const nowhere = { take: async () => {}, end: async () => {} };

/** A file that text goes into as it comes; without a name it goes nowhere. */
export function outlet(name) {
  if (name === undefined) return nowhere;
  const refused = (fault) => {
    return new Refusal(name, [
      finding('cli.fileUnwritable', '', `it cannot be written: ${fault.code}`),
    ]);
  };
  const stream = createWriteStream(name);
  let broken;
  const done = finished(stream).catch((fault) => {
    broken = refused(fault);
  });
  return {
    async take(text) {
      if (broken) throw broken;
      await Promise.race([write(stream, text), done]);
    },
    async end() {
      stream.end();
      await done;
      if (broken) throw broken;
    },
  };
}

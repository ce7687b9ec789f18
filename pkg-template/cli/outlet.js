import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

import { write } from './output.js';
import { Refusal, finding } from './refusal.js';

const nowhere = { take: async () => {}, end: async () => {} };

/** A file that text goes into as it comes. What was in it is kept until there is a first text. */
class Outlet {
  #name;
  #stream;
  #done;
  #broken;

  constructor(name) {
    this.#name = name;
  }

  async take(text) {
    this.#open();
    await Promise.race([write(this.#stream, text), this.#done]);
    if (this.#broken) throw this.#broken;
  }

  async end() {
    this.#open();
    this.#stream.end();
    await this.#done;
    if (this.#broken) throw this.#broken;
  }

  #open() {
    if (this.#stream !== undefined) return;
    this.#stream = createWriteStream(this.#name);
    this.#done = finished(this.#stream).catch((fault) => {
      const message = `it cannot be written: ${fault.code}`;
      this.#broken = new Refusal(this.#name, [finding('cli.fileUnwritable', '', message)]);
    });
  }
}

/** Where text goes: a file, or without a name nowhere. */
export function outlet(name) {
  return name === undefined ? nowhere : new Outlet(name);
}

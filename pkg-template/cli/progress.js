import process from 'node:process';

const WIDTH = 30;
const PAUSE_MS = 100;
const MEGABYTE = 1e6;

const megabytes = (bytes) => `${(bytes / MEGABYTE).toFixed(1)} MB`;

/** How far a file has been read, for who watches a terminal; for all others nothing. */
export class Progress {
  #stream;
  #whole;
  #read = 0;
  #shownAt = -Infinity;
  #now;

  /** `whole` is the size in bytes, undefined if nobody knows. */
  constructor(whole, stream = process.stderr, now = () => performance.now()) {
    this.#stream = stream;
    this.#whole = whole;
    this.#now = now;
  }

  add(bytes) {
    this.#read += bytes;
    if (!this.#stream.isTTY || this.#now() - this.#shownAt < PAUSE_MS) return;
    this.#shownAt = this.#now();
    this.#stream.write(`\r${this.#line()}\u001b[K`);
  }

  /** Leaves no trace. */
  end() {
    if (this.#stream.isTTY) this.#stream.write('\r\u001b[K');
  }

  #line() {
    if (!this.#whole) return megabytes(this.#read);
    const share = Math.min(1, this.#read / this.#whole);
    const done = Math.floor(share * WIDTH);
    const bar = '#'.repeat(done) + '-'.repeat(WIDTH - done);
    return `[${bar}] ${String(Math.floor(share * 100)).padStart(3)} %  ${megabytes(this.#read)}`;
  }
}

// The program's clock and timers, moved by hand from timer to timer. Node's own mock jumps to the
// end of a tick before any timer fires, and so hides when each did.
import assert from 'node:assert/strict';

const { setTimeout, clearTimeout } = globalThis;
const { now } = Date;

export class StoppedClock {
  #timers = new Set();
  /** The most timers that there ever were at once. */
  most = 0;

  constructor(at) {
    this.at = at;
    Date.now = () => this.at;
    globalThis.setTimeout = (work, wait) => {
      assert.ok(wait >= 1 && wait < 2 ** 31, `waits ${wait}`);
      const timer = { work, at: this.at + Math.ceil(wait) };
      this.#timers.add(timer);
      this.most = Math.max(this.most, this.#timers.size);
      return timer;
    };
    globalThis.clearTimeout = (timer) => this.#timers.delete(timer);
  }

  get waiting() {
    return this.#timers.size;
  }

  /** Lets time pass. */
  pass(span) {
    const end = this.at + span;
    let next = this.#next(end);
    while (next !== undefined) {
      this.#timers.delete(next);
      this.at = Math.max(this.at, next.at);
      next.work();
      next = this.#next(end);
    }
    this.at = end;
  }

  #next(end) {
    const ripe = [...this.#timers].filter(({ at }) => at <= end);
    return ripe.sort((one, other) => one.at - other.at)[0];
  }

  restore() {
    Date.now = now;
    Object.assign(globalThis, { setTimeout, clearTimeout });
  }
}

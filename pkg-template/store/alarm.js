/**
 * A timer stands still while a computer sleeps, does not see its clock being set, and fires at once
 * beyond 2^31 milliseconds. So the clock is looked at this often, which costs nothing.
 */
const LONGEST_WAIT = 60_000;

/** One timer for one instant. */
export class Alarm {
  #now;
  #ring;
  #timer;

  constructor(now, ring) {
    this.#now = now;
    this.#ring = ring;
  }

  /** Rings at the instant and not at the one before; undefined for never. */
  set(at) {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (at === undefined) return;
    const wait = Math.min(Math.max(at - this.#now(), 1), LONGEST_WAIT);
    this.#timer = setTimeout(() => {
      if (this.#now() >= at) this.#ring();
      else this.set(at);
    }, wait);
  }
}

// Chance that comes out the same for the same seed, everywhere: integers only.

/** A generator (mulberry32) of whole numbers below a bound. */
export class Chance {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  below(bound) {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  }

  /** Whether something happens that happens so many times in a hundred. */
  percent(share) {
    return this.below(100) < share;
  }

  between(least, most) {
    return least + this.below(most - least + 1);
  }

  one(list) {
    return list[this.below(list.length)];
  }

  /** One of `[weight, value]`. */
  weighted(list) {
    let left = this.below(list.reduce((sum, [weight]) => sum + weight, 0));
    return list.find(([weight]) => (left -= weight) < 0)[1];
  }
}

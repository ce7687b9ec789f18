/** An instant of the package, text or milliseconds, in milliseconds. */
export function millis(instant) {
  return typeof instant === 'number' ? instant : Date.parse(instant);
}

/**
 * The present by the server's clock. The client's may be wrong by hours, but it runs as fast: what
 * the server said once is enough.
 */
export class ServerTime {
  #now;
  #offset = 0;

  constructor(now) {
    this.#now = now;
  }

  now() {
    return Math.round(this.#now() + this.#offset);
  }

  /** What the server's clock shows at this moment. An instant that is none changes nothing. */
  tell(serverNow) {
    const told = millis(serverNow);
    if (Number.isFinite(told)) this.#offset = told - this.#now();
  }
}

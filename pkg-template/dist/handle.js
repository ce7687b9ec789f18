import { IncidentCoreError } from './fault.js';
import { currentGeneration, inside } from './instance.js';

/** Something that lives in the instance, and is lost with it. */
export class Handle {
  #held;
  #what;
  #generation = currentGeneration();

  /** `what` it is, for messages. */
  constructor(held, what) {
    this.#held = held;
    this.#what = what;
  }

  free() {
    if (this.#held && this.#generation === currentGeneration()) this.#held.free();
    this.#held = undefined;
  }

  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    this.free();
  }

  /** The answer, as a value, of what `work` asks it. */
  answered(work) {
    return JSON.parse(this.asked(work));
  }

  /** What `work` makes of it. */
  asked(work) {
    if (this.#held === undefined) throw new IncidentCoreError('freed', `the ${this.#what} was freed`);
    if (this.#generation !== currentGeneration()) {
      const message = `the WebAssembly instance was replaced, and the ${this.#what} with it; begin again`;
      throw new IncidentCoreError('instanceLost', message);
    }
    return inside(() => work(this.#held));
  }
}

/** A handle, or why there is none. */
export function ready(handle) {
  const { opened } = handle;
  if (opened.ok) return { ok: true, value: handle };
  handle.free();
  return opened;
}

import { IncidentCoreError } from './fault.js';
import { currentGeneration, inside } from './instance.js';
import { textOf } from './text.js';

/** A log on its way through a policy. It lives in the instance, and is lost with it. */
export class Replay {
  #replay;
  #generation = currentGeneration();
  #opened;

  constructor(replay) {
    this.#replay = replay;
    this.#opened = JSON.parse(replay.opened());
  }

  get opened() {
    return this.#opened;
  }

  push(rows) {
    const text = textOf(rows);
    return JSON.parse(this.#inside((replay) => replay.push(text)));
  }

  figures() {
    return JSON.parse(this.#inside((replay) => replay.answer())).value;
  }

  free() {
    if (this.#replay && this.#generation === currentGeneration()) this.#replay.free();
    this.#replay = undefined;
  }

  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    this.free();
  }

  #inside(work) {
    if (this.#replay === undefined) throw new IncidentCoreError('freed', 'the replay was freed');
    if (this.#generation !== currentGeneration()) {
      const message = 'the WebAssembly instance was replaced, and the replay with it; begin again';
      throw new IncidentCoreError('instanceLost', message);
    }
    return inside(() => work(this.#replay));
  }
}

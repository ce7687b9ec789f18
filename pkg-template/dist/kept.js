import { IncidentCoreError } from './fault.js';
import { currentGeneration, inside } from './instance.js';
import { string, textOf } from './text.js';

/**
 * A checked document that answers requests under it. Immutable: it keeps the document's text, and
 * so survives the loss of an instance.
 */
export class Kept {
  #text;
  #what;
  #make;
  #held;
  #generation;
  #opened;

  /** `what` it is, for messages; `make` makes it of the text, in the instance. */
  constructor(text, what, make) {
    this.#text = text;
    this.#what = what;
    this.#make = make;
    this.#opened = JSON.parse(this.inside((held) => held.opened()));
  }

  /** What was said when it was opened, or every finding. */
  get opened() {
    return this.#opened;
  }

  call(request) {
    return JSON.parse(this.callText(textOf(request)));
  }

  callText(text) {
    string(text, 'text');
    return this.inside((held) => held.answer(text));
  }

  free() {
    if (this.#held && this.#generation === currentGeneration()) this.#held.free();
    this.#held = undefined;
    this.#text = undefined;
  }

  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    this.free();
  }

  /** What `work` makes of it. */
  inside(work) {
    if (this.#text === undefined) throw new IncidentCoreError('freed', `the ${this.#what} was freed`);
    return inside((core) => {
      if (!this.#held || this.#generation !== currentGeneration()) {
        this.#held = this.#make(core, this.#text);
        this.#generation = currentGeneration();
      }
      return work(this.#held, core);
    });
  }
}

import { IncidentCoreError } from './fault.js';
import { currentGeneration, inside } from './instance.js';
import { Replay } from './replay.js';
import { string, textOf, whole } from './text.js';

/**
 * A checked policy that answers requests about it. Immutable: it keeps the policy's text, and so
 * survives the loss of an instance.
 */
export class Engine {
  #text;
  #policy;
  #generation;
  #opened;

  constructor(text) {
    this.#text = text;
    this.#opened = JSON.parse(this.#inside((policy) => policy.opened()));
  }

  /** What was said when the policy was opened: its id, digest and warnings, or every finding. */
  get opened() {
    return this.#opened;
  }

  call(request) {
    return JSON.parse(this.callText(textOf(request)));
  }

  callText(text) {
    string(text, 'text');
    return this.#inside((policy) => policy.answer(text));
  }

  add(calendar, start, span) {
    string(calendar, 'calendar');
    whole(start, 'start');
    whole(span, 'span');
    return this.#inside((policy) => policy.add(calendar, start, span));
  }

  addAll(calendar, starts, span) {
    string(calendar, 'calendar');
    whole(span, 'span');
    const copy = Float64Array.from(starts, (start) => whole(start, 'starts'));
    return this.#inside((policy) => policy.add_all(calendar, copy, span));
  }

  between(calendar, from, to) {
    string(calendar, 'calendar');
    whole(from, 'from');
    whole(to, 'to');
    return this.#inside((policy) => policy.between(calendar, from, to));
  }

  replay(request) {
    const text = textOf(request);
    const replay = this.#inside((policy, core) => {
      if (core.Replay) return new Replay(new core.Replay(policy, text));
      const message = 'the module of this entry replays no logs: import `incident-core/replay`';
      throw new IncidentCoreError('notInModule', message);
    });
    const { opened } = replay;
    if (opened.ok) return { ok: true, value: replay };
    replay.free();
    return opened;
  }

  free() {
    if (this.#policy && this.#generation === currentGeneration()) this.#policy.free();
    this.#policy = undefined;
    this.#text = undefined;
  }

  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    this.free();
  }

  #inside(work) {
    if (this.#text === undefined) throw new IncidentCoreError('freed', 'the engine was freed');
    return inside((core) => {
      if (!this.#policy || this.#generation !== currentGeneration()) {
        this.#policy = new core.Policy(this.#text);
        this.#generation = currentGeneration();
      }
      return work(this.#policy, core);
    });
  }
}

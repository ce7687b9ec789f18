import { Calendar } from './calendar.js';
import { IncidentCoreError } from './fault.js';
import { currentGeneration, inside } from './instance.js';
import { Comparison, RecordReplay, Replay } from './replay.js';
import { Table } from './table.js';
import { string, textOf } from './text.js';

/** The largest number that fits, and no policy has as many calendars. */
const NO_NUMBER = 0xffff_ffff;

/**
 * A checked policy that answers requests about it. Immutable: it keeps the policy's text, and so
 * survives the loss of an instance.
 */
export class Engine {
  #text;
  #policy;
  #generation;
  #opened;
  #calendars = new Map();

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

  /** The calendar with this identifier; undefined if the policy has none. */
  calendar(id) {
    string(id, 'id');
    return this.#numbered(id);
  }

  add(calendar, start, span) {
    return this.#named(calendar).add(start, span);
  }

  between(calendar, from, to) {
    return this.#named(calendar).between(from, to);
  }

  addAll(calendar, starts, span) {
    return this.#named(calendar).addAll(starts, span);
  }

  betweenAll(calendar, froms, tos) {
    return this.#named(calendar).betweenAll(froms, tos);
  }

  elapsedAll(calendar, starts, now) {
    return this.#named(calendar).elapsedAll(starts, now);
  }

  remainingAll(calendar, starts, span, now) {
    return this.#named(calendar).remainingAll(starts, span, now);
  }

  replay(request) {
    const text = textOf(request);
    return ready(this.#inside((policy, core) => {
      return new Replay(new (known(core.Replay))(policy, text));
    }));
  }

  replayRecord() {
    return ready(this.#inside((policy, core) => new RecordReplay(new (known(core.Record))(policy))));
  }

  compare(other, request) {
    const text = textOf(request);
    if (!(other instanceof Engine)) throw new IncidentCoreError('notEngine', 'the other policy is no engine', '/other');
    return ready(this.#inside((first, core) => other.#inside((second) => {
      return new Comparison(new (known(core.Comparison))(first, second, text));
    })));
  }

  table(columns) {
    const text = textOf(columns);
    return ready(this.#inside((policy, core) => {
      return new Table(new (known(core.Table))(policy, text), JSON.parse(text));
    }));
  }

  free() {
    if (this.#policy && this.#generation === currentGeneration()) this.#policy.free();
    this.#policy = undefined;
    this.#text = undefined;
    this.#calendars.clear();
  }

  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    this.free();
  }

  #numbered(id) {
    const known = this.#calendars.get(id);
    if (known) return known;
    const number = this.#inside((policy) => policy.calendar(id));
    if (number === undefined) return undefined;
    const calendar = new Calendar(number, (work) => this.#inside(work));
    this.#calendars.set(id, calendar);
    return calendar;
  }

  /** As `#numbered`, but an unknown name gives a calendar that answers NaN. */
  #named(id) {
    string(id, 'calendar');
    return this.#numbered(id) ?? new Calendar(NO_NUMBER, (work) => this.#inside(work));
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

/** What only the module of one entry has. */
export function known(what) {
  if (what) return what;
  const message = 'the module of this entry has no logs and no tables: import `incident-core/analysis`';
  throw new IncidentCoreError('notInModule', message);
}

/** A handle, or why there is none. */
export function ready(handle) {
  const { opened } = handle;
  if (opened.ok) return { ok: true, value: handle };
  handle.free();
  return opened;
}

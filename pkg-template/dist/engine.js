import { Calendar } from './calendar.js';
import { Desk } from './desk.js';
import { IncidentCoreError } from './fault.js';
import { ready } from './handle.js';
import { Kept } from './kept.js';
import { Comparison, RecordReplay, Replay } from './replay.js';
import { Table } from './table.js';
import { string, textOf } from './text.js';

/** The largest number that fits, and no policy has as many calendars. */
const NO_NUMBER = 0xffff_ffff;

/** A checked policy that answers requests about it. */
export class Engine extends Kept {
  #calendars = new Map();

  constructor(text) {
    super(text, 'engine', (core, policy) => new core.Policy(policy));
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
    return ready(this.inside((policy, core) => {
      return new Replay(new (known(core.Replay))(policy, text));
    }));
  }

  replayRecord() {
    return ready(this.inside((policy, core) => new RecordReplay(new (known(core.Record))(policy))));
  }

  compare(other, request) {
    const text = textOf(request);
    if (!(other instanceof Engine)) throw new IncidentCoreError('notEngine', 'the other policy is no engine', '/other');
    return ready(this.inside((first, core) => other.inside((second) => {
      return new Comparison(new (known(core.Comparison))(first, second, text));
    })));
  }

  table(columns) {
    const text = textOf(columns);
    return ready(this.inside((policy, core) => {
      return new Table(new (known(core.Table))(policy, text), JSON.parse(text));
    }));
  }

  desk(settings = {}) {
    const text = textOf(settings);
    return ready(this.inside((policy, core) => new Desk(new (known(core.Desk, 'desk'))(policy, text))));
  }

  free() {
    super.free();
    this.#calendars.clear();
  }

  #numbered(id) {
    const known = this.#calendars.get(id);
    if (known) return known;
    const number = this.inside((policy) => policy.calendar(id));
    if (number === undefined) return undefined;
    const calendar = new Calendar(number, (work) => this.inside(work));
    this.#calendars.set(id, calendar);
    return calendar;
  }

  /** As `#numbered`, but an unknown name gives a calendar that answers NaN. */
  #named(id) {
    string(id, 'calendar');
    return this.#numbered(id) ?? new Calendar(NO_NUMBER, (work) => this.inside(work));
  }
}

/** What only the module of one entry has. */
export function known(what, entry = 'analysis') {
  if (what) return what;
  const lacks = entry === 'desk' ? 'no desk' : 'no logs and no tables';
  const message = `the module of this entry has ${lacks}: import \`incident-core/${entry}\``;
  throw new IncidentCoreError('notInModule', message);
}

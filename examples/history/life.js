// One ticket on its way: commands go to the core, its events are kept.

export const HOUR = 3_600_000;

/** A ticket under construction, and the time that it is there. */
export class Life {
  ticket = null;

  constructor(engine, { at, until, calendar }) {
    this.engine = engine;
    this.now = at;
    this.until = until;
    this.calendar = calendar;
  }

  get over() {
    return this.now >= this.until;
  }

  /** Lets working time pass; what time alone causes happens meanwhile. */
  pass(milliseconds) {
    const span = Math.round(milliseconds);
    const due = this.engine.add(this.calendar, this.now, span);
    this.wait((Number.isNaN(due) ? this.now + span : due) - this.now);
  }

  /** Lets time pass around the clock. */
  wait(milliseconds) {
    this.now = Math.min(this.now + milliseconds, this.until);
    if (this.ticket) this.give({ type: 'tick' }, { id: 'clock' });
  }

  /** Gives a command; false if the rules refuse it, or the time is up. */
  give(command, actor) {
    if (this.over && command.type !== 'tick') return false;
    const decided = this.engine.call({
      op: 'decide', ticket: this.ticket, command, context: { now: this.now, actor, linked: [] },
    });
    if (!decided.ok) return false;
    this.ticket = decided.value.ticket ?? this.ticket;
    return true;
  }

  /** Moves to a state that means this, if the lifecycle offers one. */
  move(stateType, actor, beside = {}) {
    if (this.over) return false;
    const { value } = this.engine.call({
      op: 'assess', ticket: this.ticket, context: { now: this.now, actor, linked: [] },
    });
    const offered = value.moves.filter((move) => move.stateType === stateType);
    return offered.some(({ to }) => this.give({ type: 'move', to, ...beside }, actor));
  }
}


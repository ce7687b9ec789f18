import { IncidentCoreError } from './fault.js';
import { Handle } from './handle.js';
import { bytes, pieces, string, textOf, whole } from './text.js';

/** As many tickets as a desk may hold, and more. */
const MOST = 0xffff_ffff;

const encoder = new TextEncoder();

/** How many rows are wanted at most; more than there may be is all. */
function count(value, name) {
  if (value === undefined || value === Infinity) return MOST;
  if (Number.isSafeInteger(value) && value >= 0) return Math.min(value, MOST);
  const message = `\`${name}\` is not a whole number from 0`;
  throw new IncidentCoreError('notInteger', message, `/${name}`);
}

/** The open tickets of a team, ranked. */
export class Desk extends Handle {
  constructor(held) {
    super(held, 'desk');
    this.opened = this.answered((desk) => desk.opened());
  }

  get length() {
    return this.asked((desk) => desk.len());
  }

  put(ticket) {
    return this.load(encoder.encode(textOf(ticket)));
  }

  load(lines) {
    const given = bytes(lines, 'lines');
    const sum = { held: 0, replaced: 0, ended: 0, refused: 0, findings: [] };
    const add = ({ value }) => {
      for (const name of ['held', 'replaced', 'ended', 'refused']) sum[name] += value[name];
      sum.findings.push(...value.findings);
    };
    for (const piece of pieces(given)) {
      add(this.answered((desk) => desk.push(piece)));
    }
    add(this.answered((desk) => desk.finish()));
    return { ok: true, value: sum };
  }

  apply(id, events) {
    string(id, 'id');
    const text = textOf(events);
    return this.answered((desk) => desk.apply(id, text));
  }

  decide(id, command, context) {
    if (id !== null) string(id, 'id');
    const text = textOf({ command, context });
    return this.answered((desk) => desk.decide(id ?? undefined, text));
  }

  remove(id) {
    string(id, 'id');
    return this.answered((desk) => desk.remove(id)).value;
  }

  setForecast(id, millionths) {
    string(id, 'id');
    if (millionths !== null) whole(millionths, 'forecast');
    return this.answered((desk) => desk.forecast(id, millionths ?? undefined));
  }

  queue({ now, limit, filter, offset, reasons }) {
    whole(now, 'now');
    const most = count(limit, 'limit');
    const text = textOf({ filter, offset, reasons });
    return this.answered((desk) => desk.queue(text, now, most));
  }

  due(now) {
    whole(now, 'now');
    return this.answered((desk) => desk.due(now));
  }

  tick(actor, now, limit) {
    whole(now, 'now');
    const most = count(limit, 'limit');
    const text = textOf(actor);
    return this.answered((desk) => desk.tick(text, now, most));
  }

  counts(now) {
    whole(now, 'now');
    return this.answered((desk) => desk.counts(now));
  }

  nextChangeAt(now) {
    whole(now, 'now');
    const next = this.asked((desk) => desk.next_change_at(now));
    return Number.isNaN(next) ? undefined : next;
  }

  ticket(id) {
    string(id, 'id');
    return this.answered((desk) => desk.ticket(id)).value;
  }
}

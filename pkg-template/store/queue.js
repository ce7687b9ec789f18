import { shownUntil } from './countdown.js';
import { Store } from './store.js';
import { millis } from './time.js';
import { rowView, still } from './view.js';

const BLANK = { rows: [], counts: null };

function looked(desk, question, now) {
  const queue = desk.queue({ ...question, now });
  const counts = desk.counts(now);
  const errors = [queue, counts].flatMap((answer) => answer.errors ?? []);
  if (errors.length > 0) return { ...BLANK, at: now, live: true, errors };
  const rows = queue.value.map((row) => ({ ...row, sla: rowView(row) }));
  return { at: now, live: true, errors: [], rows, counts: counts.value };
}

class QueueStore extends Store {
  #desk;
  #question;
  #renderedAt;
  #rendered;

  constructor(desk, question, options) {
    super(
      (now) => {
        const snapshot = looked(desk, this.#question, now);
        const views = snapshot.rows.map(({ sla }) => sla);
        const shown = shownUntil(views, now) ?? Infinity;
        const next = Math.min(desk.nextChangeAt(now) ?? Infinity, shown);
        return { snapshot, next: next === Infinity ? undefined : next };
      },
      BLANK,
      options,
    );
    this.#desk = desk;
    this.#question = question;
    this.#renderedAt = options.renderedAt;
    this.getServerSnapshot = this.getServerSnapshot.bind(this);
  }

  ask(question) {
    this.#question = question;
    this.#rendered = undefined;
    this.refresh();
  }

  getServerSnapshot() {
    this.#rendered ??= this.#atRest();
    return this.#rendered;
  }

  /** A desk has no instant of its own: unless one is told, server and client alike show no row. */
  #atRest() {
    if (this.#renderedAt === undefined) return { ...BLANK, at: null, live: false, errors: [] };
    const view = looked(this.#desk, this.#question, millis(this.#renderedAt));
    return {
      ...view,
      live: false,
      rows: view.rows.map((row) => ({ ...row, sla: still(row.sla) })),
    };
  }
}

/** The view of a team's open tickets. After the desk has changed, `refresh` it. */
export function queueStore(desk, question = {}, options = {}) {
  return new QueueStore(desk, question, options);
}

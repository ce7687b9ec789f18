import { shownUntil } from './countdown.js';
import { Store } from './store.js';
import { millis } from './time.js';
import { slaView, still } from './view.js';

const BLANK = { clocks: [] };

const sooner = (one, other) => (other === undefined || one < other ? one : other);

/** Where a ticket stands, with its clocks as views. */
function looked(engine, ticket, { actor = { id: '' }, linked }, now) {
  const assessed = (at) =>
    engine.call({ op: 'assess', ticket, context: { now: at, actor, linked } });
  const answer = assessed(now);
  if (!answer.ok) return { ...BLANK, at: now, errors: answer.errors };
  const { clocks, strictest } = answer.value;
  const counted = clocks.some(({ stage }) => stage === 'running' || stage === 'breached');
  const later = counted ? assessed(now + 1).value?.clocks : undefined;
  const views = clocks.map((clock, at) => slaView(clock, ticket, later?.[at]));
  const decisive = clocks.findIndex(({ agreement, target }) => {
    return agreement === strictest?.agreement && target === strictest.target;
  });
  return {
    at: now,
    errors: [],
    assessment: answer.value,
    clocks: views,
    strictest: views[decisive],
  };
}

class TicketStore extends Store {
  #engine;
  #ticket;
  #options;
  #rendered;

  constructor(engine, ticket, options) {
    super(
      (now) => {
        const view = looked(engine, this.#ticket, options, now);
        const next = view.assessment?.nextChangeAt;
        const shown = shownUntil(view.clocks, now);
        return {
          snapshot: { ...BLANK, ...view, live: true },
          next: next === undefined ? shown : sooner(millis(next), shown),
        };
      },
      BLANK,
      options,
    );
    this.#engine = engine;
    this.#ticket = ticket;
    this.#options = options;
    this.getServerSnapshot = this.getServerSnapshot.bind(this);
  }

  put(ticket) {
    this.#ticket = ticket;
    this.#rendered = undefined;
    this.refresh();
  }

  getServerSnapshot() {
    this.#rendered ??= this.#atRest();
    return this.#rendered;
  }

  /** The ticket as it stood at an instant that server and client know alike. */
  #atRest() {
    const at = millis(this.#options.renderedAt ?? this.#ticket?.updatedAt);
    const view = looked(this.#engine, this.#ticket, this.#options, Number.isFinite(at) ? at : 0);
    const clocks = view.clocks.map(still);
    const strictest = clocks[view.clocks.indexOf(view.strictest)];
    return { ...view, live: false, clocks, strictest };
  }
}

/** The view of one ticket. */
export function ticketStore(engine, ticket, options = {}) {
  return new TicketStore(engine, ticket, options);
}

import { Handle } from './handle.js';
import { lines, pieces, string, textOf } from './text.js';

/** Tickets on their way into figures. */
export class Metrics extends Handle {
  constructor(held) {
    super(held, 'metrics');
    this.opened = this.answered((metrics) => metrics.opened());
  }

  push(tickets) {
    const given = lines(tickets, 'tickets');
    for (const piece of pieces(given)) this.asked((metrics) => metrics.push(piece));
  }

  finish() {
    this.asked((metrics) => metrics.finish());
  }

  merge(state) {
    string(state, 'state');
    return this.answered((metrics) => metrics.merge(state));
  }

  state() {
    return this.asked((metrics) => metrics.state());
  }

  figures() {
    return this.answered((metrics) => metrics.answer()).value;
  }

  tickets(request) {
    const text = textOf(request);
    return this.answered((metrics) => metrics.tickets(text));
  }

  report(report, format = 'data') {
    const text = textOf({ report, format });
    return this.answered((metrics) => metrics.report(text));
  }
}

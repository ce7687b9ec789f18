import { Handle } from './handle.js';
import { bytes, string, textOf } from './text.js';

/** What is handed over at a time: as much again is the copy in the instance's memory. */
const PIECE = 1 << 20;

/** Tickets on their way into figures. */
export class Metrics extends Handle {
  constructor(held) {
    super(held, 'metrics');
    this.opened = this.answered((metrics) => metrics.opened());
  }

  push(lines) {
    const given = bytes(lines, 'lines');
    for (let at = 0; at < given.length; at += PIECE) {
      const piece = given.subarray(at, at + PIECE);
      this.asked((metrics) => metrics.push(piece));
    }
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
}

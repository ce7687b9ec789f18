import { Handle } from './handle.js';



/** Alerts on their way. */
export class Signals extends Handle {
  constructor(held) {
    super(held, 'signals');
    this.opened = this.answered((signals) => signals.opened());
  }
}

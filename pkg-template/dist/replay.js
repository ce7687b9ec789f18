import { Handle } from './handle.js';
import { textOf } from './text.js';

/** A log on its way through a policy. */
export class Replay extends Handle {
  constructor(replay) {
    super(replay, 'replay');
    this.opened = this.answered((held) => held.opened());
  }

  push(rows) {
    const text = textOf(rows);
    return this.answered((replay) => replay.push(text));
  }

  figures() {
    return this.answered((replay) => replay.answer()).value;
  }
}

/** A log on its way through two policies. */
export class Comparison extends Handle {
  constructor(comparison) {
    super(comparison, 'comparison');
    this.opened = this.answered((held) => held.opened());
  }

  push(rows) {
    const text = textOf(rows);
    return this.answered((comparison) => comparison.push(text));
  }

  finish() {
    return this.answered((comparison) => comparison.finish()).value;
  }

  figures() {
    return this.answered((comparison) => comparison.answer()).value;
  }
}

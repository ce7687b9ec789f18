import { Handle } from './handle.js';
import { bytes, pieces, textOf } from './text.js';

/** A log on its way. */
class Passage extends Handle {
  constructor(held, what) {
    super(held, what);
    this.opened = this.answered((passage) => passage.opened());
  }

  push(rows) {
    const text = textOf(rows);
    return this.answered((passage) => passage.push(text));
  }

  figures() {
    return this.answered((passage) => passage.answer()).value;
  }
}

/** A log on its way through a policy. */
export class Replay extends Passage {
  constructor(replay) {
    super(replay, 'replay');
  }
}

/** A record of our own on its way through a policy. */
export class RecordReplay extends Passage {
  constructor(record) {
    super(record, 'record');
  }

  push(lines) {
    const given = bytes(lines, 'bytes');
    let answer;
    for (const piece of pieces(given)) {
      answer = this.answered((record) => record.push(piece));
    }
    return answer;
  }
}

/** A log on its way through two policies. */
export class Comparison extends Passage {
  constructor(comparison) {
    super(comparison, 'comparison');
  }

  finish() {
    return this.answered((comparison) => comparison.finish()).value;
  }
}

/** A log that is being read for the policy that it obeys. */
export class Discovery extends Passage {
  constructor(discovery) {
    super(discovery, 'discovery');
  }
}

import { Handle } from './handle.js';
import { lines, pieces, string, textOf } from './text.js';

/** What takes in past tickets. */
class Past extends Handle {
  constructor(held, what) {
    super(held, what);
    this.opened = this.answered((past) => past.opened());
  }

  push(rows) {
    const given = lines(rows, 'rows');
    let answer;
    for (const piece of pieces(given)) answer = this.answered((past) => past.push(piece));
    return answer;
  }

  finish() {
    return this.answered((past) => past.finish());
  }

  forget(id) {
    string(id, 'id');
    return this.answered((past) => past.forget(id)).value;
  }

  /** The answer to a question that is a value. */
  replied(question, ask) {
    const text = textOf(question);
    return this.answered((past) => ask(past, text));
  }
}

/** Past tickets, to be searched. */
export class SimilarIndex extends Past {
  constructor(held) {
    super(held, 'index');
  }

  similar(query) {
    return this.replied(query, (index, text) => index.query(text));
  }

  fixes(question) {
    return this.replied(question, (index, text) => index.suggest(text));
  }

  size() {
    return this.answered((index) => index.size()).value;
  }

  store() {
    return this.asked((index) => index.store());
  }
}

/** Rows that are stored as a text. */
class Rows extends Past {
  store() {
    return this.answered((rows) => rows.store()).value.stored;
  }

  load(stored) {
    string(stored, 'stored');
    return this.answered((rows) => rows.load(stored));
  }
}

/** Past tickets with what became of their targets. */
export class Forecasts extends Rows {
  constructor(held) {
    super(held, 'forecasts');
  }

  forecast(ticket, now) {
    return this.replied({ ticket, now }, (breach, text) => breach.ask(text));
  }

  backtest(now, backtest) {
    return this.replied({ backtest, now }, (breach, text) => breach.backtest(text));
  }
}

/** Past incidents that problem candidates are found in. */
export class Problems extends Rows {
  constructor(held) {
    super(held, 'problems');
  }

  candidates(question) {
    return this.replied(question, (problem, text) => problem.ask(text));
  }
}

/** Past tickets with what they belonged to. */
export class Suggestions extends Rows {
  constructor(held) {
    super(held, 'suggestions');
  }

  suggest(ticket) {
    return this.replied({ ticket }, (suggest, text) => suggest.ask(text));
  }

  trial(trial) {
    return this.replied({ trial }, (suggest, text) => suggest.trial(text));
  }
}

import { Handle } from './handle.js';
import { bytes, pieces, string, textOf, whole } from './text.js';

const encoder = new TextEncoder();

/** A body as bytes: bytes, a text, or a value that JSON can say. */
function bodyOf(body) {
  if (ArrayBuffer.isView(body)) return bytes(body, 'body');
  return encoder.encode(typeof body === 'string' ? body : textOf(body));
}

/** Alerts on their way to incident candidates. */
export class Signals extends Handle {
  constructor(held) {
    super(held, 'signals');
    this.opened = this.answered((signals) => signals.opened());
  }

  push(source, body, now) {
    string(source, 'source');
    whole(now, 'now');
    const given = bodyOf(body);
    return this.answered((signals) => signals.push(source, given, now));
  }

  feed(source, lines, now) {
    string(source, 'source');
    const given = bytes(lines, 'lines');
    whole(now, 'now');
    let answer;
    for (const piece of pieces(given)) {
      answer = this.answered((signals) => signals.feed(source, piece, now));
    }
    return answer;
  }

  finish(now) {
    whole(now, 'now');
    return this.answered((signals) => signals.finish(now));
  }

  tick(now) {
    whole(now, 'now');
    return this.answered((signals) => signals.tick(now));
  }

  act(act, now) {
    whole(now, 'now');
    const text = textOf(act);
    return this.answered((signals) => signals.act(text, now));
  }

  changes() {
    return this.answered((signals) => signals.changes());
  }

  figures() {
    return this.answered((signals) => signals.answer());
  }
}

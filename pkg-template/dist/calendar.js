import { IncidentCoreError } from './fault.js';
import { numbers, whole } from './text.js';

/**
 * How many instants cross into WebAssembly at once: its memory never shrinks, so that a batch of
 * millions would leave it large for good.
 */
const PIECE = 8_192;

/**
 * The working hours of a policy. It knows its number in the policy, since a number crosses faster
 * than a name, and asks through its engine, with which it survives the loss of an instance.
 */
export class Calendar {
  #number;
  #inside;

  constructor(number, inside) {
    this.#number = number;
    this.#inside = inside;
  }

  add(start, span) {
    whole(start, 'start');
    whole(span, 'span');
    return this.#inside((policy) => policy.add(this.#number, start, span));
  }

  subtract(end, span) {
    whole(end, 'end');
    whole(span, 'span');
    return this.#inside((policy) => policy.add(this.#number, end, -span));
  }

  between(from, to) {
    whole(from, 'from');
    whole(to, 'to');
    return this.#inside((policy) => policy.between(this.#number, from, to));
  }

  isOpen(at) {
    return this.nextOpen(at) === at;
  }

  nextOpen(at) {
    whole(at, 'at');
    return this.#inside((policy) => policy.next_open(this.#number, at));
  }

  nextClose(at) {
    whole(at, 'at');
    return this.#inside((policy) => policy.next_close(this.#number, at));
  }

  addAll(starts, span) {
    whole(span, 'span');
    return this.#all(numbers(starts, 'starts'), (policy, piece) => (
      policy.add_all(this.#number, piece, span)
    ));
  }

  subtractAll(ends, span) {
    whole(span, 'span');
    return this.#all(numbers(ends, 'ends'), (policy, piece) => (
      policy.add_all(this.#number, piece, -span)
    ));
  }

  betweenAll(froms, tos) {
    const [from, to] = [numbers(froms, 'froms'), numbers(tos, 'tos')];
    if (from.length !== to.length) {
      const message = `\`froms\` are ${from.length}, and \`tos\` are ${to.length}`;
      throw new IncidentCoreError('lengthsDiffer', message, '/tos');
    }
    return this.#all(from, (policy, piece, at) => (
      policy.between_all(this.#number, piece, to.subarray(at, at + PIECE))
    ));
  }

  elapsedAll(starts, now) {
    // Not by the minus sign, which makes -0.
    return this.remainingAll(starts, 0, now).map((left) => 0 - left);
  }

  remainingAll(starts, span, now) {
    whole(span, 'span');
    whole(now, 'now');
    return this.#all(numbers(starts, 'starts'), (policy, piece) => (
      policy.remaining_all(this.#number, piece, span, now)
    ));
  }

  /** Puts the answers in the place of the instants. Asks once even if there are none. */
  #all(instants, ask) {
    let at = 0;
    do {
      const piece = instants.subarray(at, at + PIECE);
      instants.set(this.#inside((policy) => ask(policy, piece, at)), at);
      at += PIECE;
    } while (at < instants.length);
    return instants;
  }
}

import { call } from '../analysis/index.js';
import { finding } from './refusal.js';

const LONGEST_LINE = 1 << 20;
const ENDS = '\n';

/** The lines of a text that comes in pieces, with their numbers from 1. */
async function* linesOf(pieces) {
  const decoder = new TextDecoder();
  let rest = '';
  let line = 0;
  for await (const piece of pieces) {
    const all = (rest + decoder.decode(piece, { stream: true })).split(ENDS);
    rest = all.pop();
    for (const text of all) yield { line: (line += 1), text };
    if (rest.length > LONGEST_LINE) {
      // What is no line is not kept: its beginning says enough.
      yield { line: line + 1, text: rest };
      rest = '';
    }
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield { line: line + 1, text: rest };
}

function read({ line, text }) {
  try {
    const { ticket, event } = JSON.parse(text);
    if (typeof ticket === 'string' && typeof event === 'object') return { ticket, event };
  } catch {
    // Said below, as of what is JSON and no event.
  }
  const message = `line ${line}: an event is expected, {"ticket": "INC-1", "event": {...}}`;
  return {
    refused: finding('cli.lineDamaged', `/lines/${line}`, message, 'the line was left out'),
  };
}

const about = (id, error) => ({ ...error, message: `${id}: ${error.message}` });

/** The events of each ticket, in the order in which tickets come up, and what was left out. */
export class Histories {
  #events = new Map();
  findings = [];

  async take(pieces) {
    for await (const one of linesOf(pieces)) {
      if (one.text.trim() !== '') this.#add(read(one));
    }
  }

  #add({ ticket, event, refused }) {
    if (refused) this.findings.push(refused);
    else if (this.#events.has(ticket)) this.#events.get(ticket).push(event);
    else this.#events.set(ticket, [event]);
  }

  /** Each ticket that its events make. */
  *tickets() {
    for (const [id, events] of this.#events) {
      const folded = call({ op: 'evolve', events });
      if (folded.ok) yield folded.value;
      else this.findings.push(...folded.errors.map((error) => about(id, error)));
    }
  }
}

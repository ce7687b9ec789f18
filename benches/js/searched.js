// One engine in a process of its own, which does what it is told: see `search.js`.
import { performance } from 'node:perf_hooks';

import { engines } from './engines.js';
import { drawn, read, retelling } from './tickets.js';

const [name, count, most, file] = process.argv.slice(2);

/** The tickets, some at a time: a process that held all would not show what an index holds. */
const tickets = () => (file ? read(file) : drawn(Number(count)));

/** Questions about tickets that are spread over all. */
function asked() {
  const all = [...tickets()].flat();
  // A word of each of many others.
  const others = all.filter((_, at) => at % 7 === 0).map(({ text }, at) => {
    const words = text.split(/\s+/);
    return words[at % words.length];
  });
  const tell = retelling();
  const step = Math.max(1, Math.floor(all.length / Number(most)));
  const chosen = all.filter((_, at) => at % step === step >> 1).slice(0, Number(most));
  // As text and back, so that no part of a ticket is held by a part of a question.
  return JSON.parse(JSON.stringify(chosen.map((ticket) => tell(ticket, others))));
}

/** The bytes that JavaScript holds once the rest is swept. */
function held() {
  for (let time = 0; time < 4; time += 1) globalThis.gc();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function timed(work) {
  const begun = performance.now();
  const made = work();
  return [performance.now() - begun, made];
}

const questions = asked();
const engine = await engines[name]();
const before = held();
const pieces = tickets();
let added = 0;

/** Adds some tickets. `given` is the time that it takes to have them in the form of the engine. */
function build() {
  const { value: some, done } = pieces.next();
  if (done) {
    const [last] = timed(() => engine.ready?.());
    return { given: 0, added: last, more: false };
  }
  added += some.length;
  // All engines are given the same: strings that nobody else holds.
  const lines = some.map((ticket) => JSON.stringify(ticket));
  const [parse, objects] = timed(() => lines.map((line) => JSON.parse(line)));
  if (!engine.write) {
    const [add] = timed(() => engine.add(objects));
    return { given: parse, added: add, more: true };
  }
  const [given, bytes] = timed(() => Buffer.from(objects.map(engine.write).join('')));
  const [add] = timed(() => engine.add(bytes));
  return { given, added: add, more: true };
}

/** Answers: how long each took, and at which place the ticket stands that was said again. */
function answers({ way, kind, from, to }) {
  return questions.slice(from, to).map((question) => {
    const [spent, found] = timed(() => engine.ways[way][kind](question));
    return { spent, place: found.indexOf(question.id) };
  });
}

process.on('message', (message) => {
  if (message.build) process.send(build());
  else if (message.weigh) {
    process.send({ memory: held() - before + (engine.memory?.() ?? 0), count: added });
  } else if (message.store) process.send({ stored: engine.stored() });
  else process.send({ answers: answers(message) });
});
process.send({ questions: questions.length, ways: Object.keys(engine.ways) });

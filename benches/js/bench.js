// Times the package in target/npm against packages of npm. `cargo xtask bench` builds and installs
// what it needs. Exits with 1 if the package is slower than is expected of it.
import assert from 'node:assert/strict';

import { DAY, HOUR, peers, policy, starts } from './clocks.js';
import { columns } from './columns.js';
import { desks } from './desk.js';
import { moves } from './moves.js';
import { record } from './record.js';
import { Row, medians, print } from './sample.js';
import { searches } from './search.js';
import { signals } from './signals.js';
import { timelines } from './timeline.js';

const core = await import(new URL('../../target/npm/dist/index.js', import.meta.url).href);
const analysis = await import(
  new URL('../../target/npm/dist/analysis/index.js', import.meta.url).href
);
/** The memory of the module that was made last. */
let memory;
const { Instance } = WebAssembly;
WebAssembly.Instance = class extends Instance {
  constructor(module, imports) {
    super(module, imports);
    ({ memory } = this.exports);
  }
};
const security = await import(
  new URL('../../target/npm/dist/security/index.js', import.meta.url).href
);
const ofSecurity = memory;
const desk = await import(new URL('../../target/npm/dist/desk/index.js', import.meta.url).href);
const ofDesk = memory;
const { value: engine } = core.openEngine(policy(core));
const office = engine.calendar('office');
const names = Object.keys(peers);

const SPAN = 4;
/** What a batch of a hundred thousand is, and how many of it the peers are asked. */
const MANY = Float64Array.from(starts(100_000));
const ASKED = { 'moment-bt': 1_000, 'dayjs-bt': 250 };
const SOME = [...MANY.subarray(0, 64)];
const FEW = [...MANY.subarray(0, 8)];

/** Each start in turn, as a task. */
function each(list, ask) {
  const work = () => {
    let sum = 0;
    for (const start of list) sum += ask(start);
    return sum;
  };
  return [work, list.length];
}

function compared() {
  const due = office.addAll(MANY, SPAN * HOUR);
  const year = MANY.map((start) => start + 365 * DAY);
  const tenDays = MANY.map((start) => start + 10 * DAY);
  const [ofTen, ofYear] = [office.betweenAll(MANY, tenDays), office.betweenAll(MANY, year)];
  MANY.forEach((start, at) => {
    assert.equal(office.add(start, SPAN * HOUR), due[at]);
    assert.equal(office.between(start, tenDays[at]), ofTen[at]);
  });
  let count = 0;
  for (const name of names) {
    const { add, between } = peers[name];
    for (let at = 0; at < ASKED[name]; at += 1) {
      const told = `${name}, ${new Date(MANY[at]).toISOString()}`;
      assert.equal(add(MANY[at], SPAN), due[at], told);
      assert.equal(between(MANY[at], tenDays[at]), ofTen[at], told);
      count += 2;
    }
    for (const [at, start] of FEW.entries()) {
      assert.equal(between(start, year[at]), ofYear[at], `${name}, a year`);
      count += 1;
    }
  }
  console.log(`${count} answers are the same as those of ${names.join(' and ')}`);
}

function single() {
  const theirs = names.map((name) => each(SOME, (start) => peers[name].add(start, SPAN)));
  const ours = each(SOME, (start) => office.add(start, SPAN * HOUR));
  return Row.beside('add 4 h', medians([ours, ...theirs]), { atLeast: 100 });
}

/** The peers have no batch: theirs is one after the other, of the first starts of the batch. */
function batch() {
  const theirs = names.map((name) => {
    const asked = [...MANY.subarray(0, ASKED[name])];
    return each(asked, (start) => peers[name].add(start, SPAN));
  });
  const ours = [() => office.addAll(MANY, SPAN * HOUR), MANY.length];
  const took = medians([ours, ...theirs]);
  return Row.beside('add 4 h, each of a batch of 100,000', took, { atLeast: 1_000 });
}

function between(name, list, span) {
  const theirs = names.map((peer) => each(list, (from) => peers[peer].between(from, from + span)));
  const ours = each(list, (from) => office.between(from, from + span));
  return Row.beside(name, medians([ours, ...theirs]));
}

/** Ours alone: a task for each span. */
function alone(named) {
  const took = medians(named.map(([, ask]) => each(SOME, ask)));
  return named.map(([name], at) => new Row(name, [took[at]], NaN));
}

compared();
const [dueDay, dueDecade, day, decade] = alone([
  ['add 8 h, a working day', (start) => office.add(start, 8 * HOUR)],
  ['add 20,872 h, ten years', (start) => office.add(start, 20_872 * HOUR)],
  ['between, 1 day', (from) => office.between(from, from + DAY)],
  ['between, 10 years', (from) => office.between(from, from + 3_652 * DAY)],
]);
const rows = [
  single(),
  batch(),
  between('between, 10 days', SOME, 10 * DAY),
  between('between, 1 year', FEW, 365 * DAY),
  dueDay,
  dueDecade,
  Row.growth('ours, add: 10 years / 1 day', dueDecade, dueDay, 1.5),
  day,
  decade,
  Row.growth('ours, between: 10 years / 1 day', decade, day, 1.5),
];
const met = [print('Mon-Fri 09:00-17:00, Europe/Berlin', names, rows)];
const [ours, theirs] = timelines(core, engine);
const took = medians([[ours, 1], [theirs, 1]]);
const ticket = Row.beside('folded and assessed / states only', took);
print('\nA ticket of 20 events', ['xstate'], [ticket]);
engine.free();
met.push(print('\nMoves under the preset itil', ['xstate'], moves(analysis)));
const [engines, reports] = await columns(analysis);
met.push(print('\nA million reports, 200 rules over 8 fields', engines, reports));
met.push(print('\nA record of ours, JSON lines', ['JSON.parse'], [record(analysis)]));
const storm = await signals(security, () => ofSecurity.buffer.byteLength);
met.push(print('\nA storm of alerts, JSON lines', ['JSON.parse'], [storm]));
const queue = await desks(desk, () => ofDesk.buffer.byteLength);
met.push(print('\nThe queue of 100,000 open tickets', ['Array.sort'], queue));
console.log();
met.push(await searches());
if (met.includes(false)) {
  console.error('an expectation is missed');
  process.exitCode = 1;
}

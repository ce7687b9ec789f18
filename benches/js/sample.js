// How long things take, and the table of it: as benches/clock does in Rust.
import { performance } from 'node:perf_hooks';

const SAMPLES = 7;
/** How long a sample takes at least, in milliseconds. */
const SAMPLE = 40;
/** A just-in-time compiler needs a while to see what is worth its time. */
const WARM_UP = 300;

/** Keeps the last answer, so that no compiler can leave the work out. */
export let seen;

function timed(work, loops) {
  const begun = performance.now();
  for (let loop = 0; loop < loops; loop += 1) seen = work();
  return performance.now() - begun;
}

/**
 * The median nanoseconds of a call of each, sampled in turns so that a busy moment hits all. A
 * task is `[work, count]`, where `work` does the thing `count` times.
 */
export function medians(tasks) {
  const sampled = tasks.map(([work, count]) => {
    for (let spent = 0; spent < WARM_UP;) spent += timed(work, 1);
    let loops = 1;
    while (timed(work, loops) < SAMPLE) loops *= 2;
    return { work, count, loops, samples: [] };
  });
  for (let round = 0; round < SAMPLES; round += 1) {
    for (const { work, count, loops, samples } of sampled) {
      samples.push((timed(work, loops) * 1e6) / loops / count);
    }
  }
  return sampled.map(({ samples }) => samples.sort((a, b) => a - b)[SAMPLES >> 1]);
}

/** As `medians`, for tasks of which some answer later: so long that how often is no question. */
export async function mediansInTurn(tasks) {
  const all = tasks.map(() => []);
  for (let round = 0; round <= SAMPLES; round += 1) {
    for (const [at, [work, count]] of tasks.entries()) {
      const begun = performance.now();
      seen = await work();
      // The first round warms up.
      if (round > 0) all[at].push(((performance.now() - begun) * 1e6) / count);
    }
  }
  return all.map((samples) => samples.sort((a, b) => a - b)[SAMPLES >> 1]);
}

const verdicts = new Map([[undefined, '-'], [true, 'met'], [false, 'MISSED']]);

function figure(value) {
  return value === undefined ? '-' : value.toFixed(1);
}

/** A row: its name, the nanoseconds of ours and of the peers, and what is expected of a ratio. */
export class Row {
  constructor(name, took, ratio, { atLeast, atMost } = {}) {
    this.name = name;
    this.took = took;
    this.ratio = ratio;
    this.expected = atLeast ? `>= ${atLeast}` : atMost ? `<= ${atMost}` : '-';
    if (atLeast) this.met = ratio >= atLeast;
    if (atMost) this.met = ratio <= atMost;
  }

  /** Beside the fastest peer. */
  static beside(name, [ours, ...theirs], expected) {
    return new Row(name, [ours, ...theirs], Math.min(...theirs) / ours, expected);
  }

  /** How much longer ours takes for the larger task. */
  static growth(name, large, small, atMost) {
    return new Row(name, [], large.took[0] / small.took[0], { atMost });
  }
}

/** Prints the rows; true if every expectation is met. */
export function print(title, peers, rows) {
  const line = (name, cells, end) => {
    console.log(`${name.padEnd(40)}${cells.map((cell) => cell.padStart(15)).join('')}  ${end}`);
  };
  line(title, ['ours ns', ...peers.map((peer) => `${peer} ns`), 'ratio', 'expected'], '');
  for (const { name, took, ratio, expected, met } of rows) {
    const cells = [0, ...peers.map((_, at) => at + 1)].map((at) => figure(took[at]));
    const compared = Number.isNaN(ratio) ? '-' : ratio.toFixed(2);
    line(name, [...cells, compared, expected], verdicts.get(met));
  }
  return rows.every(({ met }) => met !== false);
}

import { call } from '../analysis/index.js';
import { nameFindings } from './findings.js';
import { outlet } from './outlet.js';
import { say, sayJson, worded } from './output.js';
import { engineOf } from './policy.js';
import { accepted } from './refusal.js';
import { batches } from './rows.js';
import { logOf, titled } from './source.js';
import { JSON_OPTION, ZONE_OPTION } from './words.js';

export const words = {
  places: ['first', 'second', 'log'],
  options: { ...ZONE_OPTION, lines: { type: 'string' }, ...JSON_OPTION },
};

/** How many tickets, or groups, are shown one by one. */
const SHOWN = 10;

/** What the second policy would have made otherwise of a log. */
export async function run({ first, second, log, zone = 'Etc/UTC', lines, json: asJson }) {
  const [before, after] = [await engineOf(first), await engineOf(second)];
  const { pieces } = await logOf(log);
  const flips = new Flips(outlet(lines));
  let comparison;
  const begin = (header) => {
    comparison = accepted(before.compare(after, { header, zone }), titled(log));
  };
  for await (const rows of batches(log, pieces, begin)) {
    await flips.take(accepted(comparison.push(rows), titled(log)));
  }
  await flips.take(comparison.finish());
  await flips.end();
  const { totals, findings } = comparison.figures();
  if (asJson) sayJson(totals);
  else print(titled(first), titled(second), totals, flips);
  nameFindings(findings);
  return totals.all.differing === 0;
}

/** The tickets that differ: the first few to show, all to a file, and their proofs checked. */
class Flips {
  #outlet;
  shown = [];
  proofs = 0;
  wrong = 0;

  constructor(out) {
    this.#outlet = out;
  }

  async take(text) {
    for (const line of text.split('\n').filter((one) => one !== '')) this.#look(JSON.parse(line));
    await this.#outlet.take(text);
  }

  end() {
    return this.#outlet.end();
  }

  #look(flip) {
    for (const proof of flip.proofs.flatMap(({ from, to }) => [from, to])) this.#verify(proof);
    if (this.shown.length < SHOWN && flip.breach !== undefined) this.shown.push(flip);
  }

  /** `null` stands for a clock that never ran. */
  #verify(proof) {
    if (proof === null) return;
    if (call({ op: 'verify', proof }).ok) this.proofs += 1;
    else this.wrong += 1;
  }
}

function row(name, { tickets, differing, newlyBreached, newlyMet }) {
  const cells = [
    [tickets, 8],
    [differing, 10],
    [newlyBreached, 15],
    [newlyMet, 10],
  ];
  return (
    name.padEnd(32) + cells.map(([cell, width]) => ` ${String(cell).padStart(width)}`).join('')
  );
}

const HEAD = {
  tickets: 'tickets',
  differing: 'differing',
  newlyBreached: 'newly breached',
  newlyMet: 'newly met',
};

function print(first, second, totals, flips) {
  say(`${second} instead of ${first}\n`);
  say(row('', HEAD));
  say(row('all', totals.all));
  for (const [title, part] of [
    ['by priority', totals.byPriority],
    ['by month', totals.byMonth],
  ]) {
    say(`\n${title}`);
    for (const [key, tally] of Object.entries(part)) say(row(`  ${key}`, tally));
  }
  const turned = ([, { newlyBreached, newlyMet }]) => newlyBreached + newlyMet;
  const groups = Object.entries(totals.byGroup).sort((one, other) => turned(other) - turned(one));
  say('\nby group, the most changed first');
  for (const [key, tally] of groups.slice(0, SHOWN)) say(row(`  ${key}`, tally));
  if (flips.shown.length > 0) say('\nthe first tickets whose verdict changes');
  for (const flip of flips.shown) printFlip(flip);
  say(`\n${flips.proofs} proofs of what differs, ${flips.wrong} of them wrong`);
  if (totals.rowsAfterEnd > 0)
    say(`${totals.rowsAfterEnd} rows of tickets that had ended were left out`);
}

/** A value as the difference has it: what is no text as JSON. */
function listed(value) {
  return Array.isArray(value) ? JSON.stringify(value) : worded(value);
}

function printFlip({ ticket, breach, differences }) {
  say(`  ${ticket}  ${breach}`);
  for (const { path, from, to } of differences) {
    say(`      ${path.padEnd(40)} ${listed(from)} -> ${listed(to)}`);
  }
}

// The open tickets, ranked by the core's desk.
import { openEngine } from 'incident-core/desk';

import { measured } from '../spent.js';
import * as repository from '../repository.js';

/** How many tickets get their `tick` before others are heard. */
const LOT = 200;
const CLOCK = { id: 'clock' };
const ENDED = ['closed', 'canceled'];

let desk;
let engine;

repository.listen({
  filled: close,
  dropped: (id) => desk?.remove(id),
  put: (tickets) => tickets.forEach((ticket) => desk && measured('desk', () => desk.put(ticket))),
});

function close() {
  desk?.free();
  engine?.free();
  desk = undefined;
  engine = undefined;
}

/** The desk with all open tickets on it; made when first asked for. */
function ready() {
  if (desk) return desk;
  measured('desk', () => {
    engine = openEngine(repository.policy()).value;
    desk = engine.desk().value;
    for (const lot of lots()) desk.load(lot);
  });
  return desk;
}

function* lots() {
  const encoder = new TextEncoder();
  const list = repository.all().filter(({ stateType }) => !ENDED.includes(stateType));
  for (let from = 0; from < list.length; from += 500) {
    yield encoder.encode(list.slice(from, from + 500).map((one) => JSON.stringify(one)).join('\n'));
  }
}

/** A stretch of the queue, how many there are of each class, and when that changes by itself. */
export function queue({ now, offset, limit, filter, reasons }) {
  const held = ready();
  return measured('desk', () => {
    const rows = held.queue({ now, offset, limit, filter, reasons });
    if (!rows.ok) return rows;
    const counts = held.counts(now).value;
    return {
      ok: true,
      value: {
        rows: rows.value.map((row) => ({ ...row, ...titleOf(row.id) })),
        total: totalOf(held, now, counts, filter),
        counts,
        nextChangeAt: held.nextChangeAt(now),
      },
    };
  });
}

function titleOf(id) {
  const { facts } = repository.get(id) ?? {};
  return { title: facts?.shortDescription ?? id, caller: facts?.caller };
}

/** How many rows there are in all; only the desk knows which tickets a filter means. */
function totalOf(held, now, counts, filter = {}) {
  const asked = Object.keys(filter);
  if (asked.length === 0) return counts.all.total;
  if (asked.length === 1 && asked[0] === 'class') return counts.all[filter.class];
  return held.queue({ now, filter }).value.length;
}

/** What time alone has caused by now: events per ticket, kept. */
export async function advance({ now }) {
  const held = ready();
  const ticked = [];
  for (;;) {
    const answer = measured('desk', () => held.tick(CLOCK, now, LOT));
    if (!answer.ok) return answer;
    ticked.push(...answer.value);
    await repository.putNext(answer.value.filter(({ events }) => events).map(evolved));
    if (answer.value.length < LOT) break;
  }
  const nextChangeAt = measured('desk', () => held.nextChangeAt(now));
  return { ok: true, value: { ticked: ticked.slice(0, LOT), count: ticked.length, nextChangeAt } };
}

/** The ticket after its events; the desk holds none that has ended. */
function evolved({ id, events }) {
  const request = { op: 'evolve', ticket: repository.get(id), events };
  return measured('desk', () => engine.call(request)).value;
}

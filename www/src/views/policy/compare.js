// Holds the written policy against the history, some tickets at a time, and counts.
import { now } from '../../time/clock.js';
import { work } from '../../worker/ask.js';

const LOT = 60;

const nothing = () => ({ tickets: 0, differing: 0, newlyBreached: 0, newlyMet: 0 });

/** `told` hears how many tickets are judged; `stopped()` ends it before all are. */
export async function compare(text, { told, stopped }) {
  const at = now();
  const opened = await work('outcomes', 'open', { text });
  if (!opened.ok) return opened;
  const { total } = opened.value;
  const result = {
    at,
    text,
    total,
    all: nothing(),
    byPriority: {},
    byGroup: {},
    flips: [],
    unfaithful: [],
  };
  for (let from = 0; from < total && !stopped(); from += LOT) {
    const judged = await work('outcomes', 'judge', { from, limit: LOT, now: at });
    judged.forEach((one) => count(result, one));
    told({ done: Math.min(total, from + LOT), total });
  }
  return { ok: true, value: result };
}

function count(result, judged) {
  const { priority, group, differences, breach, refused, faithful } = judged;
  const differs = differences.length > 0 || refused.length > 0;
  const tallies = [
    result.all,
    (result.byPriority[priority ?? ''] ??= nothing()),
    (result.byGroup[group ?? ''] ??= nothing()),
  ];
  for (const tally of tallies) {
    tally.tickets += 1;
    tally.differing += differs ? 1 : 0;
    if (breach) tally[breach] += 1;
  }
  if (differs) result.flips.push(judged);
  if (!faithful) result.unfaithful.push(judged.id);
}

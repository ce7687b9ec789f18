import { say, sayJson, worded } from './output.js';
import { engineOf, json, withText } from './policy.js';
import { accepted } from './refusal.js';
import { textOf, titled } from './source.js';
import { JSON_OPTION, NOW_OPTION } from './words.js';

export const words = {
  places: ['policy', 'file'],
  options: {
    'kind': { type: 'string' },
    'why-not': { type: 'string' },
    ...NOW_OPTION,
    ...JSON_OPTION,
  },
};

/** What a report is about and how important; of a ticket, where it stands. */
export async function run({ policy, file, kind, whyNot, now = Date.now(), json: asJson }) {
  const engine = await engineOf(policy);
  const text = await textOf(file);
  const value = json(text, file);
  if (value?.history !== undefined) return ticketStands(engine, { text, file, now, asJson });
  const facts = value?.facts ?? value;
  const request = { op: 'explain', kind: kind ?? (value?.facts && value.kind), facts, whyNot };
  const explained = accepted(engine.call(request), titled(file));
  if (asJson) sayJson(explained);
  else print(explained);
  return (
    explained.classified.verdicts.kind.value !== undefined && explained.priority.level !== undefined
  );
}

function why({ decidedBy, undetermined, confidence }) {
  if (decidedBy !== undefined) return `settled by the rule ${decidedBy}`;
  return undetermined ?? `${confidence} % of all points`;
}

function print({ classified, priority, whyNot }) {
  for (const [field, verdict] of Object.entries(classified.verdicts)) {
    say(`${field}: ${verdict.value ?? 'undetermined'} (${why(verdict)})`);
    for (const { value, score, rules } of verdict.candidates) {
      say(`    ${String(score).padStart(4)} for ${value}: ${rules.join(', ')}`);
    }
  }
  for (const { rule, because } of classified.fired) {
    if (because) say(`rule ${rule}: \`${because.words}\` in ${because.field}`);
  }
  printPriority(priority);
  if (whyNot) printWhyNot(whyNot);
}

function printPriority({ level, reason, modifiers = [], overridden }) {
  say(`priority: ${worded(level)}\n    ${JSON.stringify(reason)}`);
  for (const { id, from, to } of modifiers)
    say(`    modifier ${id}: ${worded(from)} -> ${worded(to)}`);
  if (overridden) say(`    overridden: ${overridden.reason}`);
}

function printWhyNot({ wanted, level, changes }) {
  if (level === wanted) {
    say(`it has the priority ${wanted}`);
  } else if (changes.length === 0) {
    say(`no change of three facts gives the priority ${wanted}`);
  } else {
    say(`it would have the priority ${wanted} with`);
    const each = ({ field, from, to }) => `${field} = ${worded(to)} (is ${worded(from)})`;
    for (const change of changes) say(`    ${change.map(each).join(' and ')}`);
  }
}

/** Where a ticket stands, what each move needs, and the proof of each clock. */
function ticketStands(engine, { text, file, now, asJson }) {
  const asked = (request) => JSON.parse(engine.callText(withText(request, 'ticket', text)));
  const answer = asked({ op: 'assess', context: { now, actor: { id: '' } } });
  const assessed = accepted(answer, titled(file), '/ticket');
  if (asJson) {
    sayJson(assessed);
    return true;
  }
  const at = new Date(now).toISOString().replace('.000Z', 'Z');
  say(`${assessed.ticket} is in ${assessed.state} at ${at}`);
  printPriority(assessed.priority);
  for (const { to, allowed, needs } of assessed.moves) {
    say(`move to ${to}: ${allowed ? 'allowed' : 'not yet'}`);
    for (const { message } of needs) say(`    ${message}`);
  }
  for (const { agreement, target, stage } of assessed.clocks) {
    say(`clock ${target} of ${agreement}: ${stage}`);
    const proven = asked({ op: 'prove', agreement, target, now });
    for (const { message } of proven.value?.reading ?? []) say(`    ${message}`);
  }
  return true;
}

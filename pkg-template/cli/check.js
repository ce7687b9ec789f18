import { say, sayJson, worded } from './output.js';
import { engineOf, json } from './policy.js';
import { accepted } from './refusal.js';
import { titled } from './source.js';
import { JSON_OPTION } from './words.js';

const isNumber = (text) => /^\d{1,9}$/.test(text);
const CONDITION = { type: 'string', multiple: true };

export const words = {
  places: ['policy'],
  options: {
    'never': CONDITION,
    'can-reach': CONDITION,
    'ends': { type: 'boolean' },
    'reopens': {
      type: 'string',
      multiple: true,
      holds: isNumber,
      expected: 'a number is expected',
    },
    ...JSON_OPTION,
  },
};

const ENDS = [
  'every ticket can still be closed or canceled, whatever became of it',
  { type: 'canReach' },
];

/** What to ask if nothing is asked. */
function usual() {
  const never = (...all) => ({ type: 'never', condition: { all } });
  const closed = { field: 'stateType', is: 'closed' };
  const major = { field: 'majorIncident', is: true };
  const code = { field: 'resolutionCode', isSet: false };
  const review = { not: { field: 'reviewCompleted', is: true } };
  return [
    ENDS,
    ['no ticket is closed without a resolution code', never(closed, code)],
    ['no major incident is closed without a completed review', never(closed, major, review)],
  ];
}

/** Each question, and what holds if its answer is yes. */
function questions({ never = [], canReach = [], ends, reopens = [] }) {
  const about = (texts, option, claim, type) =>
    texts.map((text) => {
      return [`${claim} ${text}`, { type, condition: json(text, option) }];
    });
  const asked = [
    ...about(never, '--never', 'never', 'never'),
    ...about(canReach, '--can-reach', 'can always reach', 'canReach'),
    ...(ends ? [ENDS] : []),
    ...reopens.map((most) => [
      `no ticket is reopened more than ${most} times`,
      { type: 'atMostReopens', reopens: Number(most) },
    ]),
  ];
  return asked.length > 0 ? asked : usual();
}

/** Questions about every life that a ticket can have. */
export async function run({ policy, json: asJson, ...asked }) {
  const claims = questions(asked);
  const engine = await engineOf(policy);
  const answers = claims.map(([claim, question]) => {
    return {
      claim,
      question,
      answer: accepted(engine.call({ op: 'checkModel', question }), claim),
    };
  });
  if (asJson) {
    sayJson(answers.map(({ question, answer }) => ({ question, answer })));
  } else {
    say(titled(policy));
    for (const { claim, answer } of answers) print(claim, answer);
  }
  return answers.every(({ answer }) => answer.holds);
}

function print(claim, { holds, tickets, fields, path = [] }) {
  const apart =
    fields.length > 0 ? `told apart by ${fields.join(', ')}` : 'no field makes a difference';
  say(`\n  ${holds ? 'holds' : 'FAILS'}  ${claim}`);
  say(`         ${tickets} different tickets, ${apart}`);
  path.forEach(({ step, state }, at) => {
    say(`  ${String(at + 1).padStart(6)}. ${stepped(step).padEnd(50)} -> ${state}`);
  });
}

const SAID = {
  open: () => 'open',
  move: ({ to, facts }) => `move to ${to}${withFacts(facts)}`,
  changeFacts: ({ facts }) => `change${withFacts(facts)}`,
  addMessage: ({ from, internal }) => {
    const who = from === 'requester' ? 'the requester' : 'the support';
    return `${who} ${internal ? 'notes something' : 'writes'}`;
  },
  majorIncident: ({ action }) => `${action} a major incident`,
  approve: ({ to }) => `approve the move to ${to}`,
  overridePriority: ({ level }) => `override the priority: ${level ?? 'no longer'}`,
  timer: ({ timer }) => `the timer ${timer} runs out`,
  targetWarned: () => 'a target warns',
  targetBreached: () => 'a target runs out',
};

const stepped = (step) => SAID[step.type]?.(step) ?? '';

function withFacts(facts = {}) {
  const each = Object.entries(facts).map(([field, value]) => `${field} = ${worded(value)}`);
  return each.length > 0 ? ` with ${each.join(', ')}` : '';
}

// A deterministic history of a service desk: commands are given to the core, its events are kept.
import { call, openEngine } from 'incident-core';

import { Chance } from './chance.js';
import { HOUR, Life } from './life.js';
import { actorOf, AGENTS, IDENTITIES, REQUESTERS } from './people.js';
import { respond } from './security-life.js';
import { DETAILS, MESSAGES, TOPICS } from './topics.js';

const DAY = 24 * HOUR;
const MANAGER = actorOf(IDENTITIES[2]);
const COORDINATOR = actorOf(IDENTITIES[3]);
/** The hours of work until something is resolved, by the place of its priority in the scale. */
const USUAL_HOURS = [2, 5, 14, 22, 40];
/** What an open ticket waits for. */
const RESTS = [
  [3, 'new'],
  [5, 'active'],
  [4, 'onHold'],
  [2, 'resolved'],
];

/**
 * Tickets of the 60 days before `now` under a policy (a document; the preset `itil` if absent);
 * of a hundred, about `open` have not ended. The same arguments give the same, to the byte.
 */
export function history({ seed = 1, tickets = 300, now, policy = preset(), open = 36 }) {
  const opened = openEngine(policy);
  if (!opened.ok) throw new Error(opened.errors.map(({ message }) => message).join('; '));
  const engine = opened.value;
  const world = {
    engine,
    until: typeof now === 'number' ? now : Date.parse(now),
    calendar: policy.calendars?.[0]?.id ?? '',
    levels: policy.scales.priority.map(({ id }) => id),
  };
  const starts = beginnings(new Chance(seed), { tickets, open, until: world.until });
  const list = starts.map((start, index) =>
    ticketOf(world, new Chance(Math.imul(seed, 7919) + index), start, `INC-${1_000_001 + index}`),
  );
  engine.free();
  return { policy, tickets: list };
}

function preset() {
  return call({ op: 'preset', name: 'itil' }).value;
}

/** When tickets were opened, in order, and whether they are still to be open. */
function beginnings(chance, { tickets, open: share, until }) {
  const starts = [];
  for (let index = 0; index < tickets; index += 1) {
    const open = chance.percent(share);
    const days = open
      ? chance.weighted([
          [6, 1],
          [3, 4],
          [2, 12],
          [1, 45],
        ])
      : 60;
    const ago = chance.below(days * DAY - HOUR / 2) + HOUR / 4;
    starts.push({ at: daytime(chance, until - ago, until), open });
  }
  return starts.sort((one, other) => one.at - other.at);
}

/** Few report at night, and few on a Sunday: most of those come the next morning instead. */
function daytime(chance, at, until) {
  const date = new Date(at);
  const quiet = date.getUTCHours() < 6 || date.getUTCHours() > 17 || date.getUTCDay() % 6 === 0;
  if (!quiet || chance.percent(12)) return at;
  const morning = Math.floor(at / DAY) * DAY + chance.between(6 * 60, 17 * 60) * 60_000;
  const shifted = morning + (date.getUTCDay() === 6 ? 2 : date.getUTCDay() === 0 ? 1 : 0) * DAY;
  return shifted < until - HOUR / 4 ? shifted : at;
}

function ticketOf(world, chance, { at, open }, id) {
  const topic = chance.weighted(TOPICS.map((one) => [one.weight, one]));
  const requester = chance.one(REQUESTERS);
  const life = new Life(world.engine, { ...world, at });
  const story = {
    life,
    chance,
    topic,
    requester: actorOf({ ...requester, roles: ['requester'] }),
    agent: actorOf({ id: chance.one(AGENTS[topic.group]), roles: ['agent'] }),
    words: MESSAGES[requester.language],
  };
  report(story, requester, id);
  const usual = USUAL_HOURS[world.levels.indexOf(life.ticket.priority)] ?? 20;
  const factor = chance.weighted([
    [5, 20],
    [5, 45],
    [4, 75],
    [2, 120],
    [1, 220],
  ]);
  work(story, { open, hours: (usual * (factor + chance.below(25))) / 100 });
  return life.ticket;
}

function report({ life, chance, topic, requester }, person, id) {
  const [shortDescription, description] = inDetail(id, person, chance.one(topic[person.language]));
  const [impact, urgency] = chance.weighted(topic.levels);
  const facts = {
    shortDescription,
    description,
    impact,
    urgency,
    caller: person.id,
    language: person.language,
    location: person.location,
    channel: chance.weighted([
      [6, 'portal'],
      [3, 'email'],
      [2, 'phone'],
    ]),
    service: topic.service,
    ...(person.vip && { vip: true }),
    ...(impact === 'high' && { affectedUsers: chance.between(20, 140) }),
  };
  const classified = life.engine.call({ op: 'classify', facts });
  const { kind, category } = classified.ok ? classified.value.verdicts : {};
  if (category?.value) facts.category = category.value;
  const found = kind?.value ?? 'incident';
  const known = life.give(
    {
      type: 'open',
      id,
      kind: found,
      from: 'requester',
      facts: found === 'securityIncident' ? { ...facts, ...topic.facts } : facts,
    },
    requester,
  );
  // A policy without such facts gets the plain report.
  if (known) return;
  const plain = { shortDescription, description, impact, urgency };
  life.give({ type: 'open', id, kind: 'incident', from: 'requester', facts: plain }, requester);
}

/** No two reports read the same. By a chance of its own: what happens then does not depend on it. */
function inDetail(id, { language }, [title, text]) {
  const chance = new Chance(Number(id.slice(4)));
  const { room, noticed } = DETAILS[language];
  const where = `${room} ${chance.between(0, 5)}.${String(chance.between(1, 38)).padStart(2, '0')}`;
  return [
    chance.percent(55) ? `${title}, ${where}` : title,
    chance.percent(70) ? `${text} ${chance.one(noticed)}` : text,
  ];
}

function work(story, { open, hours }) {
  const { life, chance, agent, topic, words } = story;
  const rest = open ? chance.weighted(RESTS) : 'ended';
  if (rest === 'new' && chance.percent(80)) {
    life.wait(life.until - life.now);
    return;
  }
  life.pass(chance.between(2, 20) * hours * 30_000);
  if (life.ticket.state === 'detected') {
    respond({ ...story, coordinator: COORDINATOR }, { open, hours });
    life.wait(life.until - life.now);
    return;
  }
  life.give({ type: 'assign', group: topic.group, assignee: agent.id }, agent);
  if (!open && chance.percent(6)) {
    life.move('canceled', agent);
    return;
  }
  approve(story);
  life.move('active', agent);
  if (chance.percent(70)) say(story, 'support', chance.percent(50) ? words.update : words.question);
  if (chance.percent(25)) say(story, 'internal', words.note);
  life.pass((hours * HOUR) / 3);
  if (rest === 'onHold' || chance.percent(28)) hold(story, rest === 'onHold');
  if (rest === 'active' || rest === 'onHold') {
    life.wait(life.until - life.now);
    return;
  }
  life.pass((hours * HOUR * 2) / 3);
  resolve(story);
  end(story, rest === 'resolved');
}

/** Requests wait for somebody who may approve them; it takes a while. */
function approve({ life, chance }) {
  if (life.ticket.stateType !== 'new') return;
  const approval = { type: 'approve', to: 'approved', granted: true, reason: 'in the budget' };
  if (!life.give(approval, MANAGER)) return;
  life.pass(chance.between(10, 90) * 60_000);
  life.give({ type: 'move', to: 'approved' }, MANAGER);
}

function say({ life, agent, requester }, who, text) {
  const from = who === 'requester' ? 'requester' : 'support';
  const command = { type: 'addMessage', from, text, ...(who === 'internal' && { internal: true }) };
  life.give(command, who === 'requester' ? requester : agent);
}

function hold(story, stays) {
  const { life, chance, agent, words } = story;
  const [holdReason, facts] = chance.weighted([
    [6, ['awaitingCaller', undefined]],
    [3, ['awaitingVendor', { vendor: 'Northwind Networks' }]],
    [1, ['awaitingChange', undefined]],
  ]);
  if (holdReason === 'awaitingCaller') say(story, 'support', words.question);
  life.move('onHold', agent, { holdReason, ...(facts && { facts }) });
  if (stays) return;
  life.wait(chance.between(1, 30) * HOUR);
  say(story, 'requester', holdReason === 'awaitingCaller' ? words.answer : words.nudge);
  life.pass(chance.between(5, 60) * 60_000);
  life.move('active', agent);
}

function resolve(story) {
  const { life, chance, topic, agent, words } = story;
  const [resolutionCode, resolutionNotes, workaround] = chance.one(topic.fixes);
  if (topic.id === 'security')
    life.give({ type: 'changeFacts', facts: { contained: true } }, agent);
  say(story, 'support', words.solved);
  const facts = { resolutionCode, resolutionNotes, ...(workaround && { workaround }) };
  life.move('resolved', agent, { facts });
}

function end(story, stays) {
  const { life, chance, requester, words } = story;
  if (stays) {
    life.wait(Math.min(life.until - life.now, 80 * HOUR));
    return;
  }
  if (chance.percent(9)) {
    life.wait(chance.between(2, 40) * HOUR);
    say(story, 'requester', words.again);
    if (life.move('active', requester)) {
      life.pass(chance.between(30, 400) * 60_000);
      resolve(story);
    }
  }
  life.wait(chance.between(1, 30) * HOUR);
  if (life.ticket.stateType === 'resolved' && chance.percent(45)) {
    say(story, 'requester', words.thanks);
    life.give({ type: 'changeFacts', facts: { reviewCompleted: true } }, MANAGER);
    life.move('closed', requester);
  }
  // Whatever is left, the timers of the policy end.
  life.wait(life.until - life.now);
}

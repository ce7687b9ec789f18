// Random commands, sensible and not: what is answered makes the tickets that the next are for.
import { Chance } from './chance.js';
import { actorOf, IDENTITIES } from './people.js';

const POOL = 24;
/** A ticket that has seen so much makes room for a new one. */
const LONGEST = 40;
const WORDS = [
  'VPN',
  'Drucker',
  'ERP',
  'down',
  'langsam',
  'error 619',
  '“quoted”',
  'Ünïcödé 🙂',
  '',
];
const KINDS = ['incident', 'serviceRequest', 'securityIncident', 'problem', 'nonsense'];

/** Asks for one decision after another; the same seed and the same answers ask the same. */
export class Asking {
  #tickets = Array.from({ length: POOL }, () => null);
  #number = 0;

  constructor({ seed = 1, policy, now }) {
    this.chance = new Chance(seed);
    this.states = [...policy.lifecycle.states.map(({ id }) => id), 'nowhere'];
    this.reasons = [...(policy.lifecycle.holdReasons ?? []).map(({ id }) => id), 'boredom'];
    this.levels = [...policy.scales.priority.map(({ id }) => id), 'urgent'];
    this.impacts = [...policy.scales.impact.map(({ id }) => id), 'huge'];
    this.now = Date.parse(now);
  }

  keep(place, ticket) {
    this.#tickets[place] = ticket && ticket.history.length < LONGEST ? ticket : null;
  }

  next() {
    const { chance } = this;
    this.now += chance.below(40 * 60_000);
    const place = chance.below(POOL);
    const ticket = this.#tickets[place];
    const command = ticket === null || chance.percent(2) ? this.#open() : this.#command();
    const person = chance.one(IDENTITIES);
    const context = {
      now: chance.percent(3) ? this.now - 86_400_000 : this.now,
      actor: actorOf(person),
      ...(chance.percent(80) && { linked: [] }),
      ...(ticket && chance.percent(5) && { seenVersion: ticket.version - chance.below(2) }),
      ...(ticket && chance.percent(5) && { tookEffectAt: this.now - chance.below(7_200_000) }),
    };
    return { place, request: { op: 'decide', ticket, command, context } };
  }

  #open() {
    this.#number += 1;
    return {
      type: 'open',
      id: `INC-${this.#number}`,
      kind: this.chance.one(KINDS),
      from: this.chance.one(['requester', 'support']),
      facts: this.#facts(),
    };
  }

  #facts() {
    const { chance } = this;
    return {
      shortDescription: `${chance.one(WORDS)} ${chance.one(WORDS)}`,
      ...(chance.percent(90) && { impact: chance.one(this.impacts) }),
      ...(chance.percent(90) && { urgency: chance.one(this.impacts) }),
      ...(chance.percent(20) && { affectedUsers: chance.below(300) }),
      ...(chance.percent(10) && { vip: chance.one([true, false, 'yes']) }),
      ...(chance.percent(3) && { flavour: 'unknown' }),
    };
  }

  #command() {
    const { chance } = this;
    const kinds = [
      [30, () => this.#move()],
      [
        18,
        () => ({
          type: 'addMessage',
          from: chance.one(['requester', 'support']),
          text: chance.one(WORDS),
          internal: chance.percent(20),
        }),
      ],
      [12, () => ({ type: 'changeFacts', facts: this.#facts() })],
      [
        10,
        () => ({
          type: 'assign',
          group: chance.one(['network', 'serviceDesk']),
          assignee: chance.one(IDENTITIES).id,
        }),
      ],
      [14, () => ({ type: 'tick' })],
      [
        5,
        () => ({
          type: 'overridePriority',
          level: chance.one(this.levels),
          reason: chance.one(WORDS),
        }),
      ],
      [
        4,
        () => ({
          type: 'majorIncident',
          action: chance.one(['propose', 'accept', 'reject', 'promote', 'demote']),
        }),
      ],
      [4, () => ({ type: 'approve', to: chance.one(this.states), granted: chance.percent(80) })],
      [3, () => ({ type: 'correct', version: chance.between(1, 9), reason: chance.one(WORDS) })],
    ];
    return chance.weighted(kinds)();
  }

  #move() {
    const { chance } = this;
    return {
      type: 'move',
      to: chance.one(this.states),
      ...(chance.percent(35) && { holdReason: chance.one(this.reasons) }),
      ...(chance.percent(50) && {
        facts: { resolutionCode: 'fixed', vendor: 'Northwind', preApproved: true },
      }),
    };
  }
}

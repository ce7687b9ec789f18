// A record of our own gone through again, beside what reading it takes anybody: `JSON.parse` of the
// same lines, out of the same bytes.
import assert from 'node:assert/strict';

import { HOUR } from './clocks.js';
import { Row, medians } from './sample.js';

const TICKETS = 2_500;
const BEGUN = Date.UTC(2026, 0, 5, 6);
const AT_MOST = 2;

const priorities = ['critical', 'high', 'medium', 'low'];
const states = ['new', 'active', 'waiting', 'resolved', 'closed'];
const types = ['new', 'active', 'onHold', 'resolved', 'closed'];
const others = (to) => states.filter((from) => from !== to && from !== 'closed');
const levels = (ids) => ids.map((id) => ({ id, label: id }));

/** A policy with a calendar and a target for each priority, as a service desk has it. */
const policy = {
  version: 1,
  id: 'recorded',
  label: 'A service desk',
  scales: {
    impact: levels(['high', 'medium', 'low']),
    urgency: levels(['high', 'medium', 'low']),
    priority: levels(priorities),
  },
  matrix: {
    high: { high: 'critical', medium: 'high', low: 'medium' },
    medium: { high: 'high', medium: 'medium', low: 'low' },
    low: { high: 'medium', medium: 'low', low: 'low' },
  },
  lifecycle: {
    initial: 'new',
    states: states.map((id, at) => ({ id, label: id, type: types[at] })),
    moves: states.slice(1).map((to) => ({ from: others(to), to })),
  },
  calendars: [{
    id: 'office',
    zone: 'Europe/Berlin',
    hours: Object.fromEntries(
      ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['09:00', '17:00']]]),
    ),
  }],
  agreements: [{
    id: 'desk',
    type: 'sla',
    calendar: 'office',
    targets: [{
      id: 'close',
      stop: { field: 'stateType', is: 'closed' },
      pause: { field: 'stateType', is: 'onHold' },
      within: { critical: '4h', high: '8h', medium: '24h', low: '40h' },
    }],
  }],
};

const header = [
  'number', 'incident_state', 'sys_updated_at', 'opened_at', 'impact', 'urgency',
  'assignment_group', 'assigned_to', 'contact_type', 'caller_id', 'opened_by', 'location',
  'category', 'subcategory', 'u_symptom', 'closed_code',
];

/** Numbers that look as if they were drawn, always the same. */
function drawer() {
  let state = 1;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

function written(at) {
  const iso = new Date(at).toISOString();
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)} ${iso.slice(11, 16)}`;
}

/** The rows of an audit log: tickets that are worked on, wait, change hands, and are closed. */
function* rows() {
  const draw = drawer();
  const any = (name, most) => `${name} ${draw(most)}`;
  for (let ticket = 0, line = 2; ticket < TICKETS; ticket += 1) {
    let at = BEGUN + ticket * (HOUR / 2);
    const opened = written(at);
    const levelsOf = [draw(3) + 1, draw(3) + 1].map(String);
    const facts = [
      'Phone', any('Caller', 3_000), any('Opened by', 400), any('Location', 200),
      any('Category', 60), any('Subcategory', 250), any('Symptom', 600),
    ];
    let [group, person] = [any('Group', 80), any('Resolver', 200)];
    const way = ['new', 'active', ...['waiting', 'active'].slice(0, draw(3)), 'resolved', 'closed'];
    for (const state of way) {
      if (draw(2)) person = any('Resolver', 200);
      if (draw(4) === 0) group = any('Group', 80);
      const cells = [
        `INC${String(ticket).padStart(7, '0')}`, state, written(at), opened, ...levelsOf, group,
        person, ...facts, state === 'closed' ? any('code', 9) : '?',
      ];
      yield { line, cells };
      line += 1;
      at += (draw(30) + 1) * (HOUR / 2);
    }
  }
}

/** The record that the package's own replay of the log writes, and the figures of that replay. */
function recorded(engine) {
  const replay = engine.replay({ header, zone: 'Etc/UTC' }).value;
  const log = [...rows()];
  let text = '';
  for (let at = 0; at < log.length; at += 1_000) text += replay.push(log.slice(at, at + 1_000)).value;
  const { summary, findings } = replay.figures();
  replay.free();
  assert.deepEqual(findings, []);
  return [new TextEncoder().encode(text), summary];
}

/** As a user of Node reads lines. */
function parsed(bytes) {
  let versions = 0;
  for (const line of new TextDecoder().decode(bytes).split('\n')) {
    if (line) versions += JSON.parse(line).event.version;
  }
  return versions;
}

/** The row of the replay, a line, with the module of `incident-core/analysis`. */
export function record(analysis) {
  const engine = analysis.openEngine(policy).value;
  const [bytes, expected] = recorded(engine);
  const lines = bytes.reduce((count, byte) => count + (byte === 10), 0);
  const ours = () => {
    const replay = engine.replayRecord().value;
    replay.push(bytes);
    const figures = replay.figures();
    replay.free();
    return figures;
  };
  const { summary, findings } = ours();
  assert.deepEqual(findings, []);
  const { reassignments: { visible } } = summary;
  assert.deepEqual(summary, {
    ...expected, events: lines, reassignments: { recorded: visible, visible, unseen: 0 },
  });
  assert.equal(visible, expected.reassignments.visible);
  assert.ok(summary.sla.met > 99 && summary.sla.missed > 99 && summary.incidents === TICKETS);
  const took = medians([[ours, lines], [() => parsed(bytes), lines]]);
  engine.free();
  return new Row(`a line of ${lines}, read, folded, judged`, took, took[0] / took[1], { atMost: AT_MOST });
}

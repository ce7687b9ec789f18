// A storm of alerts taken in, beside what reading it takes anybody: `JSON.parse` of the same lines,
// out of the same bytes. INCIDENT_CORE_STORM names a file of lines, as `--write` of the example
// `signals` makes one; without it the rules are made up.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { Row, mediansInTurn } from './sample.js';

const RULES = 954;
const ALERTS = 200_000;
/** Alerts of one body, as many as Alertmanager groups of one rule. */
const TOGETHER = 50;
const BEGUN = Date.UTC(2026, 0, 9, 8);
const AT_MOST = 3;
const MEMORY = 256 * 2 ** 20;

const severities = ['critical', 'warning', 'info'];

/** Numbers that look as if they were drawn, always the same. */
function drawer() {
  let state = 7;
  return (most) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
}

function alert(rule, machine, status, at) {
  const ends = status === 'firing' ? '0001-01-01T00:00:00Z' : new Date(at).toISOString();
  const instance = `node-${machine}.example:9100`;
  return {
    status,
    labels: {
      alertname: `Rule${rule}`, instance, job: `job-${rule % 60}`, severity: severities[rule % 3],
    },
    annotations: {
      summary: `Rule ${rule} does not hold on ${instance}`,
      description: `The value has been beyond its bound for 5 minutes.\n  VALUE = ${machine}`,
    },
    startsAt: new Date(at - 300_000).toISOString(),
    endsAt: ends,
    generatorURL: `http://prometheus.example/graph?g0.expr=rule_${rule}&g0.tab=1`,
  };
}

/** A tenth of all alerts are of one rule; most come more than once, and some are over. */
function lines() {
  const draw = drawer();
  const bodies = [];
  for (let sent = 0; sent < ALERTS; sent += TOGETHER) {
    const rule = draw(10) === 0 ? 0 : draw(RULES);
    const status = draw(4) === 0 ? 'resolved' : 'firing';
    const machines = rule === 0 ? 20_000 : 80;
    const at = BEGUN + sent * 20;
    const alerts = Array.from({ length: TOGETHER }, () => alert(rule, draw(machines), status, at));
    bodies.push(JSON.stringify({
      receiver: 'desk', status, alerts, groupLabels: { alertname: `Rule${rule}` }, commonLabels: {},
      commonAnnotations: {}, externalURL: 'http://alertmanager.example', version: '4',
      groupKey: `{}:{alertname="Rule${rule}"}`, truncatedAlerts: 0,
    }));
  }
  return Buffer.from(`${bodies.join('\n')}\n`);
}

/** As a user of Node reads lines: the text of each, and what it says. */
function parsed(bytes) {
  let alerts = 0;
  for (let from = 0, at = bytes.indexOf(10); at >= 0; from = at + 1, at = bytes.indexOf(10, from)) {
    alerts += JSON.parse(bytes.toString('utf8', from, at)).alerts.length;
  }
  return alerts;
}

const settings = {
  sources: {
    cluster: {
      format: 'alertmanager', vendor: 'prometheus', severityFrom: ['severity'],
      severities: { exception: 'high' }, serviceFrom: ['job'],
    },
  },
  groupBy: ['alertname'],
};

/** The row of the storm, an alert. `memory` tells the bytes of the module's memory. */
export async function signals(security, memory) {
  const file = process.env.INCIDENT_CORE_STORM;
  const bytes = file === undefined ? lines() : readFileSync(file);
  const now = BEGUN + 4 * 3_600_000;
  const ours = () => {
    const { value } = security.openSignals(settings);
    assert.equal(value.feed('cluster', bytes, now).ok, true);
    const figures = value.figures().value;
    value.free();
    return figures;
  };
  const alerts = parsed(bytes);
  const { figures, findings } = ours();
  assert.deepEqual(findings, []);
  assert.equal(figures.signals, alerts);
  assert.ok(figures.candidatesOpened > 900 && figures.candidatesOpened < alerts / 100);
  const took = await mediansInTurn([[ours, alerts], [() => parsed(bytes), alerts]]);
  const held = memory();
  console.log(`the storm makes ${figures.candidatesOpened} candidates, in ${Math.round(held / 1e6)} MB`);
  assert.ok(held <= MEMORY, `${held} bytes of memory`);
  return new Row(`an alert of ${alerts}`, took, took[0] / took[1], { atMost: AT_MOST });
}

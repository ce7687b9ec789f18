// Alerts, the record and what is kept open, in the entries for security.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { analysis, core, installed, known, response, security, vectors } from './consumer.js';

const operations = { security: known(security), response: known(response) };

test('what is kept gives the answers of what is sent', () => {
  const keepers = [
    [security, 'pack', security.openStatutes, ['statuteDeadlines'], 'statute.packTwice'],
    [response, 'plan', response.openPlan, ['caseDecide', 'caseStatus', 'caseGate'], 'plan.twice'],
  ];
  for (const [entry, name, opener, ops, twice] of keepers) {
    let same = 0;
    for (const { name: which, request } of vectors('security')) {
      if (!ops.includes(request?.op)) continue;
      const { [name]: document, ...rest } = request;
      const sent = entry.callText(JSON.stringify(request));
      const opened = opener(document);
      if (!opened.ok) {
        const codes = (answer) => answer.errors.map(({ code, path }) => [code, path]);
        const below = opened.errors.map(({ code, path }) => [code, `/${name}${path}`]);
        assert.deepEqual(codes(JSON.parse(sent)), below, which);
        continue;
      }
      const { value: kept } = opened;
      assert.equal(kept.callText(JSON.stringify(rest)), sent, which);
      if (document) assert.equal(kept.call(request).errors[0].code, twice);
      kept.free();
      same += 1;
    }
    assert.ok(same > 20, `${name}: ${same}`);
    const { value: kept } = opener(name === 'plan' ? 'iso27035' : undefined);
    const others = operations[name === 'plan' ? 'response' : 'security'].filter((op) => !ops.includes(op));
    for (const { request } of vectors('security').filter(({ request }) => others.includes(request?.op))) {
      const text = JSON.stringify(request);
      assert.equal(kept.callText(text), entry.callText(text), request.op);
    }
    kept.free();
  }
});

const policy = JSON.parse(readFileSync(join(installed, 'presets/iso27035.json'), 'utf8'));

/** A record of so many decisions: its lines, its head, the ticket. */
function recorded(id, count) {
  const { value: engine } = core.openEngine(policy);
  const { crate: library, tzdb } = core.versions();
  const lines = [];
  let ticket;
  let head;
  for (let number = 0; number < count; number += 1) {
    const command = number === 0
      ? { type: 'open', id, kind: 'securityIncident', facts: { category: 'malware' } }
      : { type: 'changeFacts', facts: { impact: ['high', 'medium', 'low'][number % 3] } };
    const now = Date.UTC(2026, 0, 5, 9) + number * 60_000;
    const context = { now, actor: { id: 'ada', roles: ['incidentResponseTeam'] } };
    const { events, policy: digest } = engine.call({ op: 'decide', ticket, command, context }).value;
    ticket = engine.call({ op: 'evolve', ticket, events }).value;
    const decision = { command, context, events, decidedBy: { policy: digest, library, tzdb } };
    const { value } = security.call({ op: 'appendDecision', ticket: id, head, decision });
    ({ head } = value);
    lines.push(value.line);
  }
  engine.free();
  return { lines, head, ticket };
}

/** JSON without white space, the members of every object sorted by their names. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
  return `{${members.join(',')}}`;
}

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

test('the chain is the one that node:crypto makes', () => {
  const { lines, head } = recorded('INC-1', 20);
  let previous = '0'.repeat(64);
  for (const line of lines) {
    const { digest, ...content } = JSON.parse(line);
    assert.equal(content.previous, previous);
    previous = sha256(Buffer.of(2), canonical(content)).toString('hex');
    assert.equal(digest, previous);
    assert.equal(line, `${canonical({ ...content, digest })}\n`);
  }
  assert.deepEqual(head, { ticket: 'INC-1', lines: 20, digest: previous });
});

/** The root after RFC 6962, section 2.1, by its own recursion. */
function root(leaves) {
  if (leaves.length === 0) return sha256();
  if (leaves.length === 1) return sha256(Buffer.of(0), leaves[0]);
  let half = 1;
  while (half * 2 < leaves.length) half *= 2;
  return sha256(Buffer.of(1), root(leaves.slice(0, half)), root(leaves.slice(half)));
}

test('the tree is the one that node:crypto makes, and every proof holds', () => {
  for (const count of [0, 1, 2, 3, 7, 8, 13]) {
    const digests = Array.from({ length: count }, (_, at) => sha256(`${at}`).toString('hex'));
    const heads = digests.map((digest, at) => ({ ticket: `INC-${10 + at}`, lines: 1 + at, digest }));
    const { value: tree } = security.call({ op: 'headOfTree', heads: heads.toReversed?.() ?? heads });
    assert.equal(tree.root, root(heads.map(canonical)).toString('hex'), `${count}`);
    for (const head of heads) {
      const { value: inclusion } = security.call({ op: 'proveInclusion', heads, ticket: head.ticket });
      assert.deepEqual(inclusion.head, head);
      assert.deepEqual(security.call({ op: 'verifyInclusion', inclusion, tree }), { ok: true, value: true });
      const other = { ...inclusion, head: { ...head, lines: head.lines + 1 } };
      assert.equal(security.call({ op: 'verifyInclusion', inclusion: other, tree }).ok, false);
    }
  }
});

test('decisions on record come out the same again, and only under their policy', () => {
  const { lines, ticket } = recorded('INC-1', 5);
  const record = lines.join('');
  assert.deepEqual(analysis.call({ op: 'replayDecisions', policy, record }), { ok: true, value: ticket });
  const { errors } = analysis.call({ op: 'replayDecisions', policy: { ...policy, label: 'Other' }, record });
  assert.deepEqual(errors.map(({ code }) => code), Array(5).fill('audit.otherPolicy'));
});

test('a record whose end is cut is found with a head that was kept, and only with it', () => {
  const { lines, head } = recorded('INC-1', 6);
  const cut = lines.slice(0, 4).join('');
  assert.equal(security.call({ op: 'verifyRecord', record: cut }).ok, true);
  const { errors } = security.call({ op: 'verifyRecord', record: cut, head });
  assert.deepEqual(errors.map(({ code }) => code), ['audit.shortened']);
});

const SETTINGS = {
  sources: { prometheus: { format: 'alertmanager', vendor: 'prometheus' } },
  groupBy: ['alertname'],
};

/** A body of Alertmanager with one alert. */
function body(fingerprint, status = 'firing') {
  return {
    receiver: 'r', status, version: '4', groupKey: 'k', truncatedAlerts: 0,
    groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: '',
    alerts: [{
      status, fingerprint, labels: { alertname: 'DiskFull', severity: 'critical' }, annotations: {},
      startsAt: '2026-01-05T09:00:00Z', generatorURL: '',
      endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-01-05T09:30:00Z',
    }],
  };
}

test('alerts as they come make candidates, whatever the body is given as', () => {
  const { value: signals } = security.openSignals(SETTINGS);
  const now = Date.UTC(2026, 0, 5, 9, 1);
  const kind = (answer) => answer.value.outcomes[0].kind;
  assert.equal(kind(signals.push('prometheus', body('a'), now)), 'opened');
  assert.equal(kind(signals.push('prometheus', JSON.stringify(body('b')), now)), 'joined');
  const bytes = new TextEncoder().encode(JSON.stringify(body('b')));
  assert.equal(kind(signals.push('prometheus', bytes, now)), 'duplicate');
  assert.equal(signals.changes().value[0].alarms, 2);
  const lines = new TextEncoder().encode(`${JSON.stringify(body('a', 'resolved'))}\n{"not":`);
  assert.deepEqual(signals.feed('prometheus', lines, now + 3_600_000), { ok: true, value: null });
  assert.deepEqual(signals.finish(now + 3_600_000), { ok: true, value: null });
  const { figures, findings } = signals.figures().value;
  assert.deepEqual([figures.resolved, figures.refusedBodies, findings.length], [1, 1, 1]);
  const act = { type: 'acknowledge', source: 'prometheus', fingerprint: 'b' };
  assert.equal(signals.act(act, now + 3_600_000).value.outcomes[0].state, 'acknowledged');
  assert.equal(signals.tick(now + 7_200_000).ok, true);
  signals.free();
  assert.throws(() => signals.changes(), { code: 'freed' });
});

test('settings that are wrong are refused, and misuse throws', () => {
  const { errors } = security.openSignals({ sources: { a: { format: 'alertmanger' } } });
  assert.deepEqual(errors.map(({ code, path }) => [code, path]), [['document.wordUnknown', '/sources/a/format']]);
  const { value: signals } = security.openSignals(SETTINGS);
  assert.throws(() => signals.push('prometheus', body('a'), 1.5), { code: 'notInteger', path: '/now' });
  assert.throws(() => signals.feed('prometheus', 'text', 1), { code: 'notBytes', path: '/lines' });
  assert.throws(() => signals.push(7, body('a'), 1), { code: 'notString', path: '/source' });
  assert.equal(signals.push('prometheus', body('a'), -1).errors[0].code, 'time.outOfRange');
  assert.equal(signals.push('nagios', body('a'), 1).ok, false);
  signals.free();
});

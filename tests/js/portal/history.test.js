// The history that portal and service start with: the same everywhere, and all that a desk sees.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NOW } from './stage.js';
import { seeded } from './service.js';

const text = (made) => JSON.stringify(made);

test('the same arguments give the same tickets, to the byte', async () => {
  const one = await seeded({ now: NOW, tickets: 120, seed: 5 });
  assert.equal(text(await seeded({ now: NOW, tickets: 120, seed: 5 })), text(one));
  assert.equal(text(await seeded({ now: new Date(NOW).toISOString(), tickets: 120, seed: 5 })), text(one));
  const other = await seeded({ now: NOW, tickets: 120, seed: 6 });
  assert.notEqual(text(other), text(one));
});

test('a third is open, and everything happens that happens at a desk', async () => {
  const { tickets } = await seeded({ now: NOW, tickets: 300, seed: 1 });
  const end = NOW;
  const count = (wanted) => tickets.filter(wanted).length;
  const happened = (type) => count(({ history }) => history.some(({ change }) => change.type === type));
  const ended = count(({ stateType }) => stateType === 'closed' || stateType === 'canceled');
  assert.ok(ended > 150 && ended < 230, `${ended} ended`);
  for (const stateType of ['new', 'active', 'onHold', 'resolved', 'closed', 'canceled']) {
    assert.ok(count((ticket) => ticket.stateType === stateType) > 3, stateType);
  }
  for (const type of ['messageAdded', 'targetWarned', 'targetBreached', 'approved']) {
    assert.ok(happened(type) > 0, type);
  }
  assert.ok(count(({ reopens }) => reopens > 0) > 5, 'reopened');
  assert.ok(count(({ facts }) => facts.resolutionNotes) > 100, 'knowledge');
  assert.ok(count(({ facts }) => facts.language === 'de') > 80, 'in German');
  assert.equal(new Set(tickets.map(({ id }) => id)).size, 300);
  for (const { history, openedAt, version } of tickets) {
    assert.ok(Date.parse(openedAt) > end - 62 * 86_400_000 && Date.parse(openedAt) <= end);
    assert.deepEqual(history.map((event) => event.version), history.map((_, place) => place + 1));
    assert.equal(history.length, version);
    assert.ok(history.every(({ at }) => Date.parse(at) <= end));
  }
});

test('a policy of one’s own: what it refuses is left out, and nothing fails', async () => {
  const { history } = await import('../../../examples/history/history.js');
  const { policy, tickets } = history({ now: NOW, tickets: 60 });
  assert.equal(policy.id, 'itil');
  assert.equal(tickets.length, 60);
  assert.throws(() => history({ now: NOW, policy: { ...policy, matrix: {} } }), /has no priority/);
});

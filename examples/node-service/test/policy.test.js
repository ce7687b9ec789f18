import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { openEngine } from 'incident-core';

import { SKIP, command, incident, openWorld } from './world.js';

const ITIL4 = { environment: { DESK_POLICY: 'itil4' } };
const MANAGER = { sub: 'mira', roles: ['agent', 'serviceManager'] };

/** What the editor of the portal sends: a document, and the digest of what it was written on. */
const replace = (ask, document, base) =>
  ask('PUT', '/policy', document, {
    accept: 'application/json',
    'if-match': `"${openEngine(base).value.opened.value.digest}"`,
  });

/** The same policy with another time for the first target of a critical ticket. */
function within(policy, span) {
  const changed = structuredClone(policy);
  changed.agreements[0].targets[0].within.critical = span;
  return changed;
}

describe('the policy', { skip: SKIP }, () => {
  test('is replaced as the portal does it, by one that was written on the present', async (t) => {
    const { api } = await openWorld(t, ITIL4);
    const mira = api(MANAGER);
    const present = async () => (await mira('GET', '/policy')).body;
    const { policy: first } = await present();
    const changed = within(first, '5m');
    const holiday = { date: '2026-12-25', name: 'Christmas Day' };
    changed.calendars[0].holidays = [holiday, holiday];

    const taken = await replace(mira, changed, first);
    assert.equal(taken.status, 200, taken.text);
    const opened = openEngine(changed).value.opened.value;
    const now = await present();
    assert.deepEqual(now.policy, changed);
    assert.deepEqual([taken.body.digest, now.digest], [opened.digest, opened.digest]);
    assert.equal(opened.warnings.length, 1);
    assert.deepEqual(taken.body.warnings, opened.warnings);

    // Somebody else has begun with the first one, too, and is too late.
    const late = await replace(api({ ...MANAGER, sub: 'lea' }), within(first, '9m'), first);
    assert.equal(late.status, 412);
    assert.equal(late.body.errors[0].code, 'service.digestConflict');
    assert.equal(late.body.digest, opened.digest);
    const agent = await replace(api(), within(changed, '9m'), changed);
    assert.deepEqual([agent.status, agent.body.errors[0].code], [403, 'service.forbidden']);
    assert.equal((await present()).digest, opened.digest);

    // Without the change it is the same policy, and nothing happens.
    const same = await replace(mira, changed, changed);
    assert.deepEqual([same.status, same.body.digest], [200, opened.digest]);
    const { body } = await mira('GET', '/policy/history');
    assert.deepEqual(
      body.policies.map(({ number, actor }) => [number, actor]),
      [
        [2, 'mira'],
        [1, 'service'],
      ],
    );
  });

  test('is refused with the findings of the core, and decides on', async (t) => {
    const { api } = await openWorld(t, ITIL4);
    const mira = api(MANAGER);
    const { policy, digest } = (await mira('GET', '/policy')).body;
    const broken = { ...within(policy, '5m'), matrix: {} };

    const refused = await replace(mira, broken, policy);
    assert.equal(refused.status, 422);
    const { errors } = openEngine(broken);
    assert.ok(errors.length > 1);
    assert.equal(JSON.stringify(refused.body.errors), JSON.stringify(errors));
    assert.equal((await mira('GET', '/policy')).body.digest, digest);

    const { body } = await mira('POST', '/tickets', incident());
    const moved = await command(mira, body.ticket.id, body.ticket.version, {
      type: 'move',
      to: 'inProgress',
    });
    assert.equal(moved.status, 200, moved.text);
  });
});

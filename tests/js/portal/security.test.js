// Security incidents: phases, statutory clocks, what others see, and the record of decisions.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { desk, entry } from './desk.js';
import { accessible, inAllLooks, narrowEnough } from './page.js';
import { NOW, skip, stage } from './stage.js';

const portal = stage();
const OFFICER = { view: 'security', as: 'lea.brandt' };
const AWARE = new Date(NOW - 26 * 3_600_000).toISOString();
const STATED = {
  regimes: 'gdpr,nis2',
  'at.awareness': AWARE,
  'fact.gdpr.role': 'controller',
  'fact.nis2.trustService': 'false',
};

let incidents;
let security;
let plan;
before(async () => {
  const { tickets } = await desk();
  incidents = tickets.filter(({ kind }) => kind === 'securityIncident');
  security = await entry('security');
  plan = (await entry('response')).call({ op: 'plan', plan: 'iso27035' }).value;
});

const isOpen = ({ stateType }) => stateType !== 'closed' && stateType !== 'canceled';

test('every security incident stands in its phase of the standard', { skip }, async () => {
  const { page, errors } = await portal.look(OFFICER);
  const ids = await page.locator('.security-item .mono').allTextContents();
  assert.deepEqual(ids.toSorted(), incidents.map(({ id }) => id).toSorted());
  const states = new Set(plan.phases.map(({ id }) => id));
  const open = incidents.filter(isOpen);
  assert.ok(open.length >= 3 && open.every(({ state }) => states.has(state)));
  const names = await page.locator('.phase-board .phase-name').allTextContents();
  assert.deepEqual(names, [
    'Plan and prepare',
    'Detect and report',
    'Assess and decide',
    'Respond',
    'Learn lessons',
  ]);
  const counts = (await page.locator('.phase-count').allTextContents()).map(Number);
  assert.equal(
    counts.reduce((sum, count) => sum + count),
    open.length,
  );
  assert.equal(
    counts[2],
    open.filter(({ state }) => ['containment', 'eradication', 'recovery'].includes(state)).length,
  );
  assert.deepEqual(errors, []);
  await page.close();
});

function deadlines(now = NOW) {
  const facts = { zone: 'Europe/Berlin', anchors: { awareness: AWARE }, submissions: [] };
  const scope = {
    gdpr: { applies: true, facts: { role: 'controller' } },
    nis2: { applies: true, facts: { trustService: false } },
  };
  const { value } = security.call({ op: 'statuteDeadlines', facts, scope, now });
  return value.deadlines.filter(({ regime }) => regime in scope);
}

test('statutory clocks are those of the pack, with what is unknown', { skip }, async () => {
  const { page, errors } = await portal.look({ ...OFFICER, ...STATED });
  await page.locator('.duty').first().waitFor();
  const shown = await page.locator('.duty').evaluateAll((list) =>
    list.map((item) => ({
      status: item.className.split(' ')[1],
      due: item.querySelector('time')?.getAttribute('datetime') ?? null,
      steps: item.querySelectorAll('.duty-steps li').length,
      source: item.querySelector('.duty-source').textContent,
    })),
  );
  const known = deadlines();
  assert.equal(shown.length, known.length);
  const COUNTS = ['running', 'due', 'overdue'];
  for (const { status, conservative, steps, article } of known) {
    const due = COUNTS.includes(status) ? conservative : null;
    assert.ok(
      shown.some(
        (one) =>
          one.status === status &&
          one.due === due &&
          one.steps === steps.length &&
          one.source.startsWith(article),
      ),
      `${article} ${status} ${due}`,
    );
  }
  for (const status of ['overdue', 'running', 'factMissing', 'anchorMissing']) {
    assert.ok(
      known.some((one) => one.status === status),
      status,
    );
  }
  const order = shown.map(({ status }) => status);
  assert.equal(order[0], 'overdue');
  assert.deepEqual(errors, []);
  await page.close();
});

test(
  'what is stated moves the clocks, by keyboard, and stands in the address',
  { skip },
  async () => {
    const { page, errors } = await portal.look({ ...OFFICER, regimes: 'gdpr' });
    await page.locator('.duty.factMissing').first().waitFor();
    await page.getByLabel('GDPR: role').focus();
    await page.getByLabel('GDPR: role').selectOption('controller');
    await page.locator('.duty.anchorMissing').first().waitFor();
    await page.getByRole('button', { name: 'Now', exact: true }).focus();
    await page.keyboard.press('Enter');
    const running = page.locator('.duty.running').first();
    await running.waitFor();
    assert.equal(new URL(page.url()).searchParams.get('fact.gdpr.role'), 'controller');
    assert.match(await running.locator('[role=timer]').textContent(), /^3d$|^2d 23h/);
    await running.getByRole('button', { name: 'Submitted now' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.duty.met').or(page.locator('.duty.submitted')).first().waitFor();
    assert.deepEqual(errors, []);
    await page.close();
  },
);

test('others see what the label and the rules leave them', { skip }, async () => {
  const [ticket] = incidents;
  for (const [relation, role] of [
    ['organization', 'topManagement'],
    ['client', 'externalAuthority'],
    ['public', 'requester'],
  ]) {
    const { value } = security.call({
      op: 'redact',
      document: ticket,
      rules: 'iso27035',
      viewer: { relation, roles: [role] },
    });
    const { page, errors } = await portal.look({
      ...OFFICER,
      incident: ticket.id,
      relation,
      role,
    });
    await page.locator('.seen').waitFor();
    const seen = JSON.parse(await page.locator('.seen').textContent());
    assert.deepEqual(seen, value.document, role);
    const caption = await page
      .locator('p', { has: page.locator('.tlp') })
      .last()
      .textContent();
    assert.ok(
      caption.includes(`${value.withheld.values} values and ${value.withheld.events} events`),
      caption,
    );
    assert.ok(!JSON.stringify(seen).includes(ticket.facts.caller));
    assert.deepEqual(errors, []);
    await page.close();
  }
});

test('the record holds, and a changed byte is found at its line', { skip }, async () => {
  const ticket = incidents.find(({ stateType }) => stateType === 'closed');
  const { page, errors } = await portal.look({ ...OFFICER, incident: ticket.id });
  await page.locator('.record-holds').waitFor();
  assert.match(
    await page.locator('.record-holds').textContent(),
    new RegExp(`version ${ticket.version}\\.`),
  );
  await page.getByRole('button', { name: 'Change a byte' }).click();
  const found = page.locator('.findings.bad', { hasText: 'The record was changed' });
  await found.waitFor();
  assert.match(await found.textContent(), /the line was changed/);
  assert.equal(await page.locator('.chain .tampered').count(), 1);
  await page.getByRole('button', { name: 'Put it right' }).click();
  await page.locator('.record-holds').waitFor();
  // The package in Node says the same of the file that is taken away.
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.locator('.chain ~ .buttons').getByRole('button', { name: 'Download' }).click(),
  ]);
  const { readFile } = await import('node:fs/promises');
  const record = await readFile(await file.path(), 'utf8');
  const { value: head } = security.call({ op: 'verifyRecord', record });
  assert.ok((await page.locator('.chain ~ p .digest').textContent()).includes(head.digest));
  assert.deepEqual(errors, []);
  await page.close();
});

test("nothing stands in anybody's way, in any look", { skip }, async () => {
  const { page } = await portal.look({ ...OFFICER, ...STATED }, { bypassCSP: true });
  await page.locator('.duty').first().waitFor();
  await page.locator('.duty-steps summary').first().click();
  await page.locator('.record-holds').waitFor();
  await page.getByRole('button', { name: 'Change a byte' }).click();
  await page.locator('.chain .tampered').waitFor();
  await inAllLooks(page, async () => {
    await narrowEnough(page);
    await accessible(page);
  });
  await page.close();
});

test('a label is changed by a command like any other', { skip }, async () => {
  const { page, errors } = await portal.visit(OFFICER);
  await page.getByLabel('Label').selectOption('TLP:RED');
  await page.waitForFunction(() =>
    document.querySelector('[role=status]').textContent.endsWith('is TLP:RED now.'),
  );
  await page.locator('.incident-head .tlp.red').waitFor();
  assert.deepEqual(errors, []);
  await page.close();
});

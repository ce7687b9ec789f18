// Two tabs without a service have the same tickets: neither loses what was done in the other.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ready } from './page.js';
import { NOW, skip, stage } from './stage.js';
import { become, say } from './steps.js';

const portal = stage();

const DESK = { as: 'jonas.weber', view: 'queue' };

/** Two tabs, the second one opened while the first one is. */
async function twoTabs(parameters) {
  const { page: one, errors } = await portal.visit(parameters);
  const { page: other, errors: more } = await portal.visit(parameters, { beside: one });
  return { tabs: [one, other], errors: [errors, more] };
}

/** Opens a ticket of the queue in both; gives its number. */
async function openBoth([one, other]) {
  await one.bringToFront();
  await one.locator('.row.running .row-link').first().click();
  await one.locator('.moves').waitFor();
  const id = new URL(one.url()).searchParams.get('id');
  await portal.show(other, { ...DESK, view: 'ticket', id });
  return id;
}

const said = (page, text) => page.locator('.said', { hasText: text });

test('what is done in one is seen in the other, and the other goes on from it', { skip }, async () => {
  const { tabs: [one, other], errors } = await twoTabs(DESK);
  await openBoth([one, other]);
  await one.bringToFront();
  await say(one, 'said in the first tab');
  await said(other, 'said in the first tab').waitFor();
  await other.bringToFront();
  await say(other, 'said in the second tab');
  await said(one, 'said in the second tab').waitFor();
  await other.reload();
  await ready(other);
  for (const text of ['said in the first tab', 'said in the second tab'])
    assert.equal(await said(other, text).count(), 1, text);
  assert.deepEqual(errors, [[], []]);
  await one.context().close();
});

test('commands at the same instant: none is lost, no number is given twice', { skip }, async () => {
  const { tabs, errors } = await twoTabs(DESK);
  const id = await openBoth(tabs);
  const texts = Array.from({ length: 12 }, (_, number) => `message ${number} of a tab`);
  for (let at = 0; at < texts.length; at += 2) {
    await Promise.all(
      tabs.map(async (page, tab) => {
        await page.getByLabel('Answer').fill(texts[at + tab]);
        // A mouse would wait for a tab behind the other one to be drawn.
        await page.locator('.write').evaluate((form) => form.requestSubmit());
      }),
    );
  }
  for (const page of tabs) for (const text of texts) await said(page, text).waitFor();

  const reports = await Promise.all(
    tabs.map(async (page, tab) => {
      await portal.show(page, { ...DESK, as: 'ada.lang', view: 'report' });
      await page.getByLabel('In a few words').fill(`Opened in tab ${tab}`);
      await page.getByLabel('only me').check();
      await page.getByLabel('hardly').check();
      return page;
    }),
  );
  await Promise.all(
    reports.map(async (page) => {
      await page.locator('form').evaluate((form) => form.requestSubmit());
      await page.locator('.standing-text').waitFor();
    }),
  );
  const numbers = tabs.map((page) => new URL(page.url()).searchParams.get('id'));
  assert.notEqual(numbers[0], numbers[1]);
  // As they are kept, not as the tabs remember them.
  const [page] = tabs;
  for (const [tab, number] of numbers.entries()) {
    await portal.show(page, { ...DESK, view: 'ticket', id: number });
    assert.equal(await page.locator('h1').textContent(), `Opened in tab ${tab}`);
  }
  await portal.show(page, { ...DESK, view: 'ticket', id });
  for (const text of texts) assert.equal(await said(page, text).count(), 1, text);
  assert.deepEqual(errors, [[], []]);
  await page.context().close();
});

test('time, the policy and a new beginning are the same in both', { skip }, async () => {
  const { tabs: [one, other], errors } = await twoTabs(DESK);
  const clock = async (page) => Date.parse(await page.locator('.clock time').getAttribute('datetime'));
  await openBoth([one, other]);
  await one.bringToFront();
  await one.getByRole('button', { name: '×600' }).click();
  await one.waitForFunction(
    (begun) => Date.parse(document.querySelector('.clock time').dateTime) > begun + 3_600_000,
    NOW,
  );
  await one.getByRole('button', { name: 'Pause the clock' }).click();
  await one.bringToFront();
  await say(one, 'from the future');
  await said(other, 'from the future').waitFor();
  await other.bringToFront();
  await say(other, 'no command comes before what has happened');
  assert.ok((await clock(other)) >= (await clock(one)));

  await one.bringToFront();
  await become(one, 'Mira Okafor (service manager)');
  await portal.show(one, { ...DESK, as: 'mira.okafor', view: 'policy' });
  const digest = async (page) => /policy portal (\w+)/.exec(await page.textContent('.foot'))[1];
  const before = await digest(other);
  await one.getByLabel('Priority at impact High, urgency Medium').selectOption('planning');
  await one.getByRole('button', { name: 'Decide by it here' }).click();
  await other.waitForFunction(
    (old) => !document.querySelector('.foot').textContent.includes(old),
    before,
  );
  assert.equal(await digest(other), await digest(one));

  await portal.show(one, { ...DESK, view: 'about' });
  await one.getByRole('button', { name: 'Begin this history anew' }).click();
  await one.getByRole('button', { name: 'Yes, forget what I did' }).click();
  await said(other, 'from the future').waitFor({ state: 'detached' });
  await other.waitForFunction(
    (old) => document.querySelector('.foot').textContent.includes(old),
    before,
  );
  assert.deepEqual(errors, [[], []]);
  await one.context().close();
});

test('tabs that begin together make one history', { skip }, async () => {
  const context = await portal.browser.newContext({ serviceWorkers: 'block' });
  // Neither page, and neither worker, gets its module before the other asks for it as well.
  const held = [];
  await context.route('**/*.wasm', async (route) => {
    held.push(route);
    if (held.length === 2) await Promise.all(held.splice(0).map((one) => one.continue()));
  });
  const tabs = await Promise.all([context.newPage(), context.newPage()]);
  // Each would make its own, an hour apart.
  const at = (hours) => new Date(NOW + hours * 3_600_000).toISOString();
  await Promise.all(
    tabs.map((page, tab) => portal.show(page, { ...DESK, now: at(tab) })),
  );
  await tabs[0].locator('.row.running .row-link').first().click();
  await tabs[0].locator('.moves').waitFor();
  const id = new URL(tabs[0].url()).searchParams.get('id');
  await tabs[1].locator('.row', { hasText: id }).locator('.row-link').click();
  // Not read anew: as each of them has it since it began.
  const [one, other] = await Promise.all(
    tabs.map(async (page) => {
      await page.getByText(/All \d+ events/).click();
      return page.locator('.history li').allTextContents();
    }),
  );
  assert.deepEqual(one, other);
  assert.equal(held.length, 0);
  await context.close();
});

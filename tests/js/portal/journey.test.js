// A ticket from report to review in the browser alone, and the same page by keyboard.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { pictures } from './page.js';
import { skip, stage } from './stage.js';
import { become, complain, report, resolve, review, takeUp } from './steps.js';

const portal = stage();

test('from report to review', { skip }, async () => {
  const { page, errors } = await portal.visit({
    as: 'ada.lang',
    view: 'report',
    speed: '1',
  });
  const id = await report(page);
  await takeUp(page);
  await resolve(page);
  await complain(page);
  await review(page);

  await page.reload();
  await page.locator('.ticket-head .state.closed').waitFor();
  await page.getByText(/All \d+ events/).click();
  const events = await page.locator('.history li').allTextContents();
  assert.match(events.at(0), /Opened as New, priority Critical/);
  assert.ok(
    events.some((text) => /Resolved → In progress, reopened/.test(text)),
    events.join('\n'),
  );
  await portal.show(page, { as: 'jonas.weber', view: 'queue' });
  await page.locator('.row').nth(1).waitFor();
  assert.equal(
    await page.locator('.row', { hasText: id }).count(),
    0,
    'a desk holds none that has ended',
  );
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('a priority that somebody gives, with what would follow', { skip }, async () => {
  const where = { as: 'jonas.weber', view: 'queue', priority: 'moderate', speed: '0' };
  const { page, errors } = await portal.visit(where);
  await page.locator('.row.running .row-link').first().click();
  await page.getByText('Why this priority').waitFor();
  const give = page.getByRole('button', { name: 'Give another priority' });
  assert.equal(await give.count(), 0, 'the policy does not let an agent');
  await become(page, 'Mira Okafor (service manager)');
  await give.click();
  await page.locator('.change-facts select').selectOption('critical');
  await page.getByLabel('Why', { exact: true }).fill('the board is waiting');
  const follows = await page.locator('.what-if').textContent();
  assert.match(follows, /Priority Moderate.*Critical/);
  assert.match(follows, /resolve .*due .* (runs, due|late by)/);
  await page.getByRole('button', { name: 'Give this priority' }).click();
  await page.getByText('Somebody gave it Critical: the board is waiting').waitFor();
  assert.match(await page.textContent('.ticket-marks'), /Critical/);
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('the desk is used by keyboard alone', { skip }, async () => {
  const { page, errors } = await portal.visit({
    as: 'jonas.weber',
    view: 'queue',
    // No row changes its place between two keys.
    speed: '0',
  });
  await page.locator('.row-link').first().waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
  await page.keyboard.press('Enter');
  const reach = async (wanted) => {
    for (let n = 0; n < 40; n += 1) {
      await page.keyboard.press('Tab');
      if (await page.evaluate((css) => document.activeElement.matches(css), wanted)) return;
    }
    assert.fail(`${wanted} is not reached`);
  };
  await reach('.row-link');
  const first = await page.evaluate(() => document.activeElement.closest('.row').ariaRowIndex);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  assert.equal(
    await page.evaluate(() => document.activeElement.closest('.row').ariaRowIndex),
    String(Number(first) + 2),
  );
  await page.keyboard.press('Enter');
  await page.locator('.moves').waitFor();
  await reach('.move-button');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('.move-form').count(), 1);
  await reach('.move-form input, .move-form select, .move-form button');
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineWidth);
  assert.equal(ring, '3px');
  await page.goBack();
  await page.locator('.row-link').first().waitFor();
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('countdowns follow the clock, and a threshold is said once', { skip }, async () => {
  const { page, errors } = await portal.visit({
    as: 'ada.lang',
    view: 'report',
    speed: '0',
  });
  await page.getByLabel('In a few words').fill('WiFi down in building C');
  await page.getByLabel('a whole site or service').check();
  await page.getByLabel('I can work, with trouble').check();
  await page.getByRole('button', { name: 'Report it' }).click();
  await page.getByText('We have it').waitFor();
  await become(page, 'Jonas Weber (agent)');
  const timer = page.locator('.ticket-head [role=timer]');
  await timer.waitFor();
  assert.equal(await timer.textContent(), '30m');
  assert.match(await timer.getAttribute('datetime'), /^2026-11-19T14:10:0\d/);
  const said = [];
  await page.exposeFunction('heard', (text) => said.push(text));
  await page.evaluate(() => {
    const place = document.querySelector('.announcer');
    new MutationObserver(() => globalThis.heard(place.textContent)).observe(place, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  await page.getByRole('button', { name: '×600' }).click();
  await page.locator('.ticket-head .countdown.late').waitFor({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Pause the clock' }).click();
  assert.match(await timer.textContent(), /^−/);
  assert.equal(await page.locator('[aria-live]').count(), 0);
  assert.equal(
    said.filter((text) => /has breached its target response/.test(text)).length,
    1,
    said.join('\n'),
  );
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('a browser whose time zones differ from the core’s is told of', { skip }, async () => {
  const where = { as: 'ada.lang', view: 'home' };
  const { page, errors } = await portal.visit(where);
  assert.equal(await page.locator('.disagreement').count(), 0);
  await page.addInitScript(() => {
    const Real = Intl.DateTimeFormat;
    // A browser that has never heard of summer time in Berlin.
    Intl.DateTimeFormat = function Old(locale, options) {
      const stale = options?.timeZone === 'Europe/Berlin' ? { timeZone: 'Etc/GMT-1' } : {};
      return new Real(locale, { ...options, ...stale });
    };
  });
  await page.reload();
  await page.locator('.disagreement').waitFor();
  const told = await page.textContent('.disagreement');
  assert.match(told, /Europe\/Berlin.*-60 minutes on 2027-03-28/);
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('the menu of a phone opens, leads somewhere, and closes', { skip }, async () => {
  const options = { viewport: { width: 390, height: 844 } };
  const where = { as: 'jonas.weber' };
  const { page, errors } = await portal.visit(where, options);
  const menu = page.getByRole('button', { name: 'Menu' });
  await menu.click();
  await page.getByRole('link', { name: 'Lifecycle' }).waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.getByRole('link', { name: 'Lifecycle' }).isVisible(), false);
  await menu.click();
  await page.screenshot({ path: join(pictures, 'portal-menu-390.png') });
  await page.getByRole('link', { name: 'Lifecycle' }).click();
  await page.getByRole('heading', { name: 'Lifecycle', exact: true }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  assert.equal(await page.getByRole('link', { name: 'Queue' }).isVisible(), false);
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('a phone shows the part of the chart in which a ticket stands', { skip }, async () => {
  const where = { as: 'jonas.weber', view: 'lifecycle', state: 'closed' };
  const { page, errors } = await portal.visit(where, { viewport: { width: 390, height: 844 } });
  const inView = () => {
    const [chart, box] = ['.chart', '.box.chosen rect'].map((one) =>
      document.querySelector(one).getBoundingClientRect(),
    );
    return box.left >= chart.left && box.right <= chart.right;
  };
  await page.waitForFunction(inView);
  await page.locator('.chart').evaluate((chart) => {
    chart.scrollLeft = 0;
  });
  assert.equal(await page.evaluate(inView), false);
  await page.locator('.box', { hasText: 'New' }).click();
  await page.locator('.box.chosen', { hasText: 'New' }).waitFor();
  assert.equal(await page.locator('.chart').evaluate((chart) => chart.scrollLeft), 0);
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('an address that makes no sense is answered, not obeyed', { skip }, async () => {
  const nonsense = {
    now: 'yesterday', speed: '7', seed: '-1', tickets: '1e9', open: 'all',
    as: '<img src=x onerror=alert(1)>', view: '__proto__', id: '../../etc', class: 'lost',
  };
  const { page, errors } = await portal.visit(nonsense);
  await page.getByText('There is no such view').waitFor();
  await portal.show(page, { ...nonsense, view: 'ticket' });
  await page.getByText('There is no ticket ../../etc', { exact: true }).waitFor();
  await portal.show(page, { ...nonsense, view: 'queue' });
  await page.locator('.findings').waitFor();
  assert.match(await page.textContent('.findings'), /lost/, 'the core says what it does not know');
  await portal.show(page, { ...nonsense, view: 'lifecycle', state: 'nowhere' });
  await page.getByText('Nothing leads out of it').waitFor();
  assert.deepEqual(errors, []);
  await page.context().close();
});

test('two messages at once, while time runs: none is lost', { skip }, async () => {
  const where = { as: 'jonas.weber', view: 'queue', speed: '0' };
  const { page, errors } = await portal.visit(where);
  // Rows that change their places are no aim for a mouse: time runs when the ticket is open.
  await page.locator('.row.running .row-link').first().click();
  await page.getByLabel('Answer').waitFor();
  await page.getByRole('button', { name: '×600' }).click();
  for (const text of ['one', 'two', 'three', 'four']) {
    await page.getByLabel('Answer').fill(`message ${text}`);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
  }
  for (const text of ['one', 'two', 'three', 'four']) {
    await page.locator('.said', { hasText: `message ${text}` }).waitFor();
  }
  await page.reload();
  await page.locator('.said', { hasText: 'message four' }).waitFor();
  assert.equal(await page.locator('.said', { hasText: /message (one|two|three|four)/ }).count(), 4);
  assert.deepEqual(errors, []);
  await page.context().close();
});

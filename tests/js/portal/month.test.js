// The monthly report: every number is the core's, and lists its tickets.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';

import { parse } from 'csv-parse/sync';

import { standing } from '../../../www/src/worker/topics/standing.js';
import { desk, entry } from './desk.js';
import { accessible, inAllLooks, LOOKS, narrowEnough, ready } from './page.js';
import { NOW, skip, stage } from './stage.js';

const portal = stage();
const MANAGER = { view: 'month', as: 'mira.okafor' };
const ZONE = 'Europe/Berlin';
/** The months of the history, each with its last instant that is known. */
const MONTHS = { '2026-10': Date.parse('2026-10-31T22:59:59.999Z'), '2026-11': NOW };

let tickets;
let engine;
const reports = {};
before(async () => {
  ({ tickets, engine } = await desk());
  const { openMetrics } = await entry('metrics');
  for (const [month, asOf] of Object.entries(MONTHS)) {
    const { value: metrics } = openMetrics({ asOf, zone: ZONE }, { lists: true });
    metrics.push(tickets.flatMap((ticket) => lineAt(ticket, asOf)));
    reports[month] = metrics.report({ month, zone: ZONE }).value;
    metrics.free();
  }
});

function lineAt({ history }, at) {
  const events = history.filter((event) => Date.parse(event.recordedAt ?? event.at) <= at);
  if (events.length === 0) return [];
  const { value: ticket } = engine.call({ op: 'evolve', ticket: null, events });
  const context = { now: at, actor: { id: 'clock' }, linked: [] };
  const { clocks } = engine.call({ op: 'assess', ticket, context }).value;
  const targets = clocks.map(({ agreement, target, stage: at, elapsedMs, withinMs }) => ({
    agreement,
    target,
    stage: at,
    elapsedMs,
    ...(withinMs !== undefined && { withinMs }),
  }));
  return [{ ticket, targets }];
}

async function rows(page, section) {
  return page
    .locator(`${section} tbody tr`)
    .evaluateAll((list) =>
      list.map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
    );
}

const isResolve = ({ agreement, target }) => agreement === 'standard' && target === 'resolve';
const share = (value) =>
  new Intl.NumberFormat('en-GB', { style: 'percent', maximumFractionDigits: 1 }).format(value);

for (const month of Object.keys(MONTHS)) {
  test(`the figures of ${month} are those of the core`, { skip }, async () => {
    const report = reports[month];
    const { page, errors } = await portal.look({ ...MANAGER, month });
    const volume = (name) =>
      page.locator('.volume', { has: page.getByText(name, { exact: true }) }).locator('dd');
    assert.equal(await volume('Opened').textContent(), String(report.volumes.opened));
    assert.equal(await volume('Done').textContent(), String(report.volumes.done));
    assert.equal(await volume('Reopened').textContent(), String(report.volumes.reopened));
    const { backlog, backlogBefore } = report.volumes;
    // A month that is not over has no end yet.
    const over = MONTHS[month] < NOW;
    assert.equal(
      await volume(over ? 'Open at the end' : 'Open now').textContent(),
      `${backlog} ${backlogBefore} when it began`,
    );
    const level = new Map(report.byPriority.map((slice) => [slice.values[0], slice]));
    const of = [...level.values()].filter(({ targets }) => targets.some(isResolve));
    const shown = await rows(page, '.promises table:has(caption:text-is("standard / resolve"))');
    assert.equal(shown.length, of.length + 1);
    for (const [name, kept, , met, missed] of shown.slice(0, -1)) {
      const target = level.get(name.toLowerCase()).targets.find(isResolve);
      const said = [share(target.share), String(target.met), String(target.missed)];
      assert.deepEqual([kept, met, missed], said, name);
    }
    const breaches = await page.locator('.breach .mono').allTextContents();
    assert.deepEqual(
      breaches,
      report.breaches.map(({ id }) => id),
    );
    assert.ok(breaches.length >= 5);
    assert.deepEqual(errors, []);
    await page.close();
  });
}

test('a month knows nothing of what was recorded after its end', () => {
  const end = Date.parse('2026-10-30T11:00:00Z');
  const at = (minutes) => new Date(end + minutes * 60_000).toISOString();
  let ticket = null;
  const give = (command, minutes, tookEffectAt) => {
    const actor = { id: 'cleo', roles: ['agent', 'serviceManager'] };
    const context = { now: at(minutes), actor, linked: [], ...(tookEffectAt && { tookEffectAt }) };
    const decided = engine.call({ op: 'decide', ticket, command, context });
    assert.ok(decided.ok, JSON.stringify(decided.errors));
    ({ ticket } = decided.value);
  };
  const facts = { shortDescription: 'The printer is on fire', impact: 'low', urgency: 'low' };
  give({ type: 'open', id: 'INC-1', kind: 'incident', facts }, -120);
  const known = ticket;
  const urgent = { impact: 'high', urgency: 'high' };
  give({ type: 'changeFacts', facts: urgent }, 90, at(-110));
  // Time dates back into the month what the late change makes of it.
  give({ type: 'tick' }, 95);
  const breach = ticket.history.find(({ change }) => change.type === 'targetBreached');
  assert.ok(breach.at < at(0) && breach.recordedAt === undefined);
  assert.deepEqual(standing(engine, [ticket], end), [known]);
  assert.deepEqual(standing(engine, [ticket], end + 6_000_000), [ticket]);
  assert.deepEqual(standing(engine, [ticket], end - 7_300_000), []);
});

test('trends say what is more than chance', { skip }, async () => {
  const { trends } = reports['2026-11'];
  const { page, errors } = await portal.look({ ...MANAGER, month: '2026-11' });
  const shown = await rows(page, '.trends table');
  assert.equal(shown.length, trends.length);
  for (const [index, { significant, pValue }] of trends.entries()) {
    assert.equal(/significant/.test(shown[index].at(-1)), significant, shown[index][0]);
    assert.equal(/, p /.test(shown[index].at(-1)), pValue !== null, shown[index][0]);
  }
  assert.ok(trends.some(({ significant }) => significant));
  assert.deepEqual(errors, []);
  await page.close();
});

/** In the page: opens the list of every number, and gives what both say. */
async function listAll() {
  const until = async (wanted) => {
    for (;;) {
      const found = wanted();
      if (found) return found;
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    }
  };
  const all = [];
  for (const button of document.querySelectorAll('.listed')) {
    button.click();
    const said = button.textContent.trim();
    const { textContent: listing } = await until(() =>
      document.querySelector('dialog.figure p.small'),
    );
    all.push({ said, listing });
    document.querySelector('dialog.figure').close();
    await until(() => !document.querySelector('dialog.figure'));
  }
  return all;
}

test('every number lists as many tickets as it says', { skip }, async () => {
  const { page, errors } = await portal.look({ ...MANAGER, month: '2026-11' });
  const listed = await page.evaluate(listAll);
  assert.ok(listed.length > 60, `${listed.length}`);
  let compared = 0;
  for (const { said, listing } of listed) {
    const [, count] = /^(\d+) in all/.exec(listing);
    if (!/^\d+$/.test(said)) continue;
    assert.equal(count, said, listing);
    compared += 1;
  }
  assert.ok(compared > 55, `${compared}`);
  assert.deepEqual(errors, []);
  await page.close();
});

test('a number opens its list and closes it by keyboard', { skip }, async () => {
  const { page } = await portal.look({ ...MANAGER, month: '2026-10' });
  await page.locator('.volume .listed').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.figure-list li').first().waitFor();
  assert.match(page.url(), /figure=/);
  assert.ok(
    await page.evaluate(() => document.querySelector('dialog').contains(document.activeElement)),
  );
  await page.keyboard.press('Escape');
  await page.locator('dialog.figure').waitFor({ state: 'detached' });
  assert.doesNotMatch(page.url(), /figure=/);
  await page.close();
});

async function downloaded(page, name) {
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name }).click(),
  ]);
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

test('the report is taken away as CSV, Markdown and HTML', { skip }, async () => {
  const report = reports['2026-10'];
  const { page, errors } = await portal.look({ ...MANAGER, month: '2026-10' });
  const table = parse((await downloaded(page, 'CSV')).text, { columns: true, bom: true });
  const value = (section, figure, of, part) =>
    Number(
      table.find(
        (row) =>
          row.section === section && row.figure === figure && row.of === of && row.part === part,
      ).value,
    );
  assert.equal(value('volumes', 'opened', '2026-10', ''), report.volumes.opened);
  for (const {
    values: [level],
    targets,
  } of report.byPriority) {
    for (const { agreement, target, met, missed } of targets) {
      assert.equal(value('targets', `${agreement} / ${target}`, level, 'met'), met);
      assert.equal(value('targets', `${agreement} / ${target}`, level, 'missed'), missed);
    }
  }
  const markdown = await downloaded(page, 'Markdown');
  assert.equal(markdown.name, 'report-2026-10.md');
  assert.match(markdown.text, new RegExp(`Opened: \\*\\*${report.volumes.opened}\\*\\*`));
  const html = await downloaded(page, 'HTML');
  assert.match(html.text, /^<!doctype html>/i);
  assert.doesNotMatch(html.text, /<script/);
  assert.deepEqual(errors, []);
  await page.close();
});

test('deadlines are taken away as a calendar', { skip }, async () => {
  const { page, errors } = await portal.look(MANAGER);
  const { text } = await downloaded(page, 'Deadlines');
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line);
  const events = text
    .replaceAll('\r\n ', '')
    .split('BEGIN:VEVENT\r\n')
    .slice(1)
    .map((event) =>
      Object.fromEntries(
        event
          .split('\r\n')
          .filter((line) => line.includes(':'))
          .reverse()
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]),
      ),
    );
  const due = tickets
    .filter(({ stateType }) => !['closed', 'canceled'].includes(stateType))
    .flatMap((ticket) => {
      const context = { now: NOW, actor: { id: 'clock' }, linked: [] };
      const { clocks } = engine.call({ op: 'assess', ticket, context }).value;
      return clocks
        .filter(({ stage: at, dueAt }) => at === 'running' && dueAt)
        .map((clock) => ({ ticket, clock }));
    });
  assert.ok(due.length > 20, `${due.length}`);
  assert.equal(events.length, due.length);
  for (const { ticket, clock } of due) {
    const event = events.find(
      ({ UID }) => UID === `${ticket.id}.${clock.agreement}.${clock.target}@portal`,
    );
    assert.equal(event.DTSTART, `${clock.dueAt.slice(0, 19).replace(/[-:]/g, '')}Z`);
    assert.equal(event.SEQUENCE, String(ticket.version));
    assert.equal(event.TRIGGER, '-PT30M');
  }
  assert.deepEqual(errors, []);
  await page.close();
});

test('paper gets the report alone, in light', { skip }, async () => {
  const { page } = await portal.look({ ...MANAGER, month: '2026-10' }, LOOKS['dark-1440']);
  // The width of an A4 page between its margins.
  await page.setViewportSize({ width: 688, height: 1000 });
  await page.emulateMedia({ media: 'print' });
  for (const gone of ['.top', '.foot', '.month-choice', '.month .buttons', '.days details']) {
    assert.equal(await page.locator(gone).first().isVisible(), false, gone);
  }
  assert.equal(await page.locator('.plot canvas').isVisible(), true);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), 'rgb(22, 26, 33)');
  await narrowEnough(page);
  await page.close();
});

test('a month that is none is refused in the words of the core', { skip }, async () => {
  const { page, errors } = await portal.look({ ...MANAGER, month: '2026-13' });
  assert.match(await page.locator('.findings').textContent(), /2026-13 is no month/);
  await page.locator('.month-choice select').selectOption('2026-11');
  await ready(page);
  await page.locator('.volumes').waitFor();
  assert.deepEqual(errors, []);
  await page.close();
});

test("nothing stands in anybody's way, in any look", { skip }, async () => {
  const { page } = await portal.look({ ...MANAGER, month: '2026-11' }, { bypassCSP: true });
  await inAllLooks(page, async () => {
    await narrowEnough(page);
    await accessible(page);
  });
  await page.locator('.volume .listed').nth(2).click();
  await page.locator('.figure-list li').first().waitFor();
  await inAllLooks(page, accessible);
  await page.close();
});

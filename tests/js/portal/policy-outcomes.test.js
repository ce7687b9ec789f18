// What the written policy would have made of the history, and how it takes the other's place.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { AREA, MANAGER, write } from './policy-page.js';
import { startService } from './service.js';
import { desk, entry } from './desk.js';
import { NOW, skip, stage } from './stage.js';

const portal = stage();

let policy;
let tickets;
let analysis;
before(async () => {
  ({ policy, tickets } = await desk());
  analysis = await entry('analysis');
});

/** What another time limit changes: what `assess` says of the recorded tickets under both. */
function assessedUnderBoth(other) {
  const [before, after] = [policy, other].map((document) => analysis.openEngine(document).value);
  const clocksOf = (engine, ticket) =>
    engine
      .call({
        op: 'assess',
        ticket,
        context: { now: NOW, actor: { id: 'clock' }, linked: [] },
      })
      .value.clocks.map(({ target, stage: at, dueAt, projectedDueAt }) => [
        target,
        at,
        dueAt ?? projectedDueAt ?? null,
      ]);
  const late = (clocks) =>
    clocks.filter(([, at]) => at === 'breached' || at === 'missed').map(([target]) => target);
  const counts = { differing: 0, newlyBreached: 0, newlyMet: 0 };
  for (const ticket of tickets) {
    const clocks = [before, after].map((engine) => clocksOf(engine, ticket));
    if (JSON.stringify(clocks[0]) !== JSON.stringify(clocks[1])) counts.differing += 1;
    const [was, is] = clocks.map(late);
    if (is.some((target) => !was.includes(target))) counts.newlyBreached += 1;
    else if (was.some((target) => !is.includes(target))) counts.newlyMet += 1;
  }
  return counts;
}

test(
  'outcomes under another limit are those of every ticket assessed under both',
  { skip },
  async () => {
    const { page, errors } = await portal.look(MANAGER);
    const text = await write(page, (before) => before.replaceAll('"high": "8h"', '"high": "2h"'));
    assert.notDeepEqual(JSON.parse(text), policy);
    const expected = assessedUnderBoth(JSON.parse(text));
    assert.ok(expected.newlyBreached > 5, JSON.stringify(expected));
    await page.getByRole('button', { name: 'Compare over all tickets' }).click();
    await page.locator('.tally').waitFor();
    const tally = await page.locator('.tally dd').allTextContents();
    assert.deepEqual(tally.map(Number), [
      tickets.length,
      expected.differing,
      expected.newlyBreached,
      expected.newlyMet,
    ]);
    // Every record could be done again under its own policy.
    assert.equal(await page.locator('.unfaithful').count(), 0);
    const sums = await page
      .locator('.tallies')
      .evaluateAll((tables) =>
        tables.map((table) =>
          [...table.tBodies[0].rows]
            .map((row) => [...row.cells].slice(1).map((cell) => Number(cell.textContent)))
            .reduce((sum, row) => sum.map((value, index) => value + row[index])),
        ),
      );
    assert.deepEqual(sums, [tally.map(Number), tally.map(Number)]);
    await page.getByRole('button', { name: 'Both proofs' }).first().click();
    await page.locator('.proofs').first().waitFor();
    const readings = await page.locator('.proofs').last().locator('.reading').allTextContents();
    assert.match(readings[0], /may take 8h/);
    assert.match(readings[1], /may take 2h/);
    assert.deepEqual(errors, []);
    await page.close();
  },
);

test('a move that the written policy refuses is told', { skip }, async () => {
  const { page, errors } = await portal.look(MANAGER);
  await write(page, (before) => {
    const document = JSON.parse(before);
    document.lifecycle.moves.find(({ to }) => to === 'resolved').requires = ['configurationItem'];
    return JSON.stringify(document, null, 2);
  });
  await page.getByRole('button', { name: 'Compare over all tickets' }).click();
  await page.locator('.tally').waitFor();
  const resolved = tickets.filter(({ history }) =>
    history.some(({ change }) => change.to === 'resolved'),
  );
  const [, differing] = await page.locator('.tally dd').allTextContents();
  assert.equal(Number(differing), resolved.length);
  assert.match(
    await page.locator('.flip-differences').first().textContent(),
    /refused: move to Resolved/,
  );
  assert.deepEqual(errors, []);
  await page.close();
});

test('the page then decides by the policy, and keyboards leave the editor', { skip }, async () => {
  const { page, errors } = await portal.visit(MANAGER);
  const text = await write(page, (before) => before.replaceAll('"high": "8h"', '"high": "6h"'));
  await page.locator(AREA).focus();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.matches('textarea')), false);
  await page.getByRole('button', { name: 'Decide by it here' }).focus();
  await page.keyboard.press('Enter');
  const { digest } = analysis.openEngine(text).value.opened.value;
  await page.waitForFunction(
    () => document.querySelector('[role=status]').textContent === 'Another policy decides now.',
  );
  assert.ok((await page.locator('.foot').textContent()).includes(digest.slice(0, 8)));
  // It stays when the page is loaded anew.
  await page.reload();
  await page.locator('.editor').waitFor();
  assert.deepEqual(JSON.parse(await page.locator(AREA).inputValue()), JSON.parse(text));
  assert.deepEqual(errors, []);
  await page.close();
});

test(
  'a service takes the policy, and refuses one that was written on another',
  { skip },
  async () => {
    const service = await startService({ policy, tickets: tickets.slice(0, 20), now: NOW });
    const { page, errors } = await portal.visit(MANAGER, { at: service.address });
    const first = await write(page, (before) => before.replaceAll('"high": "8h"', '"high": "6h"'));
    await page.getByRole('button', { name: 'Let the service decide by it' }).click();
    await page.waitForFunction(
      () => document.querySelector('[role=status]').textContent === 'Another policy decides now.',
    );
    assert.deepEqual(service.world.policy, JSON.parse(first));
    assert.deepEqual(errors, []);
    // Somebody else was quicker with theirs.
    const theirs = JSON.parse(first.replaceAll('"high": "6h"', '"high": "5h"'));
    service.world.policy = theirs;
    service.world.engine = analysis.openEngine(theirs).value;
    await write(page, (before) => before.replaceAll('"high": "6h"', '"high": "4h"'));
    await page.getByRole('button', { name: 'Let the service decide by it' }).click();
    const refused = page.locator('.findings.bad', { hasText: 'The policy was not taken' });
    await refused.waitFor();
    assert.match(await refused.textContent(), /the policy changed meanwhile/);
    assert.deepEqual(service.world.policy, theirs);
    assert.ok((await page.locator(AREA).inputValue()).includes('"high": "4h"'), 'nothing is lost');
    await page.close();
    await service.close();
  },
);

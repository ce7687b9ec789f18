// Problem candidates: what the view shows is what the core finds.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { desk, entry } from './desk.js';
import { accessible, inAllLooks, narrowEnough } from './page.js';
import { NOW, skip, stage } from './stage.js';

const portal = stage();
const AGENT = { view: 'problems', as: 'jonas.weber' };

let found;
before(async () => {
  const { tickets } = await desk();
  const { openProblems } = await entry('insight');
  const { value: problems } = openProblems();
  problems.push(
    tickets.map(({ id, kind, state, openedAt, resolvedAt, reopens, facts }) => ({
      id,
      kind,
      state,
      openedAt,
      ...(resolvedAt && { resolvedAt }),
      reopens,
      facts,
    })),
  );
  found = problems.candidates({ now: NOW }).value;
  problems.free();
});

test('the candidates are those of the core, in its order', { skip }, async () => {
  const { page, errors } = await portal.look(AGENT);
  const titles = await page.locator('.candidate-title').allTextContents();
  assert.deepEqual(
    titles,
    found.candidates.map(({ report }) => report.title),
  );
  assert.ok(titles.length > 20, `${titles.length}`);
  const counts = await page.locator('.candidate-counts').allTextContents();
  for (const [index, { occurrences, recent }] of found.candidates.entries()) {
    assert.ok(counts[index].startsWith(`${occurrences} times, ${recent} of late`), counts[index]);
  }
  await page.getByRole('button', { name: /^One outage/ }).click();
  const outages = found.candidates.filter(({ kinds }) => kinds.includes('outage'));
  assert.equal(await page.locator('.candidate').count(), outages.length);
  assert.match(page.url(), /kind=outage/);
  assert.deepEqual(errors, []);
  await page.close();
});

test('a candidate shows its incidents and what speaks for it', { skip }, async () => {
  const [, , candidate] = found.candidates;
  const { page, errors } = await portal.look({ ...AGENT, candidate: candidate.key });
  const ids = await page.locator('.incidents .mono').allTextContents();
  assert.deepEqual(ids, candidate.incidents);
  const evidence = await page.locator('.evidence').textContent();
  for (const sentence of candidate.report.evidence)
    assert.ok(evidence.includes(sentence), sentence);
  assert.deepEqual(errors, []);
  await page.close();
});

test("nothing stands in anybody's way, in any look", { skip }, async () => {
  const { key } = found.candidates[0];
  const { page } = await portal.look({ ...AGENT, candidate: key }, { bypassCSP: true });
  await inAllLooks(page, async () => {
    await narrowEnough(page);
    await accessible(page);
  });
  await page.close();
});

test(
  'a problem is opened with the commands that the core drafts, by keyboard',
  { skip },
  async () => {
    const [candidate] = found.candidates;
    const { page, errors } = await portal.visit(AGENT);
    await page.locator('.candidate-title').first().focus();
    await page.keyboard.press('Enter');
    // After the words on the way come the button and then the incidents.
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => document.activeElement.textContent);
    assert.equal(focused, 'Open a problem record');
    await page.keyboard.press('Enter');
    const { problem } = candidate.problem.link.facts;
    const outcome = page.locator('.findings', { hasText: problem });
    await outcome.waitFor();
    const all = candidate.incidents.length;
    assert.match(await outcome.textContent(), new RegExp(`with ${all} of ${all} incidents`));
    assert.equal(
      await page.locator('[role=status]').textContent(),
      `${problem} has ${all} of ${all} incidents.`,
    );
    // All that it had is linked now: the core no longer names it, when it is asked again.
    await page.waitForFunction(
      (left) => document.querySelectorAll('.candidate').length === left,
      found.candidates.length - 1,
    );
    assert.deepEqual(errors, []);
    await page.close();
  },
);

// The policy editor: what the core finds stands at its line, and what it would change is counted.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';

import { AREA, checked, MANAGER, write } from './policy-page.js';
import { desk, entry } from './desk.js';
import { accessible, inAllLooks, narrowEnough } from './page.js';
import { NOW, skip, stage } from './stage.js';

const portal = stage();

let policy;
let analysis;
before(async () => {
  ({ policy } = await desk());
  analysis = await entry('analysis');
});

async function shown(page) {
  return page.locator('.policy-findings li').evaluateAll((list) =>
    list.map((item) => ({
      line: Number(/\d+/.exec(item.querySelector('button').textContent)[0]),
      text: item.textContent,
    })),
  );
}

const plain = (message) => message.replaceAll('`', '');

test('refusals and findings stand at the lines that they are about', { skip }, async () => {
  const { page, errors } = await portal.look(MANAGER);
  const text = await write(page, (before) =>
    before
      .replace('"initial": "new"', '"initial": "nwe"')
      .replace('"high": "critical"', '"high": "kritisch"'),
  );
  const refused = analysis.openEngine(text).errors;
  const found = await shown(page);
  assert.equal(found.length, refused.length);
  const lines = text.split('\n');
  for (const [index, { message }] of refused.entries()) {
    assert.ok(found[index].text.includes(plain(message)), found[index].text);
  }
  const lineOf = (word) => lines.findIndex((line) => line.includes(word)) + 1;
  assert.deepEqual(
    found.map(({ line }) => line).sort((one, other) => one - other),
    [lineOf('kritisch'), lineOf('nwe')].sort((one, other) => one - other),
  );
  assert.equal(await page.getByRole('button', { name: 'Decide by it here' }).isDisabled(), true);
  assert.equal(
    await page.getByRole('button', { name: 'Compare over all tickets' }).isDisabled(),
    true,
  );
  // The caret goes where the finding is, and the line is in sight.
  const line = lineOf('nwe');
  await page.getByRole('button', { name: `Line ${line}`, exact: true }).click();
  const caret = await page
    .locator(AREA)
    .evaluate((area) => [
      area.value.slice(0, area.selectionStart).split('\n').length,
      area.scrollTop,
      area.clientHeight,
    ]);
  assert.equal(caret[0], line);
  assert.ok((line - 1) * 20 >= caret[1] && line * 20 <= caret[1] + caret[2], `${caret}`);
  assert.deepEqual(errors, []);
  await page.close();
});

test('text that is no JSON is refused where it breaks off', { skip }, async () => {
  const { page, errors } = await portal.look(MANAGER);
  for (const [broken, line] of [
    ['{\n  "version": 1,\n  "id" "x"\n}', 3],
    ['', 1],
    ['{\n"version": 1,\n"version": 2\n}', 2],
  ]) {
    await page.locator(AREA).fill(broken);
    await checked(page, broken);
    const { errors: refused } = analysis.openEngine(broken);
    const found = await shown(page);
    assert.equal(found.length, refused.length, broken);
    assert.equal(found[0].line, line, broken);
    assert.ok(found[0].text.includes(plain(refused[0].message)), found[0].text);
  }
  assert.deepEqual(errors, []);
  await page.close();
});

test('a fix of the linter is applied by a click, and taken back', { skip }, async () => {
  const { page, errors } = await portal.look(MANAGER);
  const text = await write(page, (before) => before.replace('"18:00"', '"23:59"'));
  const { value: linted } = analysis.call({ op: 'lint', policy: JSON.parse(text), now: NOW });
  const [{ path, value }] = linted.find(({ fix }) => fix).fix;
  await page.getByRole('button', { name: `Fix ${path}: ${value}` }).click();
  const fixed = text.replace('"23:59"', `"${value}"`);
  assert.equal(await page.locator(AREA).inputValue(), fixed);
  await checked(page, fixed);
  assert.equal(await page.getByRole('button', { name: /^Fix/ }).count(), 0);
  await page.getByRole('button', { name: 'Undo' }).click();
  assert.equal(await page.locator(AREA).inputValue(), text);
  assert.deepEqual(errors, []);
  await page.close();
});

test('the grid and the text are one', { skip }, async () => {
  const { page } = await portal.look(MANAGER);
  const cell = page.getByLabel('Priority at impact High, urgency Medium');
  assert.equal(await cell.inputValue(), policy.matrix.high.medium);
  await cell.selectOption('planning');
  const { matrix, ...rest } = JSON.parse(await page.locator(AREA).inputValue());
  assert.deepEqual(matrix, {
    ...policy.matrix,
    high: { ...policy.matrix.high, medium: 'planning' },
  });
  assert.deepEqual(rest, JSON.parse(JSON.stringify({ ...policy, matrix: undefined })));
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  assert.deepEqual(JSON.parse(await readFile(await file.path(), 'utf8')), { ...rest, matrix });
  await page.close();
});

test('questions about every life get the answers of the core', { skip }, async () => {
  const { page, errors } = await portal.look(MANAGER);
  await page.getByRole('button', { name: 'Ask the usual questions' }).click();
  await page.waitForFunction(() => document.querySelectorAll('.model-answer').length === 3);
  await page.getByLabel('Own question').selectOption('atMostReopens');
  await page.getByLabel('Times').fill('1');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.waitForFunction(() => document.querySelectorAll('.model-answer').length === 4);
  const withoutCode = {
    all: [
      { field: 'stateType', is: 'closed' },
      { field: 'resolutionCode', isSet: false },
    ],
  };
  const questions = [
    { type: 'never', condition: withoutCode },
    { type: 'canReach' },
    { type: 'atMostReopens', reopens: 3 },
    { type: 'atMostReopens', reopens: 1 },
  ];
  const answers = page.locator('.model-answer');
  for (const [index, question] of questions.entries()) {
    const { holds, path = [] } = analysis.call({ op: 'checkModel', policy, question }).value;
    assert.match(await answers.nth(index).textContent(), holds ? /is true/ : /is not true/);
    assert.equal(await answers.nth(index).locator('.life li').count(), path.length);
  }
  await page.getByLabel('Own question').selectOption('never');
  await page.getByLabel('Condition').fill('{"field": "nowhere", "is": 1}');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.locator('.model-answers .findings').waitFor();
  await page.getByLabel('Condition').fill('{');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  assert.match(await page.locator('.own-question .findings').textContent(), /not JSON/);
  assert.deepEqual(errors, []);
  await page.close();
});

test("nothing stands in anybody's way, in any look", { skip }, async () => {
  const { page } = await portal.look(MANAGER, { bypassCSP: true });
  await write(page, (before) =>
    before.replaceAll('"high": "8h"', '"high": "2h"').replace('"18:00"', '"23:59"'),
  );
  await page.getByRole('button', { name: 'Compare over all tickets' }).click();
  await page.getByRole('button', { name: 'Ask the usual questions' }).click();
  await page.locator('.model-answer.fails').waitFor();
  await page.getByRole('button', { name: 'Both proofs' }).first().click();
  await page.locator('.reading').first().waitFor();
  await inAllLooks(page, async () => {
    await narrowEnough(page);
    await accessible(page);
  });
  await page.close();
});

// What people do in the portal, the same over static files and over a service.
import assert from 'node:assert/strict';

export const become = (page, name) => page.getByLabel('You are').selectOption({ label: name });

/** Makes a move of a ticket, with what its form asks for. */
export async function make(page, move, fields = {}) {
  await page.locator('.move-button', { hasText: move }).click();
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label).fill(value);
  await page.locator('.move-form').getByRole('button', { name: move }).click();
  await page.locator('.move-form').waitFor({ state: 'detached' });
}

/** Answers in a ticket, and waits until that is there. */
export async function say(page, text) {
  await page.getByLabel('Answer').fill(text);
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.said', { hasText: text }).waitFor();
}

/** Reports that the ERP is down, from the view `report`; gives the ticket's number. */
export async function report(page) {
  await page.getByLabel('In a few words').fill('ERP unavailable, nobody can post an invoice');
  await page.getByLabel('What happened').fill('Since 14:30 the ERP fails with a database error.');
  await page.getByLabel('a whole site or service').check();
  await page.getByLabel('I cannot work').check();
  await page.getByRole('button', { name: 'Report it' }).click();
  await page.getByText('We have it, and somebody looks at it soon.').waitFor();
  return new URL(page.url()).searchParams.get('id');
}

/** An agent takes the ticket, answers, and leaves a note that is not for its requester. */
export async function takeUp(page) {
  await become(page, 'Jonas Weber (agent)');
  await page.locator('.moves').waitFor();
  assert.match(await page.textContent('.ticket-head'), /Incident.*New.*Critical/);
  const assign = page.getByRole('button', { name: 'Assign to me' });
  await assign.click();
  await assign.waitFor({ state: 'detached' });
  await make(page, 'In progress');
  await page.getByLabel('Answer').fill('We restart the application server.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.getByLabel('Answer').fill('Seen in the log: deadlock.');
  await page.getByLabel('only for the desk').check();
  await page.getByRole('button', { name: 'Add the note' }).click();
  await page.locator('.said.note').waitFor();
}

/** The manager makes it a major incident and resolves it, with what the rules ask for. */
export async function resolve(page) {
  await become(page, 'Mira Okafor (service manager)');
  await page.getByRole('button', { name: 'Make it a major incident' }).click();
  await page.locator('.ticket-head', { hasText: 'Major incident' }).waitFor();
  await page.locator('.move-button', { hasText: 'Resolved' }).click();
  const button = page.locator('.move-form').getByRole('button', { name: 'Resolved' });
  assert.equal(await button.isDisabled(), true);
  await page.getByLabel('Resolution code').fill('restart');
  await page.getByText('If you do this').waitFor();
  await page
    .getByLabel('What was done')
    .fill('Restarted the application server after the deadlock.');
  await button.click();
  await page.locator('.ticket-head .state.resolved').waitFor();
}

/** The requester, who sees no note, says that it is not solved. */
export async function complain(page) {
  await become(page, 'Ada Lang (requester)');
  await page.locator('.ticket.requester').waitFor();
  await page.locator('.said', { hasText: 'We restart the application server.' }).waitFor();
  const notes = page.locator('.said', { hasText: 'deadlock' });
  assert.equal(await notes.count(), 0, 'a note is for the desk');
  assert.equal(await page.getByRole('button', { name: 'It works, close it' }).isDisabled(), true);
  await page.getByRole('button', { name: 'It is not solved' }).click();
  await page.getByText('Somebody is working on it.').waitFor();
}

/** It is resolved again, reviewed as a major incident has to be, and closed. */
export async function review(page) {
  await become(page, 'Mira Okafor (service manager)');
  await make(page, 'Resolved');
  const close = page.locator('.move', { hasText: 'Closed' });
  assert.match(await close.textContent(), /condition of the move/);
  await page.getByRole('button', { name: 'The review is completed' }).click();
  await make(page, 'Closed');
  await page.locator('.ticket-head .state.closed').waitFor();
}

/** Of a ticket that is being worked on: three commands while the service is away. */
export async function workOffline(page, cut = () => page.context().setOffline(true)) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.getByText('with a service').waitFor();
  await cut();
  await say(page, 'first, from the train');
  await page.getByRole('button', { name: 'On hold' }).click();
  await page.getByLabel('Why it waits').selectOption('awaitingCaller');
  await page.locator('.move-form').getByRole('button', { name: 'On hold' }).click();
  await page.getByText('The service cannot be reached.').waitFor();
  await say(page, 'second, still on the train');
  assert.equal(await page.locator('[aria-label=Waiting] li').count(), 3);
  assert.match(await page.textContent('.ticket-head'), /On hold.*waits for the service/);
}

/** The service is back, where somebody has resolved the ticket: each command is accounted for. */
export async function comeBack(page, { client, id, mend }) {
  await (mend ?? (() => page.context().setOffline(false)))();
  await page.getByText(/\d accepted, \d refused/).waitFor();
  assert.match(await page.textContent('.outbox'), /2 accepted, 1 refused/);
  const settled = await page.locator('[aria-label=Settled] li').allTextContents();
  assert.equal(settled.length, 3);
  assert.match(settled[1], /On hold.*no move from resolved to onHold/);
  assert.equal(await page.locator('[aria-label=Waiting] li').count(), 0);
  const { ticket } = await client.get(`tickets/${id}`);
  assert.equal(ticket.state, 'resolved');
  const texts = ticket.history.map(({ change }) => change.text);
  for (const text of ['first, from the train', 'second, still on the train'])
    assert.equal(texts.filter((one) => one === text).length, 1, text);
}

const UNREACHABLE =
  /ERR_(INTERNET_DISCONNECTED|NETWORK_CHANGED|CONNECTION_\w+|EMPTY_RESPONSE|INCOMPLETE_CHUNKED)/;

/** The errors of a page, but for those that an unreachable network is bound to give. */
export const unexpected = (errors) =>
  errors.filter((error) => !UNREACHABLE.test(error));

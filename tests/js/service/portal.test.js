// The portal over the service itself, not over the small one that other tests of the portal have.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { asking, peopleOf } from '../portal/client.js';
import { skip, stage } from '../portal/stage.js';
import {
  comeBack, complain, report, resolve, review, takeUp, unexpected, workOffline,
} from '../portal/steps.js';
import { startedService } from './started.js';

let people;
const portal = stage(async () => {
  const served = await startedService();
  people = await peopleOf(served.address);
  return served;
});

test('a ticket from report to review', { skip }, async () => {
  const where = { view: 'report', as: people.requester };
  const { page, errors } = await portal.visit(where);
  await page.getByText('with a service').waitFor();
  const id = await report(page);
  assert.match(id, /^INC-\d+$/);
  // The same ticket in the hands of its requester, who does nothing but look.
  const looking = { view: 'ticket', id, as: people.requester };
  const onlooker = await portal.visit(looking);
  const standing = onlooker.page.locator('.standing-text');
  await takeUp(page);
  await standing.filter({ hasText: 'Somebody is working on it.' }).waitFor();
  await resolve(page);
  await standing.filter({ hasText: 'It should work again.' }).waitFor();
  await complain(page);
  await review(page);
  await standing.filter({ hasText: 'This is done.' }).waitFor();

  const client = await asking(portal.address, people.manager);
  const { ticket } = await client.get(`tickets/${id}`);
  assert.equal(ticket.stateType, 'closed');
  const moves = ticket.history.map(({ change }) => change.to).filter(Boolean);
  assert.deepEqual(moves, ['inProgress', 'resolved', 'inProgress', 'resolved', 'closed']);
  assert.equal(ticket.facts.reviewCompleted, true);
  // What the page held is what the service has: it is read anew and says the same.
  await page.reload();
  await page.getByText(`All ${ticket.history.length} events`).waitFor();
  const { page: theirs } = onlooker;
  assert.equal(await theirs.locator('.said', { hasText: 'deadlock' }).count(), 0);
  assert.deepEqual([errors, onlooker.errors], [[], []]);
  await page.context().close();
  await theirs.context().close();
});

test('offline: three commands and a conflict, each accounted for', { skip }, async () => {
  const client = await asking(portal.address, people.manager);
  const facts = { shortDescription: 'ERP slow', impact: 'medium', urgency: 'medium' };
  const id = await client.open(facts);
  await client.command(id, { type: 'move', to: 'inProgress' });
  const where = { view: 'ticket', id, as: people.agent };
  const { page, errors } = await portal.visit(where);
  await workOffline(page);
  const move = { type: 'move', to: 'resolved', facts: { resolutionCode: 'restart' } };
  const theirs = await client.command(id, move);
  assert.ok(theirs.ticket, JSON.stringify(theirs));
  await comeBack(page, { client, id });
  assert.deepEqual(unexpected(errors), []);
  await page.context().close();
});

test('the data of the service hold together afterwards', { skip }, async () => {
  const client = await asking(portal.address, people.manager);
  const audit = await client.get('audit');
  assert.equal(audit.whole, true, JSON.stringify(audit));
});

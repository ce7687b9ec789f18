// Signing in at an issuer of OpenID Connect, and out again, by the portal over the service.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { remoteKeys } from '../../../examples/node-service/src/http/auth.js';
import { openIssuer } from '../../../examples/node-service/test/issuer.js';
import { freePort } from '../../../examples/node-service/test/port.js';
import { openPlace, openReplica } from '../../../examples/node-service/test/world.js';
import { accessible, inAllLooks, narrowEnough, pictures, ready } from '../portal/page.js';
import { root } from '../portal/places.js';
import { skip, stage } from '../portal/stage.js';
import { report } from '../portal/steps.js';

const PEOPLE = { mia: { name: 'Mia Lindqvist', roles: ['requester'] } };

const portal = stage(async () => {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const issuer = await openIssuer({ address, people: PEOPLE });
  const place = await openPlace();
  const replica = await openReplica({
    place,
    port,
    clock: { now: Date.now },
    keys: remoteKeys(issuer.environment.DESK_JWKS),
    environment: {
      ...issuer.environment,
      PORTAL: join(root, 'www/dist'),
      DESK_POLICY: 'itil4',
    },
  });
  const close = async () => {
    await replica.close();
    await issuer.close();
    await place.close();
  };
  return { address, close };
});

/** What the issuer asks, answered. */
async function signIn(page) {
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.locator('input[name=login]').fill('mia');
  await page.locator('input[name=password]').fill('any');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** All that scripts of the page could read of what is kept. */
const readable = (page) =>
  page.evaluate(async () => {
    const kept = [document.cookie, JSON.stringify(localStorage), JSON.stringify(sessionStorage)];
    let tickets = 0;
    for (const { name } of await indexedDB.databases()) {
      if (!name.startsWith('portal-service-')) continue;
      const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      tickets += await new Promise((resolve) => {
        const count = database.transaction('tickets').objectStore('tickets').count();
        count.onsuccess = () => resolve(count.result);
      });
      database.close();
    }
    return { kept: kept.join('\n'), tickets };
  });

test('somebody signs in, works, and leaves nothing behind', { skip }, async () => {
  const { page } = await portal.visit({ view: 'report' });
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  await signIn(page);
  await ready(page);
  const { searchParams } = new URL(page.url());
  assert.equal(searchParams.get('view'), 'report', 'it goes on where it was');
  assert.equal(await page.locator('.identity-name').textContent(), 'Mia Lindqvist');
  const id = await report(page);
  assert.match(id, /^INC-\d+$/);
  await page.reload();
  await ready(page);
  await page.getByText(id).first().waitFor();
  const held = await readable(page);
  assert.ok(held.tickets > 0);
  assert.doesNotMatch(held.kept, /eyJ/, 'no token where a script could read it');

  // Another tab is signed in, too, and both at once: what renews a token is good for one time.
  const { page: tab } = await portal.visit({ view: 'ticket', id }, { beside: page });
  await Promise.all([page.reload(), tab.reload()]);
  await Promise.all([ready(page), ready(tab)]);
  await tab.locator('.standing-text', { hasText: 'We have it' }).waitFor();
  await tab.close();
  await inAllLooks(page, async (_, look) => {
    await page.screenshot({ path: join(pictures, `signed-in-${look}.png`) });
    await narrowEnough(page, look);
  });

  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await page.getByRole('heading', { name: 'You are not signed in' }).waitFor();
  assert.equal((await readable(page)).tickets, 0);
  await page.context().close();
});

test('who is not let in is told so', { skip }, async () => {
  const { page } = await portal.visit({ view: 'queue' });
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('link', { name: /cancel/i }).click();
  await page.getByText('The sign-in was not finished').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('view'), 'queue');
  await signIn(page);
  await ready(page);
  assert.equal(new URL(page.url()).searchParams.get('refused'), null);
  await page.context().close();
});

test('the page to sign in is whole in every look', { skip }, async () => {
  const { page } = await portal.visit({ view: 'queue', refused: 'late' }, { bypassCSP: true });
  await inAllLooks(page, async (_, look) => {
    await page.screenshot({ path: join(pictures, `sign-in-${look}.png`) });
    await narrowEnough(page, look);
    await accessible(page, look);
  });
  await page.context().close();
});

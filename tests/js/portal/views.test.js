// Every view, in light and dark, on a phone and a wide screen: usable by anybody, and no error.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { peopleOf, service } from './client.js';
import { accessible, inAllLooks, LOOKS, narrowEnough, pictures } from './page.js';
import { seeded } from './service.js';
import { NOW, skip, stage } from './stage.js';

const WIDE = LOOKS['light-1440'].viewport;

/** A view, who looks at it, and what they do before it is looked at. */
const VIEWS = {
  home: { as: 'ada.lang', view: 'home' },
  report: {
    as: 'ada.lang',
    view: 'report',
    act: async (page) => {
      await page.getByLabel('In a few words').fill('VPN connection lost, error 619');
      await page.getByText('This helped others').waitFor();
    },
  },
  'requester-ticket': {
    as: 'ada.lang',
    view: 'ticket',
    of: ({ facts, stateType }) => facts.caller === 'ada.lang' && stateType === 'resolved',
  },
  queue: {
    as: 'jonas.weber',
    view: 'queue',
    act: (page) => page.locator('.row .countdown').first().waitFor(),
  },
  new: {
    as: 'jonas.weber',
    view: 'new',
    act: async (page) => {
      await page.getByLabel('In a few words').fill('ERP unavailable, database error ORA-01555');
      await page.getByLabel('Impact High, urgency Medium').click();
      await page.locator('.fix').first().waitFor();
      await page.getByLabel('Why not').selectOption('critical');
      await page.locator('.ways li').first().waitFor();
    },
  },
  ticket: {
    as: 'mira.okafor',
    view: 'ticket',
    of: ({ stateType, priority }) => stateType === 'active' && priority === 'high',
    act: async (page) => {
      await page.getByRole('button', { name: 'On hold' }).click();
      await page.getByLabel('Why it waits').selectOption('awaitingVendor');
      await page.getByLabel('Vendor', { exact: true }).fill('Northwind Networks');
      await page.getByText('If you do this').waitFor();
      await page.getByRole('button', { name: 'Prove it' }).last().click();
      await page.locator('.proof li').first().waitFor();
      await page.locator('.matches li').first().waitFor();
    },
  },
  lifecycle: {
    as: 'jonas.weber',
    view: 'lifecycle',
    act: (page) => page.getByText('stateDiagram-v2').waitFor(),
  },
  security: { as: 'lea.brandt', view: 'security' },
  problems: { as: 'jonas.weber', view: 'problems' },
  month: { as: 'mira.okafor', view: 'month' },
  policy: { as: 'mira.okafor', view: 'policy' },
  about: { as: 'jonas.weber', view: 'about' },
  elsewhere: { as: 'ada.lang', view: 'queue' },
  nowhere: { as: 'ada.lang', view: 'ticket', id: 'INC-9' },
};

const portal = stage();

let served;
let tickets;
before(async () => {
  ({ tickets } = await seeded({ now: NOW, tickets: 300, seed: 1 }));
});
after(async () => {
  await served?.close();
});

function parametersOf({ act, of, ...parameters }) {
  return of ? { ...parameters, id: tickets.find(of).id } : parameters;
}

test('every view is for everybody', { skip }, async (context) => {
  // The page's own policy forbids scripts from elsewhere; the checker is one.
  const options = { bypassCSP: true, viewport: WIDE };
  const { page, errors } = await portal.visit({ as: 'jonas.weber' }, options);
  for (const [name, view] of Object.entries(VIEWS)) {
    await context.test(name, async () => {
      await portal.show(page, parametersOf(view));
      await view.act?.(page);
      await inAllLooks(page, (_, look, scheme) => inspect(page, `${name}-${look}`, scheme));
      await page.setViewportSize(WIDE);
      assert.deepEqual(errors.splice(0), []);
    });
  }
  await page.context().close();
});

async function inspect(page, name, scheme) {
  // The other scheme has the same elements, in other colours.
  await accessible(page, name, scheme === 'light' ? undefined : ['color-contrast']);
  await narrowEnough(page, name);
  await page.screenshot({ path: join(pictures, `portal-${name}.png`), fullPage: true });
}

test('the same views with a service', { skip }, async () => {
  served = await service();
  const people = await peopleOf(served.address);
  const who = {
    'ada.lang': 'requester',
    'jonas.weber': 'agent',
    'mira.okafor': 'manager',
    'lea.brandt': 'officer',
  };
  for (const name of [
    'home',
    'queue',
    'new',
    'lifecycle',
    'problems',
    'month',
    'policy',
    'security',
    'about',
  ]) {
    const { act, as, ...parameters } = VIEWS[name];
    const { page, errors } = await portal.visit(
      { ...parameters, as: people[who[as]] },
      { at: served.address },
    );
    await page.getByText('with a service').waitFor();
    assert.deepEqual(errors, [], name);
    assert.equal(await page.locator('main .findings.bad').count(), 0, name);
    await page.context().close();
  }
});

test('what tickets share is told in words, not as the stems of an index', { skip }, async () => {
  const { page } = await portal.look(parametersOf(VIEWS.new));
  await VIEWS.new.act(page);
  const shared = await page.locator('.match', { hasText: 'database error' }).first().innerText();
  assert.match(shared, /alike: .*\bdatabase\b/);
  await page.close();
});

test('the policy of the page is in force: an injected script does not run', { skip }, async () => {
  const { page, errors } = await portal.visit({ as: 'jonas.weber' });
  // Both have had their chance when the browser has told that it refused them.
  await page.evaluate(
    () =>
      new Promise((refused) => {
        const missing = new Set(['script-src-elem', 'script-src-attr']);
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          missing.delete(effectiveDirective);
          if (missing.size === 0) refused();
        });
        const script = document.createElement('script');
        script.textContent = 'globalThis.injected = true';
        document.body.append(script);
        document.body.insertAdjacentHTML(
          'beforeend',
          '<img src="x" onerror="globalThis.injected = true" style="width: 9px">',
        );
      }),
  );
  assert.equal(await page.evaluate(() => globalThis.injected), undefined);
  assert.ok(
    errors.some((error) => /Content Security Policy/.test(error)),
    errors.join('\n'),
  );
  await page.context().close();
});

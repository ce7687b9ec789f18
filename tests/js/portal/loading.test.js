// What the first view costs, and that it comes without a network.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync, constants } from 'node:zlib';

import { ready } from './page.js';
import { skip, stage } from './stage.js';

/** JS and CSS of the first view, in brotli bytes. */
const BUDGET = 90_000;

const portal = stage();

/** The files of `www/dist` that a view loads, by what they are, in brotli bytes. */
async function loadedBy(parameters) {
  const context = await portal.browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const answers = [];
  context.on('response', (response) => answers.push(response));
  await page.goto(portal.addressOf(parameters));
  await ready(page);
  await page.waitForLoadState('networkidle');
  const sizes = { code: 0, modules: 0, names: [] };
  for (const response of answers) {
    const { pathname } = new URL(response.url());
    if (!/\.(js|css|wasm)$/.test(pathname)) continue;
    const body = await response.body();
    // A module of the package stands in a script as base64: WebAssembly as well.
    const isModule = pathname.endsWith('.wasm') || /[\w+/]{50000}/.test(body.toString('latin1'));
    // Modules are only told, so less care is enough.
    const params = { [constants.BROTLI_PARAM_QUALITY]: isModule ? 5 : 11 };
    sizes[isModule ? 'modules' : 'code'] += brotliCompressSync(body, { params }).length;
    sizes.names.push(pathname.split('/').at(-1));
  }
  await context.close();
  return sizes;
}

test('the first view stays within its budget', { skip }, async (context) => {
  for (const as of ['ada.lang', 'jonas.weber']) {
    const { code, modules, names } = await loadedBy({ as });
    context.diagnostic(`${as}: ${code} bytes of JS and CSS, ${modules} of WebAssembly, brotli`);
    assert.ok(
      names.some((name) => name.startsWith('worker')),
      names.join(' '),
    );
    assert.ok(
      names.some((name) => name.startsWith('tickets')),
      names.join(' '),
    );
    assert.ok(code <= BUDGET, `${code} bytes: ${names.join(' ')}`);
  }
});

test('what was used once works without a network, and keeps what was done', { skip }, async () => {
  const where = { as: 'jonas.weber', view: 'queue', speed: '0' };
  const { page, errors } = await portal.visit(where);
  await page.evaluate(() => navigator.serviceWorker.ready);
  // The first visit came before its keeper: one more lets it keep what the queue needs.
  await portal.show(page, where);
  await page.locator('.row-link').first().waitFor();
  await page.context().setOffline(true);
  await portal.show(page, where);
  await page.locator('.row-link').first().click();
  await page.getByLabel('Answer').fill('Written on a plane.');
  await page.getByRole('button', { name: 'Send' }).click();
  await page.locator('.said', { hasText: 'Written on a plane.' }).waitFor();
  await page.reload();
  await page.locator('.said', { hasText: 'Written on a plane.' }).waitFor();
  assert.equal(
    await page.locator('.outbox').count(),
    0,
    'nobody waits for a service that is not there',
  );
  assert.deepEqual(
    errors.filter((error) => !/ERR_INTERNET_DISCONNECTED/.test(error)),
    [],
  );
  await page.context().close();
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { remoteKeys } from '../src/http/auth.js';
import { readSettings } from '../src/settings.js';
import { openIssuer } from './issuer.js';
import { freePort } from './port.js';
import { SKIP, openPlace, openReplica } from './world.js';

const PEOPLE = {
  ben: { name: 'Ben Okafor', roles: ['agent'] },
  rita: { name: 'Rita Haas', roles: ['requester'] },
};

/** A browser that follows no redirect by itself: it keeps cookies by their paths, as they say. */
function openBrowser() {
  const cookies = new Map();
  return {
    cookies,
    async visit(url, { method = 'GET', body, headers = {} } = {}) {
      const { origin, pathname } = new URL(url);
      const sent = [...cookies.values()]
        .filter((one) => one.origin === origin && pathname.startsWith(one.path))
        .map(({ name, value }) => `${name}=${value}`);
      const answer = await fetch(url, {
        method,
        body,
        redirect: 'manual',
        headers: { ...headers, cookie: sent.join('; ') },
      });
      for (const line of answer.headers.getSetCookie()) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
        const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/';
        const gone = /max-age=0|expires=Thu, 01 Jan 1970/i.test(line);
        if (gone) cookies.delete(`${origin} ${name}`);
        else cookies.set(`${origin} ${name}`, { origin, name, value, path, line });
      }
      const to = answer.headers.get('location');
      const text = await answer.text();
      return {
        status: answer.status,
        to: to === null ? undefined : new URL(to, url).href,
        text,
        body: answer.headers.get('content-type')?.startsWith('application/json')
          ? JSON.parse(text)
          : undefined,
      };
    },
  };
}

/** Follows redirects, and fills in the issuer's forms, until something else comes. */
async function signIn(browser, url, as, { until = () => false } = {}) {
  for (let at = url; ; ) {
    if (until(at)) return at;
    const page = await browser.visit(at);
    const form = /<form[^>]*action="([^"]+)"/.exec(page.text);
    if (page.to !== undefined) {
      at = page.to;
    } else if (form !== null) {
      const [, prompt] = /name="prompt" value="(\w+)"/.exec(page.text);
      const fields = new URLSearchParams({ prompt });
      if (page.text.includes('name="login"')) {
        fields.set('login', as);
        fields.set('password', 'any');
      }
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = `${fields}`;
      at = (await browser.visit(new URL(form[1], at).href, { method: 'POST', body, headers })).to;
    } else {
      return { at, page };
    }
  }
}

async function openSignIn(t, { refreshes = true } = {}) {
  const port = await freePort();
  const address = `http://127.0.0.1:${port}`;
  const issuer = await openIssuer({ address, people: PEOPLE, refreshes });
  const place = await openPlace();
  const clock = { now: Date.now };
  const replica = await openReplica({
    place,
    clock,
    port,
    environment: issuer.environment,
    keys: remoteKeys(issuer.environment.DESK_JWKS),
  });
  t.after(async () => {
    await replica.close();
    await issuer.close();
    await place.close();
  });
  const api = `${address}/api/v1`;
  const browser = openBrowser();
  const token = () => browser.visit(`${api}/sign-in/token`, { method: 'POST' });
  const session = (given) =>
    browser.visit(`${api}/session`, { headers: { authorization: `Bearer ${given}` } });
  return { address, api, issuer, browser, token, session };
}

describe('signing in', { skip: SKIP }, () => {
  test('somebody signs in at the issuer, works, and signs out', async (t) => {
    const { address, api, browser, token, session } = await openSignIn(t);
    assert.deepEqual((await token()).body, { token: null, reason: 'missing' });
    const back = (at) => at.startsWith(`${address}/?`);
    const at = await signIn(browser, `${api}/sign-in?to=%3Fview%3Dqueue`, 'ben', { until: back });
    assert.equal(at, `${address}/?view=queue`);
    const first = await token();
    assert.equal(first.status, 200);
    const who = (await session(first.body.token)).body;
    assert.deepEqual([who.actor.id, who.name, who.tenant], ['ben', 'Ben Okafor', 'acme']);
    assert.deepEqual(who.roles, ['agent']);
    assert.ok(Date.parse(first.body.expiresAt) > Date.now() + 200_000);

    // Only the routes of signing in ever see what the session goes on with.
    const [kept, ...others] = [...browser.cookies.values()].filter(
      ({ origin }) => origin === address,
    );
    assert.deepEqual([kept.name, others], ['desk_session', []]);
    assert.match(kept.line, /Path=\/api\/v1\/sign-in; HttpOnly; SameSite=Strict$/i);
    assert.ok(!kept.value.includes(first.body.token));

    const second = await token();
    assert.equal((await session(second.body.token)).status, 200);
    const { body } = await browser.visit(`${api}/sign-in`, { method: 'DELETE' });
    assert.match(body.to, /\/session\/end\?/);
    assert.equal((await token()).body.reason, 'missing');
    // The issuer has heard of it, too.
    browser.cookies.set('old', kept);
    assert.equal((await token()).body.reason, 'invalid_grant');
  });

  test('without a refresh token the session ends with the token', async (t) => {
    const { address, api, browser, token, session } = await openSignIn(t, { refreshes: false });
    const back = (at) => at.startsWith(`${address}/?`);
    await signIn(browser, `${api}/sign-in`, 'rita', { until: back });
    const { body } = await token();
    assert.deepEqual((await session(body.token)).body.roles, ['requester']);
    const kept = [...browser.cookies.values()].find(({ name }) => name === 'desk_session');
    assert.match(kept.line, /Max-Age=(29\d|300)/);
    const over = JSON.parse(decodeURIComponent(kept.value));
    kept.value = encodeURIComponent(JSON.stringify({ ...over, until: Date.now() - 1 }));
    assert.equal((await token()).body.reason, 'expired');
  });

  test('what comes back and was not begun lets nobody in', async (t) => {
    const { address, api, issuer, browser, token } = await openSignIn(t);
    const iss = encodeURIComponent(issuer.issuer);
    const callback = (search) => browser.visit(`${api}/sign-in/callback${search}`);
    assert.equal((await callback('?code=x&state=y')).to, `${address}/?refused=late`);
    const begin = async () => {
      const { to } = await browser.visit(`${api}/sign-in?to=%3Fview%3Dqueue`);
      return new URL(to).searchParams.get('state');
    };
    const refusedAs = async (search) => new URL((await callback(search)).to).searchParams;
    await begin();
    assert.equal(`${await refusedAs('?code=x&state=y')}`, 'view=queue&refused=invalid');
    // What was begun counts once.
    assert.equal(`${await refusedAs('?code=x&state=y')}`, 'refused=late');
    const denied = `?error=access_denied&state=${await begin()}&iss=${iss}`;
    assert.equal((await refusedAs(denied)).get('refused'), 'access_denied');
    const forged = `?code=forged&state=${await begin()}&iss=${iss}`;
    assert.equal((await refusedAs(forged)).get('refused'), 'invalid_grant');
    const begun = [...browser.cookies.values()].find(({ origin }) => origin === address);
    assert.equal(begun, undefined);
    for (const text of ['', '{', '5', 'null', '{"verifier":1}', '{"refresh":5}', '{"token":"x"}']) {
      const value = encodeURIComponent(text);
      for (const name of ['desk_sign_in', 'desk_session']) {
        browser.cookies.set(name, { origin: address, path: '/', name, value });
      }
      assert.equal((await callback('?code=x&state=y')).to, `${address}/?refused=late`);
      assert.equal((await token()).body.token, null, text);
    }
    assert.equal((await callback('')).to, `${address}/?refused=late`);
  });

  test('it leads back into the portal, and nowhere else', async (t) => {
    const { address, api, browser } = await openSignIn(t);
    const back = (at) => at.startsWith(`${address}/?`);
    for (const to of ['https://evil.test/', '//evil.test', '/\\evil.test', '?x#y', 'a:1']) {
      const url = `${api}/sign-in?to=${encodeURIComponent(to)}`;
      const at = await signIn(browser, url, 'ben', { until: back });
      assert.equal(at, `${address}/?`);
    }
    const long = await browser.visit(`${api}/sign-in?to=${'x'.repeat(3_000)}`);
    assert.equal(long.body.errors[0].code, 'service.malformed');
  });

  test('an issuer that is away can be back', async (t) => {
    const { address, api, issuer, browser, token } = await openSignIn(t);
    await issuer.close();
    const away = await browser.visit(`${api}/sign-in`);
    assert.deepEqual([away.status, away.body.errors[0].code], [503, 'service.unavailable']);
    const port = new URL(issuer.issuer).port;
    const again = await openIssuer({ address, people: PEOPLE, port: Number(port) });
    const back = (at) => at.startsWith(`${address}/?`);
    await signIn(browser, `${api}/sign-in`, 'ben', { until: back });
    await again.close();
    assert.equal((await token()).status, 503);
    // It is signed in as before: that nobody could be asked ends nothing.
    assert.ok([...browser.cookies.values()].some(({ name }) => name === 'desk_session'));
    Object.assign(issuer, await openIssuer({ address, people: PEOPLE, port: Number(port) }));
    assert.equal((await token()).body.reason, 'invalid_grant');
  });

  test('without a client there is no sign-in, and settings have to fit', async (t) => {
    const place = await openPlace();
    const replica = await openReplica({ place });
    t.after(async () => {
      await replica.close();
      await place.close();
    });
    const answer = await fetch(`${replica.address}/api/v1/sign-in/token`, { method: 'POST' });
    assert.equal(answer.status, 404);
    const given = {
      DESK_ISSUER: 'http://issuer.test',
      DESK_AUDIENCE: 'desk',
      DESK_JWKS: 'https://issuer.test/keys',
      DESK_CLIENT: 'portal',
    };
    assert.throws(() => readSettings(given), /DESK_ADDRESS: is needed.*\n.*has to be an https/);
    const at = (address) =>
      readSettings({ ...given, DESK_ISSUER: 'https://issuer.test', DESK_ADDRESS: address });
    assert.equal(at('https://desk.test').address, 'https://desk.test/');
    assert.throws(() => at('ftp://desk.test'), /DESK_ADDRESS/);
    assert.throws(() => at('desk.test'), /DESK_ADDRESS/);
  });
});

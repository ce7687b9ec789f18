import { parseCookie, stringifySetCookie } from 'cookie';

import { NotLetIn, openIssuer } from '../issuer.js';
import { answers, described, query } from './schemas.js';

const PATH = '/api/v1/sign-in';
/** What a sign-in was begun with; and what its session goes on with. */
const BEGUN = 'desk_sign_in';
const SESSION = 'desk_session';
const BEGUN_SECONDS = 600;
const SESSION_SECONDS = 30 * 86_400;
/** A browser keeps no larger cookie. */
const COOKIE_BYTES = 4_000;

/** Where in the portal somebody was: nothing that leads elsewhere. */
const place = (to) => (/^\?[^#]*$/.test(to ?? '') ? to : '');

function cookieOf({ headers }, name) {
  try {
    return JSON.parse(parseCookie(headers.cookie ?? '')[name] ?? 'null');
  } catch {
    return null;
  }
}

/**
 * Signing in for a portal at this service. No token is kept where a page could read it: the browser
 * keeps the refresh token in a cookie that only these routes see, and a page has a short-lived
 * token in memory.
 */
export function signInRoutes(app, { settings, now, log }) {
  const issuer = openIssuer(settings);
  const secure = settings.address.startsWith('https:');

  /** `lax`: it comes along when the issuer sends the browser back. */
  function keep(reply, name, value, { seconds, sameSite }) {
    const given = { path: PATH, httpOnly: true, secure, sameSite, maxAge: seconds };
    const cookie = stringifySetCookie(name, value === null ? '' : JSON.stringify(value), given);
    if (cookie.length > COOKIE_BYTES) return false;
    reply.header('set-cookie', cookie);
    return true;
  }

  const forget = (reply, name) => keep(reply, name, null, { seconds: 0, sameSite: 'strict' });

  /** Keeps the refresh token, or without one the token itself for as long as it is good. */
  function keepSession(reply, { token, refresh, seconds = 0 }) {
    const kept = refresh ? { refresh } : { token, until: now() + seconds * 1_000 };
    const lasts = refresh ? SESSION_SECONDS : seconds;
    return keep(reply, SESSION, kept, { seconds: lasts, sameSite: 'strict' });
  }

  const shown = ({ token, seconds = 0 }) => ({
    token,
    expiresAt: new Date(now() + seconds * 1_000).toISOString(),
  });

  const nobody = (reason) => ({ token: null, reason });

  const begin = described('sign-in', 'Sends the browser to the issuer', {
    querystring: query({ to: { type: 'string', maxLength: 2_000 } }),
    success: { 302: answers.any },
  });
  app.get('/sign-in', { schema: begin }, async (request, reply) => {
    const { to, begun } = await issuer.begin();
    const kept = { ...begun, to: place(request.query.to) };
    keep(reply, BEGUN, kept, { seconds: BEGUN_SECONDS, sameSite: 'lax' });
    return reply.redirect(to, 302);
  });

  const callback = described('sign-in', 'Where the issuer sends the browser back to', {
    success: { 303: answers.any },
  });
  app.get('/sign-in/callback', { schema: callback }, async (request, reply) => {
    const begun = cookieOf(request, BEGUN);
    const back = (reason) => {
      const search = new URLSearchParams(begun?.to ?? '');
      if (reason !== undefined) search.set('refused', reason);
      return reply.redirect(new URL(`?${search}`, settings.address).href, 303);
    };
    const whole = ['verifier', 'state', 'nonce'].every((one) => typeof begun?.[one] === 'string');
    if (!whole) return back('late');
    forget(reply, BEGUN);
    try {
      const search = request.url.slice(request.url.indexOf('?'));
      const granted = await issuer.finish(search, begun);
      if (!keepSession(reply, granted)) return back('large');
    } catch (error) {
      if (!(error instanceof NotLetIn)) throw error;
      log.info({ reason: error.reason, cause: error.cause?.message }, 'somebody was not let in');
      return back(error.reason);
    }
    return back();
  });

  // That nobody is signed in is an answer, too, and no failure.
  const token = described('sign-in', 'A token for whoever is signed in; null if nobody is');
  app.post('/sign-in/token', { schema: token }, async (request, reply) => {
    const kept = cookieOf(request, SESSION);
    if (typeof kept?.token === 'string') {
      const left = Math.floor((kept.until - now()) / 1_000);
      if (!(left > 0)) return nobody('expired');
      return shown({ token: kept.token, seconds: left });
    }
    if (typeof kept?.refresh !== 'string') return nobody('missing');
    try {
      const granted = await issuer.renew(kept.refresh);
      if (!keepSession(reply, granted)) throw new NotLetIn('large');
      return shown(granted);
    } catch (error) {
      if (!(error instanceof NotLetIn)) throw error;
      forget(reply, SESSION);
      return nobody(error.reason);
    }
  });

  const end = described('sign-in', 'Signs out, here and at the issuer');
  app.delete('/sign-in', { schema: end }, async (request, reply) => {
    const kept = cookieOf(request, SESSION);
    forget(reply, SESSION);
    if (kept === null) return { to: null };
    try {
      return { to: await issuer.end(kept.refresh) };
    } catch (error) {
      // Here it has ended, whatever the issuer makes of it.
      log.warn({ cause: (error.cause ?? error).message }, 'the issuer was not told of the end');
      return { to: null };
    }
  });
}

import * as oidc from 'openid-client';

import { refusal } from './errors.js';

const SECONDS = 5;

/** What failed on the way, and is worth another try: no connection, no answer, not a whole one. */
const ON_THE_WAY = ['OAUTH_TIMEOUT', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'OAUTH_RESPONSE_IS_NOT_JSON'];

/** Why nobody was let in: `access_denied` and the other codes of OAuth, or `invalid`. */
export class NotLetIn extends Error {
  constructor(reason, options) {
    super(`not let in: ${reason}`, options);
    this.reason = reason;
  }
}

/**
 * The issuer of tokens as a place to sign in at: the code flow of OpenID Connect with PKCE. It is
 * looked up when it is first needed, so that the service starts without it.
 */
export function openIssuer({ issuer, client, clientSecret, scope, address }) {
  const redirect = new URL('api/v1/sign-in/callback', address).href;
  let known;

  async function lookUp() {
    // Where the issuer is this machine, as in tests: settings refuse it elsewhere.
    const plain = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
    const secret = clientSecret === '' ? [undefined, oidc.None()] : [clientSecret];
    const options = { execute: plain, timeout: SECONDS };
    return oidc.discovery(new URL(issuer), client, ...secret, options);
  }

  async function config() {
    known ??= lookUp().catch((cause) => {
      known = undefined;
      throw Object.assign(refusal('service.unavailable'), { cause });
    });
    return known;
  }

  async function ask(work) {
    const found = await config();
    try {
      return await work(found);
    } catch (cause) {
      const failed = cause instanceof TypeError || ON_THE_WAY.includes(cause.code);
      if (failed || cause.status >= 500) {
        throw Object.assign(refusal('service.unavailable'), { cause });
      }
      // Its own word; without one, what came back is not what was begun.
      throw new NotLetIn(cause.error ?? 'invalid', { cause });
    }
  }

  const granted = (tokens) => ({
    token: tokens.access_token,
    refresh: tokens.refresh_token,
    seconds: tokens.expiresIn(),
  });

  return {
    /** Where to send a browser, and what has to be remembered until it comes back. */
    begin: () =>
      ask(async (found) => {
        const [verifier, state, nonce] = [
          oidc.randomPKCECodeVerifier(),
          oidc.randomState(),
          oidc.randomNonce(),
        ];
        const to = oidc.buildAuthorizationUrl(found, {
          redirect_uri: redirect,
          scope,
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
        return { to: to.href, begun: { verifier, state, nonce } };
      }),

    /** The tokens for what a browser came back with. */
    finish: (search, { verifier, state, nonce }) =>
      ask(async (found) =>
        granted(
          await oidc.authorizationCodeGrant(found, new URL(`${redirect}${search}`), {
            pkceCodeVerifier: verifier,
            expectedState: state,
            expectedNonce: nonce,
            idTokenExpected: true,
          }),
        ),
      ),

    renew: (refresh) =>
      ask(async (found) => {
        const tokens = granted(await oidc.refreshTokenGrant(found, refresh));
        return { ...tokens, refresh: tokens.refresh ?? refresh };
      }),

    /** Ends it at the issuer, too, as far as that offers it: where the browser is to go for it. */
    end: (refresh) =>
      ask(async (found) => {
        const { revocation_endpoint: revokes, end_session_endpoint: ends } =
          found.serverMetadata();
        if (revokes && refresh) await oidc.tokenRevocation(found, refresh);
        if (!ends) return null;
        const back = { post_logout_redirect_uri: address, client_id: client };
        return oidc.buildEndSessionUrl(found, back).href;
      }),
  };
}

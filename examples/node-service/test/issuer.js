import { once } from 'node:events';
import { createServer } from 'node:http';

import { exportJWK, generateKeyPair } from 'jose';
import Provider from 'oidc-provider';

import { AUDIENCE } from './world.js';

export const CLIENT = 'portal';
const RESOURCE = 'urn:desk';

const keys = async () => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { keys: [{ ...(await exportJWK(privateKey)), kid: 'one', alg: 'RS256', use: 'sig' }] };
};

const settings = ({ address, people, refreshes, jwks }) => ({
  jwks,
  clients: [
    {
      client_id: CLIENT,
      application_type: 'native',
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: [`${address}/api/v1/sign-in/callback`],
      post_logout_redirect_uris: [`${address}/`],
    },
  ],
  cookies: { keys: ['of this test'] },
  findAccount: (context, id) => ({ accountId: id, claims: async () => ({ sub: id }) }),
  issueRefreshToken: () => refreshes,
  extraTokenClaims: (context, { accountId }) => ({ tenant: 'acme', ...people[accountId] }),
  features: {
    devInteractions: { enabled: true },
    revocation: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: '',
        audience: AUDIENCE,
        accessTokenTTL: 300,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
});

/**
 * An issuer of OpenID Connect on this machine, for a service at `address`: `people` are the claims
 * of those who can sign in, with any password.
 */
export async function openIssuer({ address, people, refreshes = true, port = 0 }) {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const jwks = await keys();
  const provider = new Provider(issuer, settings({ address, people, refreshes, jwks }));
  server.on('request', provider.callback());
  return {
    issuer,
    environment: {
      DESK_ISSUER: issuer,
      DESK_JWKS: `${issuer}/jwks`,
      DESK_CLIENT: CLIENT,
      DESK_ADDRESS: address,
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

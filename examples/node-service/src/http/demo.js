import { SignJWT, generateKeyPair } from 'jose';

import { refusal } from '../errors.js';
import { body, described } from './schemas.js';

export const DEMO_ISSUER = 'urn:incident-core:demo';
export const DEMO_AUDIENCE = 'incident-core';
const TENANT = 'demo';
const HOURS = 12;

/** A key that lives as long as the process, and people to sign in as. */
export async function openDemo({ now, identities }) {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA');

  async function tokenFor({ id, name, roles }) {
    const seconds = Math.floor(now() / 1_000);
    const token = await new SignJWT({ name, roles, tenant: TENANT })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setSubject(id)
      .setIssuer(DEMO_ISSUER)
      .setAudience(DEMO_AUDIENCE)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + HOURS * 3_600)
      .sign(privateKey);
    return { token, expiresAt: new Date((seconds + HOURS * 3_600) * 1_000).toISOString() };
  }

  return { keys: publicKey, tenant: TENANT, identities, tokenFor };
}

export function demoRoutes(app, { demo }) {
  app.get(
    '/demo/identities',
    {
      schema: described('demo', 'Who one may sign in as'),
    },
    async () => demo.identities,
  );

  app.post(
    '/demo/tokens',
    {
      schema: described('demo', 'Sign in as one of them', {
        body: body(['identity'], { identity: { type: 'string', maxLength: 128 } }),
      }),
    },
    async (request) => {
      const identity = demo.identities.find(({ id }) => id === request.body.identity);
      if (identity === undefined) {
        throw refusal('service.notFound', {
          path: '/identity',
          message: 'there is nobody of this name',
        });
      }
      return demo.tokenFor(identity);
    },
  );
}

import { createRemoteJWKSet, jwtVerify } from 'jose';

import { Refusal, refusal } from '../errors.js';
import { grantedBy } from '../roles.js';

/** Never `none`, and never a secret that the service would share with clients. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

const name = (value) =>
  typeof value === 'string' && /^[^\0]+$/.test(value) && Buffer.byteLength(value) <= 128;

/** What says something about the token, and not about whether the issuer's keys could be had. */
const OF_TOKEN = [
  'ERR_JWKS_NO_MATCHING_KEY',
  'ERR_JWKS_MULTIPLE_MATCHING_KEYS',
  'ERR_JWS_INVALID',
  'ERR_JOSE_NOT_SUPPORTED',
];

/** The keys of an issuer: by their address, fetched when one is not known, and then kept. */
export function remoteKeys(address) {
  const keyOf = createRemoteJWKSet(new URL(address), { timeoutDuration: 3_000 });
  return async (header, token) => {
    try {
      return await keyOf(header, token);
    } catch (error) {
      if (OF_TOKEN.includes(error.code)) throw error;
      throw Object.assign(refusal('service.unavailable'), { cause: error });
    }
  };
}

/** Tells who a request is from by its bearer token. */
export function openAuth({ keys, issuer, audience, roles: table, queryToken, now }) {
  function tokenOf(request) {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme.toLowerCase() === 'bearer' && token) return token;
    return queryToken ? request.query.access_token : undefined;
  }

  async function claimsOf(token) {
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp', 'tenant'],
        clockTolerance: 5,
        currentDate: new Date(now()),
      });
      return payload;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw refusal('service.unauthorized', { params: { reason: error.code ?? 'unreadable' } });
    }
  }

  return async function session(request) {
    const token = tokenOf(request);
    if (token === undefined)
      throw refusal('service.unauthorized', { params: { reason: 'missing' } });
    const { sub, tenant, name: label, roles = [] } = await claimsOf(token);
    // `*` is what the service itself works as.
    const readable = name(sub) && name(tenant) && tenant !== '*' && Array.isArray(roles);
    if (!readable) throw refusal('service.unauthorized', { params: { reason: 'claims' } });
    const granted = grantedBy(
      table,
      roles.filter((role) => typeof role === 'string'),
    );
    return {
      actor: { id: sub, roles: granted.actsAs },
      name: typeof label === 'string' ? label : sub,
      tenant,
      roles: granted.roles,
      permissions: granted.permissions,
    };
  };
}

/** Refuses a session that lacks a permission. */
export function needs(permission) {
  return async ({ session }) => {
    if (!session.permissions.has(permission)) {
      throw refusal('service.forbidden', { params: { permission } });
    }
  };
}

import { currentPolicy, listPolicies } from '../store/policies.js';
import { refusal } from '../errors.js';
import { needs } from './auth.js';
import { core, described } from './schemas.js';

const POLICY_BYTES = 8_388_608;

/** Who one is, and the policy that one works under. */
export function sessionRoutes(app, { store, policies, now }) {
  app.get(
    '/session',
    {
      schema: described('session', 'Who the token is from, and what they may do'),
    },
    async ({ session }) => {
      await store.within(session.tenant, (unit) => policies.current(unit, now()));
      return {
        actor: session.actor,
        name: session.name,
        tenant: session.tenant,
        roles: session.roles,
        permissions: [...session.permissions],
        serverNow: new Date(now()).toISOString(),
      };
    },
  );

  app.get(
    '/policy',
    {
      schema: described('policy', 'The policy that decides now'),
    },
    async ({ session, headers }, reply) => {
      const { digest, document, since } = await store.within(session.tenant, async (unit) => {
        await policies.current(unit, now());
        return currentPolicy(unit);
      });
      reply.header('etag', `"${digest}"`);
      if (headers['if-none-match'] === `"${digest}"`) return reply.code(304).send();
      return { policy: JSON.parse(document), digest, since: new Date(since).toISOString() };
    },
  );

  app.get(
    '/policy/history',
    {
      schema: described('policy', 'Every policy that ever decided, the newest first'),
    },
    async ({ session }) => {
      const rows = await store.within(session.tenant, listPolicies);
      return {
        policies: rows.map(({ number, digest, since, actor }) => ({
          number,
          digest,
          since: new Date(since).toISOString(),
          actor,
        })),
      };
    },
  );

  app.put(
    '/policy',
    {
      bodyLimit: POLICY_BYTES,
      preHandler: needs('policy'),
      schema: described('policy', 'Let another policy decide', { body: core('policy') }),
    },
    async ({ session, headers, body }, reply) => {
      if (headers['if-match'] === undefined) {
        throw refusal('service.ifMatchMissing', {
          help: 'send the digest of the policy you changed',
        });
      }
      const at = now();
      const { digest, warnings } = await store.within(session.tenant, (unit) =>
        policies.change(unit, {
          document: body,
          seen: headers['if-match'].replaceAll('"', ''),
          actor: session.actor.id,
          now: at,
        }),
      );
      reply.header('etag', `"${digest}"`);
      return { policy: body, digest, warnings, since: new Date(at).toISOString() };
    },
  );
}

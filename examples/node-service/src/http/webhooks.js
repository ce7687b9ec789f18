import { randomBytes, randomUUID } from 'node:crypto';

import { refusal } from '../errors.js';
import { addWebhook, listWebhooks, removeWebhook } from '../store/webhooks.js';
import { needs } from './auth.js';
import { body, described, ticketId } from './schemas.js';

export function webhookRoutes(app, { store, settings, now }) {
  const preHandler = needs('webhooks');

  app.get(
    '/webhooks',
    {
      preHandler,
      schema: described('webhooks', 'Who is told of events, and what still waits'),
    },
    async ({ session }) => ({ webhooks: await store.within(session.tenant, listWebhooks) }),
  );

  app.post(
    '/webhooks',
    {
      preHandler,
      schema: described('webhooks', 'Tell an address of every event; the secret is shown once', {
        body: body(['url'], { url: { type: 'string', maxLength: 2_048 } }),
        success: { 201: {} },
      }),
    },
    async ({ session, body: { url } }, reply) => {
      const protocols = settings.webhooksInside ? ['https:', 'http:'] : ['https:'];
      const readable = URL.canParse(url) && protocols.includes(new URL(url).protocol);
      if (!readable) {
        throw refusal('service.malformed', {
          path: '/url',
          message: 'it is no address of https',
          help: 'give a whole address: https://…',
        });
      }
      const webhook = {
        id: randomUUID(),
        url,
        secret: `whsec_${randomBytes(32).toString('base64')}`,
        created_at: now(),
      };
      await store.within(session.tenant, (unit) => addWebhook(unit, webhook));
      reply.code(201).header('location', `/api/v1/webhooks/${webhook.id}`);
      return {
        id: webhook.id,
        url,
        secret: webhook.secret,
        createdAt: new Date(webhook.created_at).toISOString(),
      };
    },
  );

  app.delete(
    '/webhooks/:id',
    {
      preHandler,
      schema: described('webhooks', 'Tell an address no more', {
        params: ticketId,
        success: { 204: {} },
      }),
    },
    async ({ session, params: { id } }, reply) => {
      const removed = await store.within(session.tenant, (unit) => removeWebhook(unit, id));
      if (!removed) throw refusal('service.notFound');
      return reply.code(204).send();
    },
  );
}

import limit from '@fastify/rate-limit';
import fastify from 'fastify';

import { finding, refusal } from '../errors.js';
import { answerFailures, answerUnread } from './answers.js';
import { auditRoutes } from './audit.js';
import { readBodies } from './bodies.js';
import { commandRoutes } from './commands.js';
import { demoRoutes } from './demo.js';
import { eventRoutes } from './events.js';
import { healthRoutes } from './health.js';
import { intakeRoutes } from './intake.js';
import { describe } from './openapi.js';
import { secureHeaders, servePortal } from './portal.js';
import { queueRoutes } from './queue.js';
import { reportRoutes } from './reports.js';
import { sessionRoutes } from './session.js';
import { signInRoutes } from './sign-in.js';
import { ticketRoutes } from './tickets.js';
import { validatorCompiler } from './validation.js';
import { webhookRoutes } from './webhooks.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

function create({ settings, log }) {
  return fastify({
    loggerInstance: log,
    bodyLimit: settings.bodyBytes,
    requestTimeout: settings.requestMs,
    connectionTimeout: 0,
    keepAliveTimeout: 30_000,
    forceCloseConnections: 'idle',
    http: {
      // If the headers had longer than the request, Node would swap the two.
      headersTimeout: Math.min(settings.requestMs, 60_000),
      requestTimeout: settings.requestMs,
      connectionsCheckingInterval: Math.min(settings.requestMs, 5_000),
    },
    routerOptions: { maxParamLength: 400 },
    genReqId: () => crypto.randomUUID(),
    clientErrorHandler: answerUnread,
  });
}

/** What another method at a known address is answered with. */
function refuseOtherMethods(app) {
  const known = new Map();
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return;
    if (!known.has(url)) known.set(url, new Set());
    for (const one of [method].flat()) known.get(url).add(one);
  });
  return () => {
    for (const [url, methods] of [...known]) {
      const others = METHODS.filter((method) => !methods.has(method));
      const allow = [...methods].join(', ');
      app.route({
        method: others,
        url,
        schema: { hide: true },
        handler: async (request, reply) => {
          reply.header('allow', allow);
          throw refusal('service.methodUnknown');
        },
      });
    }
  };
}

/** The routes that ask who it is, all under one address. */
async function api(app, parts) {
  const { auth, settings } = parts;
  app.decorateRequest('session', null);
  app.addHook('onRequest', async (request) => {
    request.session = await auth(request);
  });
  await app.register(limit, {
    hook: 'preParsing',
    max: settings.ratePerMinute,
    timeWindow: 60_000,
    keyGenerator: ({ session }) => JSON.stringify([session.tenant, session.actor.id]),
    errorResponseBuilder: (request, { after }) =>
      Object.assign(
        refusal('service.rateLimited', {
          params: { after },
        }),
        { statusCode: 429 },
      ),
  });
  sessionRoutes(app, parts);
  ticketRoutes(app, parts);
  commandRoutes(app, parts);
  queueRoutes(app, parts);
  eventRoutes(app, parts);
  await intakeRoutes(app, parts);
  reportRoutes(app, parts);
  webhookRoutes(app, parts);
  auditRoutes(app, parts);
}

/** The whole of HTTP over what the service can do. */
export async function openApp(parts) {
  const { settings, measures, demo, log } = parts;
  const app = create({ settings, log });
  app.setValidatorCompiler(validatorCompiler());
  app.setSerializerCompiler(() => JSON.stringify);
  readBodies(app);
  answerFailures(app);
  secureHeaders(app);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    measures.requests.observe(
      { route, method: request.method, status: reply.statusCode },
      reply.elapsedTime / 1_000,
    );
  });
  const finish = refuseOtherMethods(app);
  await describe(app);
  healthRoutes(app, parts);
  if (demo !== undefined)
    await app.register(async (open) => demoRoutes(open, parts), { prefix: '/api/v1' });
  else if (settings.client !== '')
    await app.register(async (open) => signInRoutes(open, parts), { prefix: '/api/v1' });
  await app.register((one) => api(one, parts), { prefix: '/api/v1' });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ ok: false, errors: [finding('service.notFound')] }),
  );
  if (settings.portal !== '') await servePortal(app, { folder: settings.portal });
  finish();
  await app.ready();
  return app;
}

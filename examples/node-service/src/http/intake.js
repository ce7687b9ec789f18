import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { refusal } from '../errors.js';
import { readImport } from '../store/imports.js';
import { needs } from './auth.js';
import { NULL } from './bodies.js';
import { described, query, ticketId, word } from './schemas.js';

const ALERT_BYTES = 1_048_576;

/** A body that is read by what it is, and not by what it is called. */
const asSent = (...types) => ({
  content: Object.fromEntries(types.map((type) => [type, { schema: {} }])),
});

/** What comes from other systems as they write it: alerts, and exports. */
export async function intakeRoutes(app, { store, alerts, imports, settings, now }) {
  await app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', { parseAs: 'string' }, (request, text, done) => done(null, text));
    raw.post(
      '/alerts/:source',
      {
        bodyLimit: ALERT_BYTES,
        preHandler: needs('alerts'),
        schema: described('alerts', 'Take in a body of a monitoring system as it sent it', {
          params: {
            type: 'object',
            required: ['source'],
            additionalProperties: false,
            properties: { source: word },
          },
          body: asSent('application/json'),
        }),
      },
      async ({ session, params: { source }, body }) => {
        if (typeof body !== 'string' || body === '') {
          throw refusal('service.malformed', { message: 'the body is empty' });
        }
        if (NULL.test(body)) {
          throw refusal('service.malformed', { message: 'the body holds a null character' });
        }
        return alerts.push(store, session.tenant, { source, body, now: now() });
      },
    );
  });

  await app.register(async (raw) => {
    raw.removeAllContentTypeParsers();
    raw.addContentTypeParser('*', (request, payload, done) => done(null, payload));
    raw.post(
      '/imports',
      {
        bodyLimit: settings.importBytes,
        preHandler: needs('imports'),
        schema: described('imports', 'Take over a ServiceNow audit log: CSV, plain or gzip', {
          querystring: query({
            zone: { type: 'string', minLength: 1, maxLength: 64, default: 'Etc/UTC' },
          }),
          body: asSent('text/csv', 'application/gzip'),
          success: { 202: {} },
        }),
      },
      async ({ session, query: { zone }, body }, reply) => {
        if (body === undefined || body === null) {
          throw refusal('service.malformed', { message: 'the body is empty' });
        }
        const folder = await mkdtemp(join(tmpdir(), 'import-'));
        const done = () => rm(folder, { recursive: true, force: true });
        try {
          const file = join(folder, 'export');
          await pipeline(body, bounded(settings.importBytes), createWriteStream(file));
          const id = randomUUID();
          await imports.begin(session.tenant, { id, file, zone, done });
          reply.code(202).header('location', `/api/v1/imports/${id}`);
          return { id };
        } catch (error) {
          await done();
          throw error;
        }
      },
    );
  });

  app.get(
    '/imports/:id',
    {
      preHandler: needs('imports'),
      schema: described('imports', 'How far an import is', { params: ticketId }),
    },
    async ({ session, params: { id } }) => {
      const found = await store.within(session.tenant, (unit) => readImport(unit, id));
      if (found === undefined) throw refusal('service.notFound');
      return found;
    },
  );
}

function bounded(most) {
  let seen = 0;
  return new Transform({
    transform(chunk, encoding, done) {
      seen += chunk.length;
      if (seen > most) done(refusal('service.tooLarge'));
      else done(null, chunk);
    },
  });
}

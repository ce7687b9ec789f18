import { once } from 'node:events';

import { refusal } from '../errors.js';
import { feed, lastSeq } from '../store/events.js';
import { visibleEvents } from '../tickets/allowed.js';
import { described, limit, query } from './schemas.js';

const seq = { type: 'integer', minimum: 0, maximum: 9e15 };

/** What a session may see of a page of the feed. */
function visibleRows(session, rows) {
  return rows.filter(
    ({ requester, event }) =>
      (session.permissions.has('desk') || requester === session.actor.id) &&
      visibleEvents(session, [event]).length > 0,
  );
}

/** A place in the feed from a header, as strict as one from a query. */
function placeIn(header) {
  if (header === undefined) return undefined;
  if (/^\d{1,15}$/.test(header)) return Number(header);
  throw refusal('service.malformed', {
    path: '/headers/last-event-id',
    message: 'Last-Event-ID is not a whole number',
  });
}

export function eventRoutes(app, { store, feed: followed, settings, streams }) {
  app.get(
    '/events',
    {
      schema: described('events', 'What happened after a number', {
        querystring: query({ after: { ...seq, default: 0 }, limit: limit(1_000, 100) }),
      }),
    },
    async ({ session, query: { after, limit: most } }) => {
      const rows = await store.within(session.tenant, (unit) => feed(unit, after, most));
      return {
        events: visibleRows(session, rows).map(({ seq: number, ticket, event }) => ({
          seq: number,
          ticket,
          event,
        })),
        next: rows.at(-1)?.seq ?? after,
      };
    },
  );

  app.get(
    '/stream',
    {
      schema: described('events', 'The same as it happens: server-sent events', {
        querystring: query({ after: seq, access_token: { type: 'string', maxLength: 8_192 } }),
      }),
    },
    async (request, reply) => {
      const {
        session,
        query: { after },
      } = request;
      const from =
        placeIn(request.headers['last-event-id']) ??
        after ??
        (await store.within(session.tenant, lastSeq));
      reply.hijack();
      const { raw } = reply;
      raw.writeHead(200, {
        ...reply.getHeaders(),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      });
      streams.add(raw);
      raw.once('close', () => streams.delete(raw));
      await follow(raw, { session, from, followed, settings, log: request.log });
    },
  );
}

/** Writes until the client goes, or does not take what it is sent. */
async function follow(raw, { session, from, followed, settings, log }) {
  let after = from;
  const write = (text) => sent(raw, text, settings.slowClientMs);
  try {
    await write(`retry: 1000\n: from ${after}\n\n`);
    while (!raw.destroyed && !raw.writableEnded) {
      // Before reading: what is stored while it reads must wake it.
      const { woken, forget } = followed.next(session.tenant, settings.heartbeatMs);
      const rows = await followed.read(session.tenant, after);
      const text = visibleRows(session, rows)
        .map(({ seq: number, ticket, event }) => {
          const data = { seq: number, ticket, version: event.version, event };
          return `id: ${number}\nevent: ticket\ndata: ${JSON.stringify(data)}\n\n`;
        })
        .join('');
      if (text !== '') await write(text);
      if (rows.length > 0) {
        forget();
        after = rows.at(-1).seq;
        continue;
      }
      await woken;
      if (!raw.destroyed && !raw.writableEnded) await write(`: ${after}\n\n`);
    }
  } catch (error) {
    log.info({ error: error.message }, 'a stream was cut');
    raw.destroy();
  }
}

/** Waits until the client has taken it, but not for ever. */
async function sent(raw, text, milliseconds) {
  if (raw.destroyed || raw.write(text)) return;
  const over = new AbortController();
  const { signal } = over;
  const slow = setTimeout(() => over.abort(), milliseconds);
  try {
    await Promise.race([once(raw, 'drain', { signal }), once(raw, 'close', { signal })]);
  } finally {
    clearTimeout(slow);
    over.abort();
  }
}

import { accepted } from '../errors.js';
import { needs } from './auth.js';
import { described, limit, query, word } from './schemas.js';

const CLASSES = ['breached', 'atRisk', 'running', 'paused', 'untimed', 'resolved'];

export function queueRoutes(app, { desks, now }) {
  app.get(
    '/queue',
    {
      preHandler: needs('desk'),
      schema: described('queue', 'The open tickets of the tenant, the most urgent first', {
        querystring: query({
          limit: limit(10_000, 100),
          offset: { type: 'integer', minimum: 0, maximum: 1e9, default: 0 },
          class: { type: 'string', enum: CLASSES },
          group: word,
          assignee: word,
          priority: word,
          reasons: { type: 'string', enum: ['0', '1'], default: '0' },
        }),
      }),
    },
    async ({ session, query: { limit: most, offset, reasons, ...filter } }) => {
      const at = now();
      return desks.ask(session.tenant, at, (desk) => {
        const next = desk.nextChangeAt(at);
        return {
          rows: accepted(
            desk.queue({ now: at, limit: most, offset, filter, reasons: reasons === '1' }),
          ),
          counts: accepted(desk.counts(at)),
          nextChangeAt: next === undefined ? null : new Date(next).toISOString(),
          serverNow: new Date(at).toISOString(),
        };
      });
    },
  );
}

import { refusal } from '../errors.js';
import { listReports, readReport } from '../store/reports.js';
import { needs } from './auth.js';
import { described, query } from './schemas.js';

const TYPES = {
  json: 'application/json; charset=utf-8',
  markdown: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
};

export function reportRoutes(app, { store }) {
  const preHandler = needs('reports');

  app.get(
    '/reports',
    {
      preHandler,
      schema: described('reports', 'The months of which a report is kept'),
    },
    async ({ session }) => {
      const rows = await store.within(session.tenant, listReports);
      return {
        reports: rows.map(({ month, policy, made_at: madeAt, tickets }) => ({
          month,
          policy,
          madeAt: new Date(madeAt).toISOString(),
          tickets,
        })),
      };
    },
  );

  app.get(
    '/reports/:month',
    {
      preHandler,
      schema: described('reports', 'The report of a month', {
        params: {
          type: 'object',
          required: ['month'],
          additionalProperties: false,
          properties: { month: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}$' } },
        },
        types: Object.values(TYPES).map((type) => type.split(';')[0]),
        querystring: query({
          format: { type: 'string', enum: Object.keys(TYPES), default: 'json' },
        }),
      }),
    },
    async ({ session, params: { month }, query: { format } }, reply) => {
      const text = await store.within(session.tenant, (unit) => readReport(unit, month, format));
      if (text === undefined) throw refusal('service.notFound');
      // The page of a report has its styles inside, and nothing else.
      reply.header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
      );
      return reply.type(TYPES[format]).send(text);
    },
  );
}

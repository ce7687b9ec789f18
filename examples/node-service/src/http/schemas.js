/** What the service itself defines. `x-core` names a schema of the package that stands there. */
const id = { type: 'string', minLength: 1, maxLength: 128, pattern: '^[^\\u0000]*$' };

/** A word in a query. */
export const word = id;

export const core = (name) => ({ type: 'object', 'x-core': name });

export const ticketId = {
  type: 'object',
  required: ['id'],
  additionalProperties: false,
  properties: { id },
};

export const key = id;

export const query = (properties) => ({
  type: 'object',
  additionalProperties: false,
  properties,
});

export const limit = (most, standard) => ({
  type: 'integer',
  minimum: 1,
  maximum: most,
  default: standard,
});

export const body = (required, properties) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
});

export const instant = { anyOf: [{ type: 'string', maxLength: 64 }, { type: 'integer' }] };

const serverNow = { type: 'string', format: 'date-time' };
const list = (items) => ({ type: 'array', items });

/** What answers look like. */
export const answers = {
  ticket: {
    type: 'object',
    required: ['ticket', 'serverNow'],
    properties: { ticket: core('ticket'), serverNow },
  },
  decided: {
    type: 'object',
    required: ['ticket', 'events', 'serverNow'],
    properties: { ticket: core('ticket'), events: list(core('event')), serverNow },
  },
  tickets: {
    type: 'object',
    required: ['tickets', 'next', 'serverNow'],
    properties: { tickets: list(core('ticket')), next: { type: ['string', 'null'] }, serverNow },
  },
  refused: {
    type: 'object',
    required: ['ok', 'errors'],
    properties: {
      ok: { const: false },
      errors: list({
        type: 'object',
        required: ['code', 'path', 'message'],
        properties: {
          code: { type: 'string' },
          path: { type: 'string' },
          message: { type: 'string' },
          help: { type: 'string' },
          severity: { type: 'string' },
          params: { type: 'object' },
        },
      }),
    },
  },
  any: {},
};

const FAILURES = [400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 422, 428, 429, 503];

/** The schema of a route for OpenAPI: what it is, what it answers (`types`), how it refuses. */
export function described(
  tag,
  summary,
  { success = { 200: answers.any }, types = ['application/json'], ...parts } = {},
) {
  const response = {};
  for (const [status, schema] of Object.entries(success)) {
    const content = Object.fromEntries(types.map((type) => [type, { schema }]));
    response[status] = { description: 'done', content };
  }
  for (const status of FAILURES) {
    const content = { 'application/json': { schema: answers.refused } };
    response[status] = { description: 'refused, with every reason', content };
  }
  return { tags: [tag], summary, ...parts, response };
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import swagger from '@fastify/swagger';

const NAMES = ['command', 'event', 'policy', 'ticket'];
const require = createRequire(import.meta.url);

/** The schemas of the package as components: what they define inside stands beside them. */
function coreSchemas() {
  const schemas = {};
  const hoisted = (value) =>
    JSON.parse(
      JSON.stringify(value, (member, inner) =>
        member === '$ref' ? inner.replace('#/$defs/', '#/components/schemas/') : inner,
      ),
    );
  for (const name of NAMES) {
    const file = require.resolve(`incident-core/schema/${name}.json`);
    const { $schema: _, $id: __, $defs = {}, ...schema } = JSON.parse(readFileSync(file, 'utf8'));
    schemas[name] = hoisted(schema);
    for (const [inner, definition] of Object.entries($defs)) schemas[inner] = hoisted(definition);
  }
  const open = structuredClone(schemas.command.oneOf.find(isOpen));
  // The service numbers what comes without an identifier, and the address says what it does.
  open.required = ['kind'];
  schemas.open = open;
  return schemas;
}

const isOpen = ({ properties }) => properties.type.const === 'open';

function withReferences(value) {
  if (Array.isArray(value)) return value.map(withReferences);
  if (value === null || typeof value !== 'object') return value;
  if (typeof value['x-core'] === 'string')
    return { $ref: `#/components/schemas/${value['x-core']}` };
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, withReferences(inner)]),
  );
}

/** Describes every route as OpenAPI 3.1. */
export async function describe(app) {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'incident-core service', version: '1' },
      components: {
        securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      },
      security: [{ bearer: [] }],
    },
    transformObject: ({ openapiObject }) => {
      const { components, ...document } = withReferences(openapiObject);
      return { ...document, components: { ...components, schemas: coreSchemas() } };
    },
  });
}

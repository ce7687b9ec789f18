import Ajv2020 from 'ajv/dist/2020.js';

import { Refusal, finding } from '../errors.js';

const OPTIONS = { allErrors: true, strict: true, removeAdditional: false, useDefaults: true };

/**
 * Checks what the service itself defines: paths, queries, headers, and the outside of bodies. What
 * is marked `x-core` inside a body is the package's: it checks that itself, strictly, and says what
 * is wrong better than a schema could.
 */
export function validatorCompiler() {
  const bodies = withKeyword(new Ajv2020(OPTIONS));
  // Paths, queries and headers are text: numbers and flags are read out of it.
  const texts = withKeyword(new Ajv2020({ ...OPTIONS, coerceTypes: true }));
  return ({ schema, httpPart }) => {
    const validate = (httpPart === 'body' ? bodies : texts).compile(schema);
    return (value) => {
      if (validate(value)) return { value };
      return { error: new Refusal(400, findings(validate, httpPart)) };
    };
  };
}

function withKeyword(ajv) {
  ajv.addKeyword('x-core');
  ajv.addKeyword('example');
  return ajv;
}

function findings({ errors }, part) {
  const place = part === 'body' ? '' : `/${{ querystring: 'query', params: 'path' }[part] ?? part}`;
  return errors.slice(0, 20).map(({ instancePath, message, params }) =>
    finding('service.malformed', {
      path: `${place}${instancePath}`,
      message:
        params.additionalProperty === undefined
          ? message
          : `unknown member \`${params.additionalProperty}\``,
    }),
  );
}

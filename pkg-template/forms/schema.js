import { segments } from './pointer.js';

/** Where the value stands in the request: a finding elsewhere is about all of it. */
function issue({ code, path, message, help, params }, place, value) {
  const inside = path === place || path.startsWith(`${place}/`);
  return {
    message,
    path: inside ? segments(path.slice(place.length), value) : [],
    code,
    help,
    params,
  };
}

/** What was thrown, if it says where: a value that no JSON can say. */
function refusal(fault) {
  if (typeof fault?.code !== 'string' || typeof fault.path !== 'string') throw fault;
  const { code, path, message } = fault;
  return { ok: false, errors: [{ code, path, message, params: {} }] };
}

function answered(ask, value) {
  try {
    return ask(value);
  } catch (fault) {
    return refusal(fault);
  }
}

/**
 * A Standard Schema (version 1) whose validation is a request to the core, in which the value
 * stands at `place`.
 */
export function schema(place, ask) {
  return {
    '~standard': {
      version: 1,
      vendor: 'incident-core',
      validate(value) {
        const answer = answered(ask, value);
        if (answer.ok) return { value };
        return { issues: answer.errors.map((error) => issue(error, place, value)) };
      },
    },
  };
}

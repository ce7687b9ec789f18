/** The service's own refusals: what HTTP calls them, and what they say. */
const TEXTS = {
  'service.malformed': [400, 'the request cannot be read', 'send what /openapi.json describes'],
  'service.unauthorized': [401, 'no valid token came with the request', 'sign in again'],
  'service.forbidden': [403, 'your roles do not permit this', 'ask somebody whose roles do'],
  'service.notFound': [404, 'there is nothing here under this address', 'check the address'],
  'service.methodUnknown': [405, 'this address does not answer this method', 'see /openapi.json'],
  'service.tooSlow': [408, 'the request did not arrive in time', 'send it again'],
  'service.versionConflict': [
    409,
    'the ticket changed meanwhile',
    'look at the events since then, then decide again',
  ],
  'service.digestConflict': [
    412,
    'the policy changed meanwhile',
    'read the policy again, then change that one',
  ],
  'service.tooLarge': [413, 'the body is larger than it may be', 'send less at once'],
  'service.mediaType': [415, 'this kind of body is not read here', 'send application/json'],
  'service.idempotencyMismatch': [
    422,
    'this Idempotency-Key was used for another request',
    'use a new key for a new command',
  ],
  'service.ifMatchMissing': [428, 'If-Match is missing', 'send the version you saw: If-Match: "3"'],
  'service.rateLimited': [429, 'too many requests', 'wait as long as Retry-After says'],
  'service.failed': [500, 'the service failed', 'send it again; the log has the cause'],
  'service.unavailable': [
    503,
    'the service cannot answer now; nothing of the request was done',
    'send it again later',
  ],
};

/** A finding in the form that the package's own have. */
export function finding(code, { path = '', message, help, params = {} } = {}) {
  const [, text, hint] = TEXTS[code];
  return {
    code,
    severity: 'error',
    path,
    message: message ?? text,
    help: help ?? hint,
    params,
  };
}

/** A refusal on its way to the client: findings, and what goes beside them. */
export class Refusal extends Error {
  constructor(status, errors, beside = {}) {
    super(errors.map(({ code, message }) => `${code}: ${message}`).join('; '));
    this.status = status;
    this.errors = errors;
    this.beside = beside;
  }
}

/** A refusal of the service itself. */
export function refusal(code, details, beside) {
  return new Refusal(TEXTS[code][0], [finding(code, details)], beside);
}

/** The value of an answer of the package, or its findings as a refusal. */
export function accepted(answer, status = 422) {
  if (answer.ok) return answer.value;
  throw new Refusal(status, answer.errors);
}

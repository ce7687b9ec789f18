import { Refusal, finding } from '../errors.js';

/** Fastify's and Node's own errors by what they are called here. */
const CODES = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'service.tooLarge',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'service.mediaType',
  FST_ERR_NOT_FOUND: 'service.notFound',
};
const STATUSES = {
  404: 'service.notFound',
  408: 'service.tooSlow',
  413: 'service.tooLarge',
  415: 'service.mediaType',
};

/** Every failure in the one form: a status, and all findings at once. */
export function answerFailures(app) {
  app.setErrorHandler((error, request, reply) => {
    const { status, errors, beside = {} } = refusalOf(error);
    if (status >= 500) request.log.error({ err: error.cause ?? error }, errors[0].message);
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (status === 503) reply.header('retry-after', '1');
    return reply.code(status).send({ ok: false, errors, ...beside });
  });
}

function refusalOf(error) {
  if (error instanceof Refusal) return error;
  const code = CODES[error.code] ?? STATUSES[error.statusCode];
  if (code !== undefined) return refused(error.statusCode, code);
  if (error.statusCode >= 400 && error.statusCode < 500) {
    return refused(400, 'service.malformed', { message: error.message });
  }
  return refused(500, 'service.failed');
}

function refused(status, code, details) {
  return { status, errors: [finding(code, details)] };
}

/** What cannot be read as HTTP, or does not arrive, is answered on the bare connection. */
export function answerUnread(error, socket) {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const errors = [finding(late ? 'service.tooSlow' : 'service.malformed')];
  const body = JSON.stringify({ ok: false, errors });
  const status = late ? '408 Request Timeout' : '400 Bad Request';
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\nconnection: close\r\n` +
        `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }
  socket.destroy(error);
}

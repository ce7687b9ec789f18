// A worker that decides: POST /decide with a ticket (or null), a command, and who gives it.
import { call, openEngine } from 'incident-core';

const engine = openEngine(call({ op: 'preset', name: 'itil' }).value).value;

const json = (status, value) => Response.json(value, { status });

async function decide(request) {
  let asked;
  try {
    asked = await request.json();
  } catch (fault) {
    const error = { code: 'worker.notJson', path: '', message: fault.message };
    return json(400, { ok: false, errors: [error] });
  }
  const { ticket = null, command, actor } = Object(asked);
  const context = { now: Date.now(), actor };
  const answer = engine.call({ op: 'decide', ticket, command, context });
  return json(answer.ok ? 200 : 422, answer);
}

export default {
  fetch(request) {
    const { pathname } = new URL(request.url);
    if (pathname !== '/decide')
      return json(404, {
        ok: false,
        errors: [{ code: 'worker.notFound', path: '', message: pathname }],
      });
    if (request.method !== 'POST')
      return new Response(null, { status: 405, headers: { allow: 'POST' } });
    return decide(request);
  },
};

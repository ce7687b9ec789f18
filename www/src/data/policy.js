// Puts another policy in the place of the one that decides; what is recorded stays.
import { decideUnder } from '../core/core.js';
import { work } from '../worker/ask.js';
import { json, request } from './http.js';
import { mode } from './session.js';
import { changed } from './tickets.js';

/** `{ok: true}`, or `{ok: false, errors}`; `digest` is of the policy that was changed. */
export async function replacePolicy(document, digest) {
  if (mode.peek() === 'service') {
    const refused = await put(document, digest);
    if (refused) return refused;
  }
  const opened = decideUnder(document);
  if (!opened.ok) return opened;
  await work('tickets', 'setPolicy', { policy: document });
  changed();
  return { ok: true };
}

async function put(document, digest) {
  const headers = { 'if-match': `"${digest}"` };
  const response = await request('policy', { method: 'PUT', body: document, headers });
  if (response.ok) return null;
  const body = await json(response);
  if (!body?.errors) throw new Error(`the service answers ${response.status}`);
  return { ok: false, errors: body.errors };
}

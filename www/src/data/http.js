// Requests to the service at the page's address, with the visitor's token.

const API = new URL('api/v1/', document.baseURI);

/** The service cannot be reached now: what was asked may be asked again. */
export class Away extends Error {}

/** As whom requests go out: a request that was begun as somebody ends as the same one. */
let visitor = {};

/** `getToken` gives a fresh token when there is none, or the service takes it no longer. */
export function authorize(getToken) {
  visitor = { getToken };
}

/** Who needs one while it is being fetched waits for the same. */
async function fetchToken(who) {
  who.coming ??= who.getToken().finally(() => {
    who.coming = undefined;
  });
  who.token = await who.coming;
}

/** A request as `fetch` takes it; a status of 401 is tried once more with a fresh token. */
export async function request(path, { method = 'GET', body, headers = {}, signal } = {}) {
  const who = visitor;
  const send = () => reach(path, {
    method,
    signal,
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(who.token && { authorization: `Bearer ${who.token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!who.token && who.getToken) await fetchToken(who);
  const response = await send();
  if (response.status !== 401 || !who.getToken) return response;
  await fetchToken(who);
  return send();
}

/** A request without a token. */
export async function reach(path, options) {
  let response;
  try {
    response = await fetch(new URL(path, API), options);
  } catch (cause) {
    if (cause.name === 'AbortError') throw cause;
    throw new Away('the service cannot be reached', { cause });
  }
  if (response.status === 502 || response.status === 503 || response.status === 504) {
    throw new Away(`the service is not available (${response.status})`);
  }
  return response;
}

/** The JSON of an answer, or `undefined` if it is not a service's of ours. */
export async function json(response) {
  try {
    return JSON.parse(await response.text());
  } catch {
    return undefined;
  }
}

/** What the worker needs to ask by itself. */
export const credentials = () => ({ api: API.href, token: visitor.token });

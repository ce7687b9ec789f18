// The module worker: each topic, and the module of the package that it needs, loads when asked for.
import { init } from 'incident-core/slim';
import wasm from 'incident-core/core.wasm?url';

import * as repository from './repository.js';
import { spent } from './spent.js';

const TOPICS = {
  tickets: () => import('./topics/tickets.js'),
  desk: () => import('./topics/desk.js'),
  similar: () => import('./topics/similar.js'),
  analysis: () => import('./topics/analysis.js'),
  problems: () => import('./topics/problems.js'),
  metrics: () => import('./topics/metrics.js'),
  policy: () => import('./topics/policy.js'),
  outcomes: () => import('./topics/outcomes.js'),
  security: () => import('./topics/security.js'),
};

const core = init(new URL(wasm, self.location.href));

self.addEventListener('message', async ({ data }) => {
  const { id, topic, method, request } = data;
  try {
    await core;
    const methods = await TOPICS[topic]();
    const value = await methods[method](request);
    self.postMessage({ id, ok: true, value, ...spent() });
  } catch (cause) {
    const error = { message: cause.message, code: cause.code, path: cause.path, topic, method };
    self.postMessage({ id, ok: false, error, ...spent() });
  }
});

repository.listen({ elsewhere: (news) => self.postMessage({ news }) });

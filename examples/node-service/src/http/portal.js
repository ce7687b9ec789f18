import files from '@fastify/static';

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The headers of every answer; routes that need others have set theirs before. */
export function secureHeaders(app) {
  app.addHook('onSend', async (request, reply) => {
    if (!reply.hasHeader('content-security-policy'))
      reply.header('content-security-policy', POLICY);
    reply.header('x-content-type-options', 'nosniff');
    reply.header('referrer-policy', 'no-referrer');
    reply.header('cross-origin-opener-policy', 'same-origin');
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) {
      reply.header('cache-control', 'no-store');
    }
  });
}

/** The portal's files: what has a digest in its name stays what it is. */
export async function servePortal(app, { folder }) {
  await app.register(files, {
    root: folder,
    wildcard: true,
    cacheControl: false,
    dotfiles: 'ignore',
    // What the portal's files say there, they say where there is no service.
    allowedPath: (path) => !path.startsWith('/api/'),
    schemaHide: true,
    setHeaders: (response, path) => {
      const named = /[.-][\w-]{8,}\.(js|css|wasm|svg|png|woff2)$/.test(path);
      const value = named ? 'public, max-age=31536000, immutable' : 'no-cache';
      (response.header ?? response.setHeader).call(response, 'cache-control', value);
    },
  });
}

import { outboxFigures } from '../store/outbox.js';

/** For those who run it. */
export function healthRoutes(app, { store, measures, streams, state }) {
  const hidden = { schema: { hide: true } };

  app.get('/healthz', hidden, async () => ({ ok: true }));

  app.get('/readyz', hidden, async (request, reply) => {
    if (state.stopping) return reply.code(503).send({ ok: false, reason: 'stopping' });
    try {
      await store.everywhere((unit) =>
        unit.trx.selectFrom('counter').select('name').limit(1).execute(),
      );
      return { ok: true };
    } catch {
      return reply.code(503).send({ ok: false, reason: 'database' });
    }
  });

  app.get('/metrics', hidden, async (request, reply) => {
    measures.streams.set(streams.size);
    try {
      const { waiting, dead } = await store.everywhere(outboxFigures);
      measures.outbox.set({ state: 'waiting' }, waiting);
      measures.outbox.set({ state: 'setAside' }, dead);
    } catch {
      // Without the database the rest is of all the more use.
      measures.outbox.reset();
    }
    return reply.type(measures.registry.contentType).send(await measures.registry.metrics());
  });

  app.get('/openapi.json', hidden, async () => app.swagger());
}

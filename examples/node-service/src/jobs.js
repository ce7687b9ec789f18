import { Logger, run, runMigrations } from 'graphile-worker';

const AGAIN_MS = 2_000;

/** Makes the tables of the job queue. */
export async function prepareJobs({ pool }, log) {
  await runMigrations({ pgPool: pool, logger: quiet(log) });
}

/**
 * Has one of the replicas do each job at its time, through the job queue in the database. A job
 * only says where to look: whether something is due, the ticket says. What a job misses, the sweep
 * finds.
 */
export function openJobs({ pool }, { tick, log }) {
  let runner;
  let stopped = false;
  const ended = (async () => {
    while (!stopped) {
      try {
        runner = await run({
          pgPool: pool,
          concurrency: 2,
          noHandleSignals: true,
          pollInterval: 1_000,
          logger: quiet(log),
          taskList: { tick: async ({ tenant, ticket }) => tick(tenant, ticket) },
        });
        if (stopped) await runner.stop();
        await runner.promise;
      } catch (error) {
        if (!stopped) log.warn({ error: error.message }, 'the job queue ended and begins again');
      }
      if (!stopped) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS).unref());
    }
  })();
  return async function stop() {
    stopped = true;
    await runner?.stop().catch(() => {});
    // Without the database it may take longer than anybody waits for.
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, AGAIN_MS))]);
  };
}

function quiet(log) {
  return new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log.warn({ level }, message);
    else log.debug(message);
  });
}

import { openSync } from 'node:fs';

import { pino } from 'pino';

import { openService } from './service.js';
import { readSettings } from './settings.js';

async function main() {
  const settings = readSettings(process.env);
  // What pino would open by itself fails where nobody catches it.
  const destination = settings.logFile === '' ? 1 : openSync(settings.logFile, 'a');
  const log = pino(
    {
      level: settings.logLevel,
      redact: ['req.headers.authorization'],
      serializers: {
        // A token may be in an address, where the settings allow it.
        req: ({ method, url }) => ({
          method,
          url: url.replace(/access_token=[^&]*/, 'access_token=…'),
        }),
      },
    },
    pino.destination(destination),
  );
  const service = await openService({ settings, log });
  const address = await service.app.listen({ host: settings.host, port: settings.port });

  let stopping = false;
  const stop = async (signal) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), settings.shutdownMs).unref();
    await service.close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // Whoever reads this may ask it to stop at once.
  console.error(`listening on ${address}`);
}

main().catch((error) => {
  console.error(`service: ${error.message}`);
  process.exitCode = 1;
});

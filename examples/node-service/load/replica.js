// One replica of the service under load: the real one, or with its rules stubbed out. It says where
// it listens.
import { importSPKI } from 'jose';
import { pino } from 'pino';

import { openRules } from '../src/rules.js';
import { openService } from '../src/service.js';
import { readSettings } from '../src/settings.js';
import { stubbedRules } from './stub.js';

const { settings: environment, key, stubbed } = JSON.parse(process.env.REPLICA);
const settings = readSettings(environment);
const rules = openRules();
const { app, close } = await openService({
  settings,
  log: pino({ level: process.env.TEST_LOG ?? 'silent' }),
  keys: await importSPKI(key, 'EdDSA'),
  rules: stubbed ? stubbedRules(rules) : rules,
});
const address = await app.listen({ host: '127.0.0.1', port: 0 });
const begun = process.cpuUsage();
process.once('SIGTERM', async () => {
  const { user, system } = process.cpuUsage(begun);
  console.log(JSON.stringify({ cpuSeconds: (user + system) / 1e6 }));
  await close();
  process.exit(0);
});
// Whoever reads this may ask it to stop at once.
console.log(JSON.stringify({ address }));

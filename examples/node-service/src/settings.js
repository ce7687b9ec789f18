import { readFileSync, statSync } from 'node:fs';

import { readAlerts } from './alerts.js';
import { ROLES, readRoles } from './roles.js';
import { checkPolicy, preset } from './rules.js';

const text = (value) => value;
const flag = (value) => {
  if (value === '1' || value === '0') return value === '1';
  throw new Error('is neither 1 nor 0');
};
const whole = (least, most) => (value) => {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= least && number <= most) return number;
  throw new Error(`is not a whole number from ${least} to ${most}`);
};
const address = (value) => {
  if (value === '' || URL.canParse(value)) return value;
  throw new Error('is not an address');
};
/** Where people reach the service, as the issuer has to know it. */
const site = (value) => {
  if (value === '') return value;
  const { protocol, href } = new URL(value);
  if (protocol === 'https:' || protocol === 'http:') return href;
  throw new Error('is not the address of a site');
};
const json = (read) => (file) => (file === '' ? undefined : read(file));

/** A preset by its name, or a document by its file. */
const policy = (name) => {
  const text = preset(name) ?? readFileSync(name, 'utf8');
  const checked = checkPolicy(JSON.parse(text));
  if (checked.ok) return text;
  throw new Error(checked.errors.map(({ path, message }) => `${path} ${message}`).join('; '));
};
const folder = (name) => {
  if (name !== '' && !statSync(name).isDirectory()) throw new Error('is not a folder');
  return name;
};
const level = (value) => {
  if (['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'].includes(value)) return value;
  throw new Error('is no log level');
};

/** Every setting: its name in the environment, its default, and how it is read. */
const SETTINGS = {
  host: ['HOST', '127.0.0.1', text],
  port: ['PORT', '8080', whole(0, 65_535)],
  databaseUrl: ['DATABASE_URL', '', address],
  databaseFile: ['DATABASE_FILE', 'incidents.db', text],
  demo: ['DEMO', '0', flag],
  portal: ['PORTAL', '', folder],
  logLevel: ['LOG_LEVEL', 'info', level],
  logFile: ['LOG_FILE', '', text],
  issuer: ['DESK_ISSUER', '', text],
  audience: ['DESK_AUDIENCE', '', text],
  jwks: ['DESK_JWKS', '', address],
  client: ['DESK_CLIENT', '', text],
  clientSecret: ['DESK_CLIENT_SECRET', '', text],
  scope: ['DESK_SCOPE', 'openid', text],
  address: ['DESK_ADDRESS', '', site],
  queryToken: ['DESK_QUERY_TOKEN', '0', flag],
  roles: ['DESK_ROLES', '', json(readRoles)],
  policy: ['DESK_POLICY', 'itil', policy],
  alerts: ['DESK_ALERTS', '', json(readAlerts)],
  ratePerMinute: ['DESK_RATE', '1200', whole(1, 1_000_000)],
  bodyBytes: ['DESK_BODY_BYTES', '1048576', whole(1_024, 8_388_608)],
  importBytes: ['DESK_IMPORT_BYTES', '1073741824', whole(1_024, 2 ** 40)],
  requestMs: ['DESK_REQUEST_MS', '30000', whole(100, 3_600_000)],
  slowClientMs: ['DESK_SLOW_CLIENT_MS', '10000', whole(100, 600_000)],
  heartbeatMs: ['DESK_HEARTBEAT_MS', '15000', whole(100, 600_000)],
  sweepMs: ['DESK_SWEEP_MS', '1000', whole(50, 600_000)],
  keyDays: ['DESK_KEY_DAYS', '7', whole(1, 365)],
  reportZone: ['DESK_REPORT_ZONE', 'Etc/UTC', text],
  webhooksInside: ['DESK_WEBHOOKS_INSIDE', '0', flag],
  connections: ['DESK_CONNECTIONS', '10', whole(2, 500)],
  shutdownMs: ['DESK_SHUTDOWN_MS', '10000', whole(100, 600_000)],
};

/** What does not go together where people sign in at the issuer. */
function wrongWithSignIn({ client, address, issuer }) {
  if (!client) return [];
  const wrong = [];
  if (!address) wrong.push('DESK_ADDRESS: is needed where DESK_CLIENT is set');
  const { protocol, hostname } = URL.canParse(issuer) ? new URL(issuer) : {};
  const here = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && here)) {
    wrong.push(`DESK_ISSUER=${issuer}: has to be an https address where DESK_CLIENT is set`);
  }
  return wrong;
}

/** The settings of an environment, or an error that names everything that is wrong with them. */
export function readSettings(environment) {
  const wrong = [];
  const settings = {};
  for (const [member, [name, standard, read]] of Object.entries(SETTINGS)) {
    const value = environment[name] ?? standard;
    try {
      settings[member] = read(value);
    } catch (error) {
      wrong.push(`${name}=${value}: ${error.message}`);
    }
  }
  const known = new Set(Object.values(SETTINGS).map(([name]) => name));
  for (const name of Object.keys(environment)) {
    if (name.startsWith('DESK_') && !known.has(name))
      wrong.push(`${name}: there is no such setting`);
  }
  if (!settings.demo) {
    for (const name of ['issuer', 'audience', 'jwks']) {
      if (settings[name] === '') wrong.push(`${SETTINGS[name][0]}: is needed where DEMO is not 1`);
    }
  }
  wrong.push(...wrongWithSignIn(settings));
  settings.roles ??= ROLES;
  if (wrong.length > 0) throw new Error(`settings are refused:\n${wrong.join('\n')}`);
  return settings;
}

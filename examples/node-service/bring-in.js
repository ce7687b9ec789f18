// Brings a ServiceNow export into a running demonstration: `node bring-in.js FILE [ADDRESS]`.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const WAITS_MS = 500;
const PATIENCE_MS = 120_000;

async function asked(url, options) {
  const response = await fetch(url, options);
  const answer = await response.json();
  if (response.ok) return answer;
  const told = answer.errors?.map(({ code, path, message }) => `${code} ${path} ${message}`);
  throw new Error(told?.join('\n') ?? `${url} answered ${response.status}`);
}

/** The service has a history to write before it listens. */
async function ready(address) {
  for (const begun = Date.now(); Date.now() - begun < PATIENCE_MS; await wait(WAITS_MS)) {
    if (await fetch(new URL('/readyz', address)).then(({ ok }) => ok, () => false)) return;
  }
  throw new Error(`nothing answers at ${address}`);
}

async function token(api) {
  const identities = await asked(`${api}/demo/identities`);
  const { id: identity } = identities.find(({ roles }) => roles.includes('serviceManager'));
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ identity });
  return (await asked(`${api}/demo/tokens`, { method: 'POST', headers, body })).token;
}

async function bringIn(file, address, zone) {
  const found = await stat(file);
  if (found.isDirectory()) throw new Error(`${file} is a folder, not a log`);
  await ready(address);
  const api = new URL('/api/v1', address).href;
  const authorization = `Bearer ${await token(api)}`;
  const { id } = await asked(`${api}/imports?zone=${encodeURIComponent(zone)}`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'text/csv', 'content-length': `${found.size}` },
    body: createReadStream(file),
    duplex: 'half',
  });
  for (;;) {
    const state = await asked(`${api}/imports/${id}`, { headers: { authorization } });
    const line = `${state.state}: ${state.rows} rows, ${state.tickets} tickets`;
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line}`);
    if (state.state !== 'running') return { ...state, line };
    await wait(WAITS_MS);
  }
}

const { values, positionals: [file, address = 'http://127.0.0.1:8080'] } = parseArgs({
  allowPositionals: true,
  options: { zone: { type: 'string', default: 'Etc/UTC' } },
});
try {
  if (file === undefined) throw new Error('node bring-in.js FILE [ADDRESS] [--zone ZONE]');
  const { state, line, findings } = await bringIn(file, address, values.zone);
  console.error(`${process.stderr.isTTY ? '\r' : ''}${line}`);
  for (const { code, path, message } of findings) console.error(`${code} ${path} ${message}`);
  if (state !== 'done') process.exitCode = 1;
} catch (error) {
  // What `fetch` says is that it failed; the cause says why.
  console.error(`bring-in: ${error.cause?.message ?? error.message}`);
  process.exitCode = 2;
}

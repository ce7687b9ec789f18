// The service of `examples/node-service` as somebody starts it: a process of its own, over SQLite.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { root } from '../portal/places.js';

/** Starts it with its demo people and the portal; `close` asks it to stop, as it then has to. */
export async function startedService() {
  const folder = await mkdtemp(join(tmpdir(), 'service-'));
  const child = spawn(process.execPath, ['src/main.js'], {
    cwd: join(root, 'examples/node-service'),
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      DEMO: '1',
      PORT: '0',
      PORTAL: join(root, 'www/dist'),
      DATABASE_URL: '',
      DATABASE_FILE: join(folder, 'incidents.db'),
      LOG_FILE: join(folder, 'service.log'),
    },
  });
  const ended = once(child, 'exit');
  const address = await listening(child);
  return {
    address,
    async close() {
      child.kill('SIGTERM');
      const [code] = await ended;
      await rm(folder, { recursive: true, force: true });
      assert.equal(code, 0, 'the service stops by itself');
    },
  };
}

/** Where it listens, as it says itself; what else it said, if it ends before that. */
export async function listening(child) {
  const said = [];
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /^listening on (\S+)/.exec(line)?.[1];
    if (address) {
      child.stderr.resume();
      return address;
    }
    said.push(line);
  }
  throw new Error(`the service did not start: ${said.join('\n')}`);
}

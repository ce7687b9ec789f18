import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';

import { POSTGRES, SKIP } from './world.js';

const run = promisify(execFile);
const LOAD = new URL('../load/main.js', import.meta.url).pathname;

describe('load', { skip: SKIP }, () => {
  test('of a thousand commands under kills none is lost, and none is done twice', async () => {
    const kind = POSTGRES ? ['--postgres', '--replicas', '3', '--kills', '3'] : ['--kills', '2'];
    const { stdout } = await run(process.execPath, [LOAD, '--commands', '1000', ...kind]);
    assert.match(stdout, /^acknowledged 1000 /);
    assert.match(stdout, /events 1000, lost 0, doubled 0, gaps 0, audit verifies/);
  });
});

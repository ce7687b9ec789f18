import { execFile } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { freePort } from './port.js';

const run = promisify(execFile);
const INSTALLED = '/usr/lib/postgresql';

/** The folder of PostgreSQL's programs; undefined if it is not installed. */
export async function postgresPrograms() {
  try {
    const versions = (await readdir(INSTALLED)).filter((name) => /^\d+$/.test(name));
    const newest = versions.sort((one, other) => Number(one) - Number(other)).at(-1);
    return newest && join(INSTALLED, newest, 'bin');
  } catch {
    return undefined;
  }
}

/**
 * A PostgreSQL of the test's own, in a temporary folder. It refuses to run as root: then it runs as
 * the user that its package has made. The service signs in as an ordinary role: a superuser would
 * see the rows of every tenant.
 */
export async function openCluster() {
  const programs = await postgresPrograms();
  const folder = await mkdtemp(join(tmpdir(), 'cluster-'));
  const data = join(folder, 'data');
  const port = await freePort();
  const root = process.getuid() === 0;
  if (root) {
    const { stdout } = await run('id', ['-u', 'postgres']);
    await chown(folder, Number(stdout), Number(stdout));
  }
  const as = (program, args) => {
    const words = [join(programs, program), ...args];
    const [first, ...others] = root ? ['runuser', '-u', 'postgres', '--', ...words] : words;
    return run(first, others, { cwd: folder });
  };
  const options = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1 -c max_connections=100`;
  const start = () =>
    as('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start']);
  const stop = (mode = 'immediate') => as('pg_ctl', ['-D', data, '-w', '-m', mode, 'stop']);
  const sql = (text) =>
    as('psql', [
      '-h',
      folder,
      '-p',
      `${port}`,
      '-U',
      'owner',
      '-d',
      'postgres',
      '-v',
      'ON_ERROR_STOP=1',
      '-c',
      text,
    ]);
  await as('initdb', [
    '-D',
    data,
    '-U',
    'owner',
    '-A',
    'trust',
    '--no-sync',
    '-E',
    'UTF8',
    '--locale=C',
  ]);
  await start();
  await sql('create role desk login');

  let databases = 0;
  return {
    start,
    stop,
    /** The address of a new, empty database. */
    async database() {
      databases += 1;
      const name = `desk${databases}`;
      await sql(`create database ${name} owner desk`);
      return `postgres://desk@127.0.0.1:${port}/${name}`;
    },
    async close() {
      await stop().catch(() => {});
      await rm(folder, { recursive: true, force: true });
    },
  };
}

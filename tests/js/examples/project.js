// An example as a project of its own: installed from its lock file, and run as its page says.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { root } from '../consumer.js';

export const folderOf = (name) => join(root, 'examples', name);

function environment(more = {}) {
  const { NODE_TEST_CONTEXT, ...rest } = process.env;
  return { ...rest, NEXT_TELEMETRY_DISABLED: '1', ...more };
}

/** Runs a program to its end, and returns what it printed. */
export async function finished(program, words, { cwd, env, timeout = 240_000 }) {
  const settings = { cwd, env: environment(env), timeout, maxBuffer: 1 << 26 };
  const { stdout } = await promisify(execFile)(program, words, settings);
  return stdout;
}

/** Installs an example, with the package as it was built last. */
export async function installed(name) {
  const cwd = folderOf(name);
  await finished('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], { cwd });
  return cwd;
}

/** A runtime that npm carries; kept where the long tests of the package keep it. */
export async function runtime(name, packed, program) {
  const cwd = join(root, 'target/runtimes', name);
  const path = join(cwd, 'node_modules', program);
  if (existsSync(path)) return path;
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'package.json'), '{ "private": true }\n');
  await finished('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', packed], { cwd });
  return path;
}

async function answers(address, child) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const answer = await fetch(address).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer) return;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`${address} does not answer`);
}

/** Starts a server, and waits until it answers; the function that is returned ends it. */
export async function served(program, words, { cwd, env, address }) {
  const child = spawn(program, words, { cwd, env: environment(env), stdio: ['ignore', 'ignore', 'inherit'] });
  const end = async () => {
    if (child.exitCode !== null) return;
    child.kill();
    await once(child, 'exit');
  };
  try {
    await answers(address, child);
  } catch (fault) {
    await end();
    throw fault;
  }
  return end;
}

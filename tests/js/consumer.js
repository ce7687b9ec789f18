// The packed package as it is installed in a project of its own, away from these tests.
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const consumer = join(root, 'target/consumer');
export const installed = join(consumer, 'node_modules/incident-core');

const require = createRequire(join(consumer, 'any.cjs'));

/** Imports a file of the installed package by its place, past the exports. */
export function part(file) {
  return import(pathToFileURL(join(installed, 'dist', file)).href);
}

export const core = await part('index.js');
/** The entry with the module that looks at policies and histories. */
export const analysis = await part('analysis/index.js');
/** The entry with the open tickets of a team. */
export const desk = await part('desk/index.js');
/** The entries for what needs no policy: before the response, and the response. */
export const security = await part('security/index.js');
export const response = await part('response/index.js');
/** Likewise: what past tickets say, and how well the team does. */
export const insight = await part('insight/index.js');
export const metrics = await part('metrics/index.js');

/** The operations of an entry: what a refusal gives as known. */
export function known(entry) {
  return entry.call({ op: '?' }).errors[0].params.known.split(', ');
}

export function requireCore() {
  return require('incident-core');
}

/** Writes a file of the consumer's project. */
export function write(name, text) {
  const path = join(consumer, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

/** Runs a program in the consumer's project and returns what it printed. */
export async function run(program, words, environment = {}) {
  const options = { cwd: consumer, env: { ...process.env, ...environment }, timeout: 120_000 };
  // Node's own test runner would take its child for a part of itself.
  delete options.env.NODE_TEST_CONTEXT;
  const { stdout } = await promisify(execFile)(program, words, options);
  return stdout;
}

/** A program of the packages beside these tests. */
export function tool(name) {
  return join(root, 'tests/js/node_modules/.bin', name);
}

/** Every vector of a folder, with the file that it stands in. */
export function vectors(name = 'door') {
  const folder = join(root, 'tests/vectors', name);
  return readdirSync(folder).sort().flatMap((file) => {
    const list = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    return list.map((vector) => ({ file, ...vector }));
  });
}

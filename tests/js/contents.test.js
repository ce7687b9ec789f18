import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';

import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

import { installed, root } from './consumer.js';

const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
const files = readdirSync(installed, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(installed.length + 1));

test('publint finds nothing', async () => {
  const { messages } = await publint({ pkgDir: installed, pack: false, strict: true });
  assert.deepEqual(messages.map((message) => formatMessage(message, manifest)), []);
});

test('the package holds what is asked for, and one module as a file', () => {
  assert.deepEqual(files.filter((file) => file.endsWith('.wasm')), ['dist/core.wasm']);
  for (const file of ['README.md', 'CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT']) {
    assert.ok(files.includes(file), file);
  }
  const others = files.filter((file) => !/^(dist|presets|schema)\//.test(file) && !/^[A-Z]/.test(file));
  assert.deepEqual(others, ['package.json']);
});

test('nothing has to be installed with it, and no script runs', () => {
  for (const key of ['dependencies', 'optionalDependencies', 'scripts']) {
    assert.equal(manifest[key], undefined, key);
  }
  // Who uses React has it.
  assert.deepEqual(Object.keys(manifest.peerDependencies), ['react']);
  assert.deepEqual(manifest.peerDependenciesMeta, { react: { optional: true } });
});

test('every exported file is there', () => {
  const places = (value) => (typeof value === 'string' ? [value] : Object.values(value).flatMap(places));
  const single = places(manifest.exports).filter((place) => !place.includes('*'));
  for (const place of single) assert.ok(files.includes(place.slice(2)), place);
  const programs = Object.values(manifest.bin);
  assert.equal(programs.length, 1);
  for (const file of programs) assert.match(readFileSync(join(installed, file), 'utf8'), /^#!\/usr\/bin\/env node\n/);
});

test('the reader of CSV in the program is named, with its licence', () => {
  const licence = readFileSync(join(installed, 'dist/cli/LICENSE-csv-parse'), 'utf8');
  assert.match(licence, /MIT/);
  assert.match(licence, /copyright/i);
  for (const file of scripts.filter((name) => name.startsWith('dist/cli/'))) {
    const text = readFileSync(join(installed, file), 'utf8');
    const imported = [...text.matchAll(/^(?:import|export) .*?from ["'](.*?)["'];$/gm)].map(([, name]) => name);
    for (const name of imported) assert.ok(name.startsWith('.') || isBuiltin(name), `${file}: ${name}`);
  }
});

test('the schemas are found under their names', () => {
  const { resolve } = createRequire(join(installed, '../../consumer.cjs'));
  const names = [
    'agreement', 'assessmentPlan', 'breachRow', 'breachSettings', 'calendar', 'case', 'caseCommand',
    'caseContext', 'command', 'condition', 'context', 'deskSettings', 'disclosure', 'event',
    'insightRequest', 'knownError', 'metricCase', 'metricSettings', 'pastTicket', 'policy',
    'problemSettings', 'proof', 'queueFilter', 'readiness', 'report', 'request', 'responsePlan',
    'review', 'reviewRules', 'securityRequest', 'signalSettings', 'similarQuery', 'similarSettings',
    'situation', 'statutePack', 'suggestRow', 'suggestSettings', 'table', 'ticket',
  ];
  const known = names.map((name) => `schema/${name}.json`);
  assert.deepEqual(files.filter((file) => file.startsWith('schema/')).sort(), known);
  for (const file of known) {
    const schema = JSON.parse(readFileSync(resolve(`incident-core/${file}`), 'utf8'));
    assert.equal(schema.$id, `urn:incident-core:${file.slice(0, -5).replace('/', ':')}`);
  }
});

test('the presets are found under their names, and are those of the crate', () => {
  const { resolve } = createRequire(join(installed, '../../consumer.cjs'));
  const known = readdirSync(join(root, 'src/check/preset')).sort();
  assert.deepEqual(known, ['devops', 'iso27035', 'itil', 'itil4', 'servicenow'].map((id) => `${id}.json`));
  assert.deepEqual(files.filter((file) => file.startsWith('presets/')).sort(), known.map((file) => `presets/${file}`));
  for (const file of known) {
    const text = readFileSync(resolve(`incident-core/presets/${file}`), 'utf8');
    assert.equal(text, readFileSync(join(root, 'src/check/preset', file), 'utf8'));
    assert.equal(`${JSON.parse(text).id}.json`, file);
  }
});

/** What shows time needs a clock; what decides has none. */
const FACES = ['cli', 'element', 'forms', 'react', 'store'];
const isFace = (file) => FACES.includes(file.split('/')[1]);
const scripts = files.filter((name) => /\.c?js$/.test(name) && !name.includes('base64'));

test('no entry makes code out of text, or awaits while it loads', () => {
  for (const file of scripts) {
    const text = readFileSync(join(installed, file), 'utf8');
    assert.doesNotMatch(text, /\bnew Function\b|\beval\(|^await /m, file);
  }
});

test('what decides reads no clock', () => {
  for (const file of scripts.filter((name) => !isFace(name))) {
    assert.doesNotMatch(readFileSync(join(installed, file), 'utf8'), /\bDate\b/, file);
  }
});

test('the faces bring no rules and no module: they ask who is handed to them', () => {
  const faces = scripts.filter((name) => isFace(name) && !name.startsWith('dist/cli/'));
  assert.ok(faces.length > 10);
  for (const file of faces) {
    const text = readFileSync(join(installed, file), 'utf8');
    const imported = [...text.matchAll(/(?:from |require\()["']([^"']+)["']/g)].map(([, name]) => name);
    for (const name of imported) assert.match(name, /^(react|\.\/[a-z]+\.js|\.\.\/store\/[a-z]+\.js)$/, file);
    assert.ok(text.length < 20_000, `${file}: ${text.length}`);
  }
});

test('the entries stay short', () => {
  for (const name of ['index.js', 'workerd.js']) {
    const lines = readFileSync(join(installed, 'dist', name), 'utf8').split('\n').length - 1;
    assert.ok(lines <= 15, `${name}: ${lines} lines`);
  }
});

test('lock files name no registry', () => {
  const examples = readdirSync(join(root, 'examples'), { withFileTypes: true })
    .filter((entry) => existsSync(join(root, 'examples', entry.name, 'package.json')))
    .map(({ name }) => `examples/${name}`);
  assert.ok(examples.length > 5);
  for (const folder of ['tests/js', 'www', 'benches/js', 'examples', ...examples]) {
    const lock = readFileSync(join(root, folder, 'package-lock.json'), 'utf8');
    assert.doesNotMatch(lock, /"resolved": "http/, folder);
  }
});

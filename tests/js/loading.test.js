// The package as people load it: each way in a process, a bundle or a page of its own.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { launch, open, serve, skip } from './chromium.js';
import { consumer, core, installed, root, run, tool, write } from './consumer.js';

const expected = core.callText('{"op":"versions"}');
const USE = "import { callText } from 'incident-core'; console.log(callText('{\"op\":\"versions\"}'));";

test('Node, ESM', async () => {
  assert.equal((await run('node', [write('esm.mjs', USE)])).trim(), expected);
});

test('Node, CommonJS', async () => {
  const program = write('common.cjs', `
    const { callText, IncidentCoreError } = require('incident-core');
    if (!(new IncidentCoreError('a', 'b') instanceof Error)) throw new Error('no error');
    console.log(callText('{"op":"versions"}'));
  `);
  assert.equal((await run('node', [program])).trim(), expected);
});

test('Node, a worker thread', async () => {
  const program = write('thread.mjs', `
    import { Worker } from 'node:worker_threads';
    new Worker(new URL('./esm.mjs', import.meta.url));
  `);
  write('esm.mjs', USE);
  assert.equal((await run('node', [program])).trim(), expected);
});

for (const format of ['esm', 'cjs', 'iife']) {
  test(`esbuild, minified, as ${format}`, async () => {
    const entry = write('bundle.mjs', USE);
    const out = join(consumer, `out/bundle-${format}.${format === 'esm' ? 'mjs' : 'cjs'}`);
    const words = [entry, '--bundle', '--minify', `--format=${format}`, `--outfile=${out}`];
    await run(tool('esbuild'), [...words, '--log-level=error']);
    assert.equal((await run('node', [out])).trim(), expected);
  });
}

for (const name of ['analysis', 'desk', 'insight', 'metrics', 'response', 'security']) {
  test(`incident-core/${name}: ESM, CommonJS, and bundled`, async () => {
    const from = `'incident-core/${name}'`;
    const use = USE.replace("'incident-core'", from);
    const program = write(`entry-${name}.mjs`, use);
    assert.equal((await run('node', [program])).trim(), expected);
    const common = write(`entry-${name}.cjs`, `console.log(require(${from}).callText('{"op":"versions"}'));`);
    assert.equal((await run('node', [common])).trim(), expected);
    const out = join(consumer, `out/entry-${name}.mjs`);
    const words = [program, '--bundle', '--minify', '--format=esm', `--outfile=${out}`, '--log-level=error'];
    await run(tool('esbuild'), words);
    assert.equal((await run('node', [out])).trim(), expected);
  });
}

// What each face of the package is tried with: a value that it gives without a page.
const FACES = {
  element: "import { defineSlaCountdown as use } from 'incident-core/element'; console.log(use());",
  forms: "import { factsSchema as use } from 'incident-core/forms'; console.log(use()['~standard'].vendor);",
  react: "import { useSlaClock as use } from 'incident-core/react'; console.log(use.name);",
  store: "import { countdown as use } from 'incident-core/store'; console.log(use({ stage: 'met' }).label);",
};
const SHOWN = { element: 'undefined', forms: 'incident-core', react: 'useSlaClock', store: 'met' };

for (const [name, use] of Object.entries(FACES)) {
  test(`incident-core/${name}: ESM, CommonJS, and bundled`, async () => {
    // React is the host's own: it has to be found from where the package is.
    if (name === 'react') {
      const [own, theirs] = [join(root, 'tests/js'), consumer].map((folder) => join(folder, 'node_modules/react'));
      cpSync(own, theirs, { recursive: true });
    }
    const program = write(`face-${name}.mjs`, use);
    assert.equal((await run('node', [program])).trim(), SHOWN[name]);
    const common = use.replace(/import \{ (\w+) as use \} from ('.*?');/, 'const { $1: use } = require($2);');
    assert.equal((await run('node', [write(`face-${name}.cjs`, common)])).trim(), SHOWN[name]);
    const out = join(consumer, `out/face-${name}.mjs`);
    await run(tool('esbuild'), [program, '--bundle', '--format=esm', `--outfile=${out}`, '--log-level=error']);
    assert.equal((await run('node', [out])).trim(), SHOWN[name]);
  });
}

test('the types are found under every name, by both module systems', async () => {
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  const entries = Object.keys(exports).filter((name) => exports[name].import);
  const names = entries.map((name) => name.replace('.', 'incident-core'));
  assert.ok(names.length > 10);
  const all = (line) => names.map((name, at) => `${line(`entry${at}`, name)}\nvoid entry${at};\n`).join('');
  write('types/use.cts', all((entry, name) => `import ${entry} = require('${name}');`));
  write('types/use.mts', all((entry, name) => `import * as ${entry} from '${name}';`));
  const lib = ['es2022', 'dom', 'dom.iterable'];
  const compilerOptions = { strict: true, noEmit: true, module: 'node16', target: 'es2022', lib, types: [] };
  const project = write('types/tsconfig.json', JSON.stringify({ compilerOptions, include: ['*.cts', '*.mts'] }));
  const told = await run(tool('tsc'), ['--project', project]).catch((fault) => fault.stdout);
  assert.equal(told, '');
});

test('Vitest', async () => {
  mkdirSync(join(consumer, 'vitest'), { recursive: true });
  write('vitest/core.test.mjs', `
    import { expect, test } from '${join(root, 'tests/js/node_modules/vitest/dist/index.js')}';
    import { callText } from 'incident-core';
    test('answers', () => { expect(callText('{"op":"versions"}')).toBe(${JSON.stringify(expected)}); });
  `);
  const out = await run(tool('vitest'), ['run', '--root', join(consumer, 'vitest')], { CI: 'true' });
  assert.match(out, /1 passed/);
});

const PAGE = (body) => `<!doctype html><html lang="en"><title>use</title><pre id="out"></pre>${body}`;
const SHOW = "document.getElementById('out').textContent";

/** Builds a project with Vite, as its users do. */
async function vite(name, script, configuration = '') {
  const folder = join(consumer, name);
  write(`${name}/index.html`, PAGE('<script type="module" src="/main.js"></script>'));
  write(`${name}/main.js`, script);
  write(`${name}/vite.config.js`, `export default { ${configuration} };`);
  await run(tool('vite'), ['build', folder, '--logLevel', 'error'], { NODE_ENV: 'production' });
  return join(folder, 'dist');
}

let browser;
before(async () => {
  if (!skip) browser = await launch();
});
after(() => browser?.close());

async function shown(folder) {
  const { address, close } = await serve(folder);
  try {
    const { page, errors } = await open(browser, address);
    await page.waitForFunction(() => document.getElementById('out').textContent !== '');
    const text = await page.textContent('#out');
    await page.context().close();
    assert.deepEqual(errors, []);
    return text;
  } finally {
    await close();
  }
}

test('Vite, production build in Chromium under a strict policy', { skip }, async () => {
  const script = `import { callText } from 'incident-core'; ${SHOW} = callText('{"op":"versions"}');`;
  assert.equal(await shown(await vite('vite-inline', script)), expected);
});

test('Vite, the slim entry with a module of its own address', { skip }, async () => {
  const script = `
    import { callText, init } from 'incident-core/slim';
    import address from 'incident-core/core.wasm?url';
    init(address).then(() => { ${SHOW} = callText('{"op":"versions"}'); });
  `;
  assert.equal(await shown(await vite('vite-slim', script)), expected);
});

test('Vite, a module worker', { skip }, async () => {
  write('vite-worker/worker.js', `
    import { callText } from 'incident-core';
    postMessage(callText('{"op":"versions"}'));
  `);
  const script = `
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => { ${SHOW} = data; };
  `;
  assert.equal(await shown(await vite('vite-worker', script, "worker: { format: 'es' }")), expected);
});

test('no bundler: modules of the package served as they are', { skip }, async () => {
  const folder = join(consumer, 'plain');
  cpSync(join(installed, 'dist'), join(folder, 'core'), { recursive: true });
  write('plain/index.html', PAGE('<script type="module" src="/main.js"></script>'));
  write('plain/main.js', `
    import { callText } from './core/index.js';
    ${SHOW} = callText('{"op":"versions"}');
  `);
  assert.equal(await shown(folder), expected);
});

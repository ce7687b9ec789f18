import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

import { serviceWorker } from './build/service-worker.js';

const place = (path) => fileURLToPath(new URL(path, import.meta.url));
/** The package as `cargo xtask build` made it. */
const built = (path) => place(`../target/npm/${path}`);

const ENTRIES = ['analysis', 'desk', 'insight', 'metrics', 'response', 'security'];

/** What the modules of the entries have in bytes; the package brings them as base64. */
function wasmBytes() {
  const of = (entry) => {
    const [base64] = readFileSync(built(`dist/${entry}/core.base64.js`), 'utf8').match(/[\w+/=]{100,}/);
    return Math.floor((base64.length * 3) / 4);
  };
  const core = statSync(built('dist/core.wasm')).size;
  return { core, ...Object.fromEntries(ENTRIES.map((entry) => [entry, of(entry)])) };
}

export default defineConfig({
  base: './',
  resolve: {
    alias: [
      { find: /^incident-core\/presets\/(.+)$/, replacement: built('presets/$1') },
      { find: /^incident-core\/core\.wasm/, replacement: built('dist/core.wasm') },
      ...ENTRIES.map((entry) => ({
        find: `incident-core/${entry}`, replacement: built(`dist/${entry}/index.js`),
      })),
      // One module for all of the page: whoever imports the package has waited for it.
      { find: /^incident-core(\/slim)?$/, replacement: built('dist/slim.js') },
    ],
  },
  define: { WASM_BYTES: JSON.stringify(wasmBytes()) },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  worker: { format: 'es' },
  plugins: [serviceWorker(place('src/offline/service-worker.js'))],
  // The policy of the page forbids `data:`; the package's base64 is text, not an address.
  build: {
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    modulePreload: { polyfill: false },
    rollupOptions: { input: { index: place('index.html'), verify: place('verify.html') } },
  },
  server: { fs: { allow: [place('..')] } },
});

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const place = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  base: './',
  resolve: {
    // The package as `cargo xtask build` made it.
    alias: { 'incident-core': place('../target/npm/dist/index.js') },
  },
  // The policy of the page forbids `data:`; the package's base64 is text, not an address.
  build: { assetsInlineLimit: 0, chunkSizeWarningLimit: 2_000, modulePreload: { polyfill: false } },
  server: { fs: { allow: [place('..')] } },
});

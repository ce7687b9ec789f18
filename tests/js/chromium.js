// A Chromium, and a small server that serves a folder as strictly as a portal should.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

import { chromium } from 'playwright-core';

export const program = process.env.INCIDENT_CORE_CHROMIUM;
export const skip = program ? false : 'no Chromium here';

const FLAGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage',
];
export const TYPES = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};
export const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
  "img-src 'self' data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export function launch() {
  return chromium.launch({ executablePath: program, args: FLAGS });
}

/** Serves a folder; resolves to its address and a function that ends it. */
export function serve(folder, policy = POLICY) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    let file = join(folder, normalize(pathname));
    if (existsSync(file) && statSync(file).isDirectory()) file = join(file, 'index.html');
    if (!existsSync(file)) {
      // A browser asks for an icon of its own accord.
      response.writeHead(pathname === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy });
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const close = () => new Promise((done) => { server.close(done); });
      resolve({ address: `http://127.0.0.1:${server.address().port}`, close });
    });
  });
}

/** Opens a page that fails the test on any error of its own; `prepare` sees it while it is empty. */
export async function open(browser, address, options = {}, prepare = undefined) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await prepare?.(page);
  await page.goto(address);
  return { page, errors };
}

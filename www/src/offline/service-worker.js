// Lets the page load without a network: its files are kept as they were built. No data passes here.
const KEPT = 'portal-__BUILD__';
const FIRST = __FIRST__;

self.addEventListener('install', (event) => {
  event.waitUntil(keep().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(forget().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const scope = new URL(self.registration.scope);
  if (request.method !== 'GET' || url.origin !== scope.origin) return;
  const path = url.pathname.slice(scope.pathname.length);
  if (path.startsWith('assets/') || path === 'icon.svg') event.respondWith(keptFirst(request));
  else if (request.mode === 'navigate') event.respondWith(networkFirst(request, path));
});

async function keep() {
  const cache = await caches.open(KEPT);
  await cache.addAll(['./', './icon.svg', ...FIRST]);
}

async function forget() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('portal-') && name !== KEPT);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Built files have their content in their name. */
async function keptFirst(request) {
  const kept = await caches.match(request);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok) {
    const cache = await caches.open(KEPT);
    await cache.put(request, response.clone());
  }
  return response;
}

async function networkFirst(request, path) {
  try {
    return await fetch(request);
  } catch (cause) {
    const page = path === '' || path === 'index.html' ? './' : path;
    const kept = await caches.match(page, { ignoreSearch: true });
    if (kept) return kept;
    throw cause;
  }
}

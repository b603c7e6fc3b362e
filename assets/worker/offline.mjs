// The service worker of /verifikasi and /v/…: it keeps the page that checks certificates, and
// nothing of any certificate. The route before this file says what to keep: self.SHELL is
// {version, page, keys, files}.

const { version, page, keys, files } = self.SHELL;
const FAMILY = "verifikasi-";
const NAME = FAMILY + version;
const PATIENCE = 5_000;

const kept = (request, options) =>
  caches.match(request, { cacheName: NAME, ignoreVary: true, ...options });

async function keep(request, answer) {
  const cache = await caches.open(NAME);
  await cache.put(request, answer);
}

/** The network's answer; a line that says nothing for PATIENCE counts as no line. */
function network(request) {
  return new Promise((resolve, reject) => {
    setTimeout(reject, PATIENCE, new Error("patience"));
    fetch(request).then(resolve, reject);
  });
}

/** The site's page, or where it cannot be reached the kept one, which reads the address itself. */
async function navigation(request) {
  try {
    const answer = await network(request);
    const own = request.method === "GET" && new URL(request.url).pathname === page;
    if (own && answer.ok) await keep(page, answer.clone());
    return answer;
  } catch (fault) {
    return (await kept(page)) ?? Promise.reject(fault);
  }
}

async function fresh(request) {
  try {
    const answer = await network(request);
    if (answer.ok) await keep(keys, answer.clone());
    return answer;
  } catch (fault) {
    return (await kept(keys)) ?? Promise.reject(fault);
  }
}

/** Addresses of files change when files do: what is kept under one is right. */
async function file(request) {
  const found = await kept(request);
  if (found) return found;
  try {
    return await fetch(request);
  } catch (fault) {
    return (await kept(request, { ignoreSearch: true })) ?? Promise.reject(fault);
  }
}

function answer(request) {
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return undefined;
  if (request.mode === "navigate") return navigation(request);
  if (pathname === keys) return fresh(request);
  return pathname.startsWith("/static/") ? file(request) : undefined;
}

async function forget() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(FAMILY) && name !== NAME);
  await Promise.all(old.map((name) => caches.delete(name)));
}

addEventListener("install", (event) => {
  const load = async () => {
    const cache = await caches.open(NAME);
    await cache.addAll([page, keys, ...files]);
    await self.skipWaiting();
  };
  event.waitUntil(load());
});
addEventListener("activate", (event) => event.waitUntil(forget().then(() => clients.claim())));
addEventListener("fetch", (event) => {
  const given = answer(event.request);
  if (given) event.respondWith(given);
});

/* Keeps the page of the running workout and its files on the device, so that it opens without
   network. The network goes first; js/main.mjs throws the copy away when no workout runs. */
const CACHE = "logger-";
const PAGE = /\/workout\/([0-9]+)\/log(\/choices)?$/;
const PATIENCE_MS = 4000; // bad reception is worse than none: it answers never

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("message", (event) => event.waitUntil(keep(event.data)));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  const page = PAGE.exec(pathname);
  if (page && !search) event.respondWith(networkFirst(request, CACHE + page[1]));
  else if (pathname.includes("/static/")) event.respondWith(keptFirst(request));
});

async function keep({ workoutId, page, files }) {
  const name = CACHE + workoutId;
  const cache = await caches.open(name);
  // Signed out, do not go on to the page to sign in on: it is no copy of anything.
  const asked = (file) => new Request(file, { credentials: "same-origin", redirect: "manual" });
  await cache.addAll(files.map(asked));
  if (await kept(page)) return; // just fetched through here
  const answer = await fetch(asked(page));
  if (answer.ok) await cache.put(page, answer);
}

async function networkFirst(request, name) {
  const copy = await kept(request);
  if (!copy) return fetch(request);
  try {
    const answer = await inTime(fetch(request));
    if (answer.status >= 500) return copy;
    if (!answer.ok || answer.redirected) {
      await caches.delete(name); // signed out, finished or gone
      return answer;
    }
    const cache = await caches.open(name);
    await cache.put(request, answer.clone());
    return answer;
  } catch {
    return copy;
  }
}

async function keptFirst(request) {
  return (await kept(request)) ?? fetch(request);
}

function kept(request) {
  return caches.match(request, { ignoreVary: true });
}

function inTime(answer) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("too slow")), PATIENCE_MS);
    answer.then(resolve, reject);
  });
}

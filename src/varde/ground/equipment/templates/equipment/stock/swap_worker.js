// Keeps the page for swap, and what it is drawn with, on the device, so that it opens in a basement. Nothing else is kept.
"use strict";
const NAME = "{{ name }}";
const PREFIX = "varde-bytte-";
const PAGE = "{{ page }}";
const BARE = "{{ bare }}";
const PARTS = [{% for part in parts %}"{{ part }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

const keep = async (url) => {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (answer.ok && !answer.redirected) await (await caches.open(NAME)).put(url, answer.clone());
  return answer;
};
const inTime = (request, ms) => Promise.race([
  fetch(request),
  new Promise((_, late) => { setTimeout(() => late(new Error("late")), ms); }),
]);
const opened = async (event) => {
  try {
    const answer = await inTime(event.request, 5000);
    if (answer.ok && !answer.redirected) event.waitUntil(keep(BARE).catch(() => {}));
    return answer;
  } catch {
    return (await caches.match(BARE)) || Response.error();
  }
};

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([BARE, ...PARTS].map(keep)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const old = caches.keys().then((names) => Promise.all(names.filter((one) => one.startsWith(PREFIX) && one !== NAME).map((one) => caches.delete(one))));
  event.waitUntil(old.then(() => self.clients.claim()));
});
self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === PAGE) event.respondWith(opened(event));
  else if (PARTS.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((found) => {
      const fresh = keep(url.pathname);
      if (!found) return fresh;
      event.waitUntil(fresh.catch(() => {}));
      return found;
    }));
  }
});

// Without a network: one page that says so, with its own style. Kept are that page and the files below, each as it was
// last received, and nothing else: no page of a case, no answer of the portal, no file of anybody ever goes into the cache.
"use strict";
const KEPT = "anning";
const PAGE = "/offline/";
const FILES = ["/static/anning.css", "/static/anning.js", "/static/anning.svg", "/static/icons.svg"];
const APART = ["/admin/", "/api/"];
const FORM = "application/x-www-form-urlencoded"; // uploads go past here

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll([PAGE, ...FILES])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const older = caches.keys().then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))));
  event.waitUntil(Promise.all([older, self.registration.navigationPreload?.enable(), self.clients.claim()]));
});

async function page(event) {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch {
    return (await caches.match(PAGE)) || Response.error();
  }
}

async function file(event, path) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) {
      const copy = answer.clone();
      event.waitUntil(caches.open(KEPT).then((cache) => cache.put(path, copy)));
    }
    return answer;
  } catch {
    return (await caches.match(path)) || Response.error();
  }
}

// A push has no content: it says that there is something, and a press opens the list of what this device may open.
self.addEventListener("push", (event) => {
  event.waitUntil(self.registration.showNotification("安宁", { body: "有进展，打开看看", icon: "/static/icon-192.png", tag: "anning" }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("/resume/"));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin || APART.some((start) => pathname.startsWith(start))) return;
  const sent = request.method === "POST" && (request.headers.get("Content-Type") ?? "").startsWith(FORM);
  if (request.mode === "navigate" && (request.method === "GET" || sent)) event.respondWith(page(event));
  else if (request.method === "GET" && FILES.includes(pathname)) event.respondWith(file(event, pathname));
});

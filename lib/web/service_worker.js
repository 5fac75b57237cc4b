/*
 * The app without a network, and news while it is closed. The server puts VERSION and SHELL in front:
 * what this file keeps is thrown away with the next version.
 */
const CACHE = `shop-${VERSION}`;
const OFFLINE = "/offline";

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) =>
        Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))
      )
      .then(() => self.clients.claim()),
  );
});

/** Addresses that change with what stands under them. */
const isForEver = ({ pathname, searchParams }) =>
  pathname.startsWith("/_fresh/js/") || searchParams.has("__frsh_c") ||
  (pathname === "/ui.css" && searchParams.has("v"));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  // Pages are always asked for anew: a sale that was open a minute ago says nothing.
  if (request.mode === "navigate" && !/^\/(?:api|sandbox|staff)\b/.test(url.pathname)) {
    event.respondWith(
      fetch(request).catch(() => caches.match(OFFLINE).then((page) => page ?? Response.error())),
    );
  } else if (isForEver(url)) {
    event.respondWith(
      caches.match(request).then((known) => known ?? fetchAndKeep(event, request)),
    );
  }
});

async function fetchAndKeep(event, request) {
  const response = await fetch(request);
  if (response.ok) {
    const copy = response.clone();
    event.waitUntil(caches.open(CACHE).then((cache) => cache.put(request, copy)));
  }
  return response;
}

self.addEventListener("push", (event) => {
  const news = event.data?.json();
  if (!news?.title) return;
  event.waitUntil(
    self.registration.showNotification(news.title, {
      body: news.body,
      tag: news.tag,
      lang: news.lang,
      renotify: true,
      icon: "/icons/icon-192.png",
      badge: "/icons/badge-96.png",
      data: { url: news.url },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url ?? "/", location.origin);
  // Only ever to our own pages, whoever wrote the message.
  const target = url.origin === location.origin ? url.href : location.origin;
  event.waitUntil(
    self.clients.matchAll({ type: "window", includeUncontrolled: true }).then(async (windows) => {
      const open = windows.find((one) => one.url === target) ?? windows[0];
      if (!open) return await self.clients.openWindow(target);
      await open.focus();
      if (open.url !== target) await open.navigate(target);
    }),
  );
});

/** A browser that changed its keys is told apart by its old address. */
self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil((async () => {
    const { key } = await (await fetch("/api/push")).json();
    const subscription = event.newSubscription ??
      await self.registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: key,
      });
    const replaces = event.oldSubscription?.endpoint;
    await fetch("/api/push/devices", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ ...subscription.toJSON(), ...(replaces ? { replaces } : {}) }),
    });
  })());
});

/* On every page, without the weight of an island: the app's worker and its installation, forms. */
// The console is no part of the app that is installed.
if ("serviceWorker" in navigator && document.querySelector("link[rel=manifest]")) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}

/* Coming back to a page that answered a form asks for the page; one that was not taken is sent again. */
const { responseStatus = 200 } = performance.getEntriesByType("navigation")[0] ?? {};
if (responseStatus < 500 && responseStatus !== 401) {
  history.replaceState(history.state, "", location.href);
}

/* Without a network a form stays as it was filled in. */
addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  form.querySelector(".form-offline")?.remove();
  if (navigator.onLine || event.defaultPrevented || form.method !== "post") return;
  event.preventDefault();
  const said = document.createElement("p");
  said.className = "notice notice--bad form-offline";
  said.setAttribute("role", "alert");
  said.textContent = document.body.dataset.offline;
  (submitter ?? form.lastElementChild).before(said);
});

/* The offer to install stays hidden until the browser says that it can be kept. */
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  for (const offer of document.querySelectorAll("[data-install]")) {
    offer.hidden = false;
    offer.querySelector("button").onclick = async () => {
      await event.prompt();
      offer.hidden = true;
    };
  }
});
addEventListener("appinstalled", () => {
  for (const offer of document.querySelectorAll("[data-install]")) offer.hidden = true;
});

/* Whoever signs out is not told of anything on this device any more. */
addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("action") !== "/sign-out") return;
  const granted = globalThis.Notification?.permission === "granted";
  if (!granted || !navigator.serviceWorker?.controller) return;
  event.preventDefault();
  try {
    const { pushManager } = await navigator.serviceWorker.ready;
    const subscription = await pushManager.getSubscription();
    if (subscription) {
      await fetch("/api/push/devices/remove", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ endpoint: subscription.endpoint }),
        signal: AbortSignal.timeout(5000),
      });
      await subscription.unsubscribe();
    }
  } finally {
    form.submit();
  }
});

/* What lies over the page goes by Escape; the menu also once the focus has gone on beneath it. */
addEventListener("keydown", ({ key }) => {
  const open = key === "Escape" &&
    document.querySelector(":is(.header__menu, .price-bar__parts)[open]");
  if (!open) return;
  if (open.contains(document.activeElement)) open.querySelector("summary").focus();
  open.open = false;
});
addEventListener("focusout", ({ target, relatedTarget }) => {
  const menu = target.closest?.(".header__menu");
  if (menu && relatedTarget && !menu.contains(relatedTarget)) menu.open = false;
});

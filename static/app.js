/* On every page of the shop, without the weight of an island: the app's worker and its installation. */
if ("serviceWorker" in navigator) {
  addEventListener("load", () => navigator.serviceWorker.register("/sw.js").catch(() => {}));
}

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
addEventListener("click", async (event) => {
  const link = event.target.closest?.('a[href="/sign-out"]');
  const granted = globalThis.Notification?.permission === "granted";
  if (!link || !granted || !navigator.serviceWorker?.controller) return;
  event.preventDefault();
  try {
    const { pushManager } = await navigator.serviceWorker.ready;
    const subscription = await pushManager.getSubscription();
    if (subscription) {
      await fetch("/api/push/devices/remove", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ endpoint: subscription.endpoint }),
      });
      await subscription.unsubscribe();
    }
  } finally {
    location.href = link.href;
  }
});

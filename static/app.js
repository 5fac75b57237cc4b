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

/**
 * The installable app in a real browser: its manifest and icons, its worker, the page for when there
 * is no network, and notifications. `CHROMIUM` names the browser.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type BrowserContext, type Page } from "playwright-core";
import { openPlace, SALE } from "./visits.ts";

async function workerOf(context: BrowserContext, page: Page, url: string) {
  await page.goto(url);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  return context.serviceWorkers()[0]!;
}

Deno.test("app: it can be installed, and shows a page of its own without a network", async () => {
  await using place = await openPlace();
  const context = await place.context("visitor", { viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  await workerOf(context, page, place.url);

  const session = await context.newCDPSession(page);
  const { errors } = await session.send("Page.getAppManifest");
  assertEquals(errors, []);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A browser without a window of its own installs nothing: that alone may be wrong.
  const wrong = installabilityErrors.map(({ errorId }) => errorId)
    .filter((error) => error !== "in-incognito");
  assertEquals(wrong, []);
  const href = await page.getAttribute("link[rel=manifest]", "href");
  const manifest = await (await fetch(place.url + href)).json();
  for (const { src, sizes, type } of manifest.icons) {
    const icon = await fetch(place.url + src);
    assertStringIncludes(icon.headers.get("content-type") ?? "", type);
    const bytes = await icon.bytes();
    if (type !== "image/png") continue;
    const view = new DataView(bytes.buffer);
    assertEquals(`${view.getUint32(16)}x${view.getUint32(20)}`, sizes, src);
  }

  await context.setOffline(true);
  await page.goto(place.url + SALE);
  assertEquals(await page.locator("h1").innerText(), "没有网络");
  // Its style came along.
  assert(await page.evaluate(() => getComputedStyle(document.body).margin === "0px"));
  await context.setOffline(false);
  // By itself: who looks at the phone again sees the sale, and not that there was no network.
  await page.waitForSelector("h1:has-text('首发')");
  assertEquals(new URL(page.url()).pathname, SALE);
  await context.close();
});

Deno.test("app: its worker shows what a push brings, of one order the newest", async () => {
  await using place = await openPlace();
  const context = await place.context("member", { permissions: ["notifications"] });
  const page = await context.newPage();
  const worker = await workerOf(context, page, `${place.url}/notifications`);
  const session = await context.newCDPSession(page);
  const registration = Promise.withResolvers<string>();
  session.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
    const [one] = registrations;
    if (one) registration.resolve(one.registrationId);
  });
  await session.send("ServiceWorker.enable");
  const registrationId = await registration.promise;
  const shown = () =>
    worker.evaluate(async () => {
      const all = await (globalThis as unknown as {
        registration: ServiceWorkerRegistration;
      }).registration.getNotifications();
      return all.map(({ title, body, tag, data }) => ({ title, body, tag, url: data?.url }));
    });
  const news = {
    title: "轮到您了",
    body: "请付订金",
    tag: "order-7",
    url: "/orders/launch-2017-1",
  };
  for (const data of [JSON.stringify({ ...news, title: "早些的" }), JSON.stringify(news)]) {
    await session.send("ServiceWorker.deliverPushMessage", {
      origin: place.url,
      registrationId,
      data,
    });
  }
  let all = await shown();
  for (let tries = 0; tries < 100 && all[0]?.title !== news.title; tries++) {
    await page.waitForTimeout(50);
    all = await shown();
  }
  // The newer one has taken the place of the one before.
  assertEquals(all, [news]);
  await context.close();
});

// Since signing out is a form, the device of whoever had signed out went on being told of their orders.
Deno.test("app: signing out ends the notifications on this device", async () => {
  await using place = await openPlace();
  const context = await place.context("member", { permissions: ["notifications"] });
  // A browser without a window of its own reaches no push service.
  const endpoint = "https://push.example.test/device-1";
  await context.addInitScript((endpoint) => {
    PushManager.prototype.getSubscription = () =>
      Promise.resolve(
        {
          endpoint,
          unsubscribe: () => {
            sessionStorage.setItem("unsubscribed", endpoint);
            return Promise.resolve(true);
          },
        } as PushSubscription,
      );
  }, endpoint);
  const page = await context.newPage();
  await workerOf(context, page, `${place.url}/my`);
  await page.waitForFunction(() => navigator.serviceWorker.controller);
  const removed = page.waitForRequest("**/api/push/devices/remove");
  await page.click("form[action='/sign-out'] button");
  assertEquals((await removed).postDataJSON(), { endpoint });
  await page.waitForURL(`${place.url}/`);
  assertEquals(await page.evaluate(() => sessionStorage.getItem("unsubscribed")), endpoint);
  const cookies = await context.cookies();
  assert(!cookies.some(({ name }) => name === "session"), "the session has ended");
  await context.close();
});

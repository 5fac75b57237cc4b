/**
 * Shoppers in a real browser: signing in, a car that is paid for, one that is given back and goes to
 * the next in line. `CHROMIUM` names the browser, `/usr/bin/chromium` when left out.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Browser, Page } from "playwright-core";
import { type Stage, withStage } from "./stage.ts";
import { codeFor, hearFaults } from "./visits.ts";

const SALE = "/sales/launch-2017";
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

interface Look {
  readonly viewport: { width: number; height: number };
  readonly script?: boolean;
  readonly locale?: string;
}

const withShop = (cars: number, run: (shop: Stage) => Promise<void>): Promise<void> =>
  withStage({ SALE_CARS: String(cars) }, run);

async function visit(browser: Browser, faults: string[], look: Look): Promise<Page> {
  const { viewport, script = true, locale = "zh-CN" } = look;
  const context = await browser.newContext({ viewport, locale, javaScriptEnabled: script });
  const page = await context.newPage();
  hearFaults(page, (message) => faults.push(message));
  return page;
}

/** Signs in with a phone and lands on the sale's page. */
async function signedIn(
  { url, browser, faults }: Stage,
  phone: string,
  look: Look,
): Promise<Page> {
  const page = await visit(browser, faults, look);
  await page.goto(`${url}/sign-in?next=${SALE}`);
  await page.fill("#phone", phone);
  await page.click("form button[type=submit]");
  await page.waitForSelector("#code");
  await page.fill("#code", await codeFor(url, phone));
  await page.click("form button[type=submit]");
  await page.waitForURL(`**${SALE}`);
  return page;
}

const main = (page: Page) => page.locator("main");

Deno.test("shop: a car is paid for, another is given back and goes to the next in line, live", () =>
  withShop(2, async (shop) => {
    const buyer = await signedIn(shop, "13800138001", { viewport: DESKTOP });
    const quitter = await signedIn(shop, "13800138002", { viewport: PHONE });
    const waiting = await signedIn(shop, "13800138003", { viewport: PHONE });
    await buyer.click("button:has-text('抢一辆')");
    await buyer.waitForSelector("text=1 号车为您保留");
    await quitter.click("button:has-text('抢一辆')");
    await quitter.waitForSelector("text=2 号车为您保留");
    // The count has moved by itself.
    await waiting.waitForSelector("text=2 辆都已有主");
    await waiting.click("button:has-text('加入候补')");
    await waiting.waitForSelector("text=候补第 1 位，下一位就是您");

    await buyer.click("a:has-text('去支付')");
    await buyer.waitForURL("**/orders/launch-2017-1");
    await buyer.click("button:has-text('支付订金')");
    await buyer.waitForURL("**/sandbox/pay/**");
    await buyer.click("button >> nth=0");
    await buyer.waitForURL("**/orders/launch-2017-1");
    // By itself: who had to reload would think that the payment had failed.
    await buyer.waitForSelector("text=订金已付");
    assertEquals(await buyer.locator("main form:has-text('支付订金')").count(), 0);

    await quitter.click("a:has-text('去支付')");
    await quitter.waitForURL("**/orders/launch-2017-2");
    await quitter.click("summary:has-text('取消订单')");
    await quitter.click("button:has-text('确定取消')");
    await quitter.waitForSelector("text=已取消");
    await waiting.waitForSelector("text=2 号车为您保留");
  }));

// Walked: signed out in another tab, the sale's own button said "that did not work; try again", for ever.
Deno.test("shop: whoever was signed out in another tab is led to sign in, and back to the sale", () =>
  withShop(1, async (shop) => {
    const buyer = await signedIn(shop, "13800138009", { viewport: PHONE });
    const other = await buyer.context().newPage();
    await other.goto(`${shop.url}/my/security`);
    await other.click("form[action='/sign-out'] button >> nth=0");
    await other.waitForURL(`${shop.url}/`);
    await buyer.click("button:has-text('抢一辆')");
    await buyer.waitForSelector("text=登录已失效，请重新登录");
    await buyer.click("a:has-text('登录后抢购')");
    await buyer.waitForURL(`**/sign-in?next=${SALE}`);
  }));

Deno.test("shop: what a campaign's link says comes through the sign-in into the lead", () =>
  withShop(1, async ({ url, browser, faults }) => {
    const page = await visit(browser, faults, { viewport: PHONE });
    await page.goto(`${url}${SALE}?utm_source=wechat&channel=spring&city=%E6%9D%AD%E5%B7%9E`);
    await page.click("a[href*='source%3Dwechat']");
    await page.fill("#phone", "13800138031");
    await page.click("form button[type=submit]");
    await page.waitForSelector("#code");
    await page.fill("#code", await codeFor(url, "13800138031"));
    await page.click("form button[type=submit]");
    await page.waitForURL("**source=wechat**");
    await page.click("button:has-text('抢一辆')");
    await page.waitForSelector("text=1 号车为您保留");
    const journal = await (await fetch(`${url}/api${SALE}/journal`)).text();
    assertStringIncludes(journal, '"from":{"source":"wechat","channel":"spring","city":"杭州"}');
  }));

Deno.test("shop: everything works without script, and in English", () =>
  withShop(1, async (shop) => {
    const look = { viewport: PHONE, script: false, locale: "en-GB" };
    const page = await signedIn(shop, "13800138004", look);
    await page.click("button:has-text('Ask for a car')");
    await page.waitForURL(`**${SALE}`);
    assertStringIncludes(await main(page).innerText(), "Car 1 is held for you");
    await page.click("a:has-text('Pay now')");
    await page.click("button:has-text('Pay the deposit')");
    await page.waitForURL("**/sandbox/pay/**");
    const other = await signedIn(shop, "13800138005", look);
    await other.click("button:has-text('Join the line')");
    assertStringIncludes(await main(other).innerText(), "Place 1 in line; you are next");
    await other.click("button:has-text('Leave the line')");
    assertStringIncludes(await main(other).innerText(), "You left the line");
    await other.goto(`${shop.url}/orders`);
    assertStringIncludes(await main(other).innerText(), "No orders yet");
  }));

Deno.test("shop: a sale with a waiting room lets people in, live and without script", () =>
  withShop(2, async (shop) => {
    const staff = await fetch(`${shop.url}/loadtest/tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ count: 1, first: 0, role: "staff" }),
    }).then((response) => response.text());
    const made = await fetch(`${shop.url}/api/sales/launch-2017/waiting-room`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${staff.trim()}` },
      body: JSON.stringify({ ratePerMinute: 600, maxActive: 50 }),
    });
    assertEquals(made.status, 201, await made.text());
    const live = await signedIn(shop, "13800138011", { viewport: PHONE });
    await live.click("button:has-text('进等候室')");
    await live.waitForSelector("text=轮到您了");
    await live.click("button:has-text('抢一辆')");
    await live.waitForSelector("text=1 号车为您保留");

    const look = { viewport: DESKTOP, script: false, locale: "en-GB" };
    const plain = await signedIn(shop, "13800138012", look);
    await plain.click("button:has-text('Enter the waiting room')");
    for (let tries = 0; !(await main(plain).innerText()).includes("It is your turn"); tries++) {
      assert(tries < 50, "nobody is let in");
      await plain.waitForTimeout(200);
      await plain.reload();
    }
    await plain.click("button:has-text('Ask for a car')");
    assertStringIncludes(await main(plain).innerText(), "Car 2 is held for you");
  }));

Deno.test("shop: pages for visitors, in both languages, and nothing where there is nothing", () =>
  withShop(1, async ({ url, browser, faults }) => {
    const page = await visit(browser, faults, { viewport: DESKTOP });
    await page.goto(url);
    assertEquals(await page.locator("h1").innerText(), "鹭，像水一样安静");
    await page.click("text=English >> nth=0");
    assertEquals(await page.locator("h1").innerText(), "Lu, quiet as water");
    await page.goto(`${url}${SALE}`);
    assertEquals(await page.getAttribute("html", "lang"), "en");
    await page.waitForSelector("a:has-text('Sign in to take part')");
    const missing = await page.goto(`${url}/nothing`);
    assertEquals(missing?.status(), 404);
    assertEquals(await page.locator("h1").innerText(), "Only water and mist here");
    const orders = await page.goto(`${url}/orders`);
    assertStringIncludes(orders?.url() ?? "", "/sign-in?next=/orders");
  }));

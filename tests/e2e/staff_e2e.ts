/**
 * Staff in a real browser: a sale is opened, watched, paused and closed, with a shopper in front of
 * it. `CHROMIUM` names the browser, `/usr/bin/chromium` when left out.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { tokenOf } from "./servers.ts";
import { type Stage, withStage } from "./stage.ts";
import { codeFor, hearFaults } from "./visits.ts";

const STAFF_PHONE = "13900000000";
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

const withServer = (cars: number, run: (stage: Stage) => Promise<void>): Promise<void> =>
  withStage({ SALE_CARS: String(cars) }, run);

/** A staff member who asked for a page of the console, signed in, and landed on it. */
async function signedIn(
  { url, browser, faults }: Stage,
  path: string,
  options: Parameters<Browser["newContext"]>[0],
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({ locale: "zh-CN", ...options });
  const page = await context.newPage();
  hearFaults(page, (message) => faults.push(message));
  await page.goto(url + path);
  await page.fill("#phone", STAFF_PHONE);
  await page.click("form button[type=submit]");
  await page.waitForSelector("#code");
  await page.fill("#code", await codeFor(url, STAFF_PHONE));
  await page.click("form button[type=submit]");
  await page.waitForURL(`**${path}`);
  if (options?.javaScriptEnabled !== false) await awake(page);
  return { page, context };
}

/** Shortcuts say so once they work. */
const awake = (page: Page) => page.waitForSelector('.console-keys[aria-keyshortcuts="?"]');

async function claim(url: string, sale: string, number: number): Promise<string> {
  const response = await fetch(`${url}/api/sales/${sale}/claims`, {
    method: "POST",
    headers: { authorization: `Bearer ${tokenOf(number)}`, "content-type": "application/json" },
    body: JSON.stringify({ city: "杭州", source: "wechat" }),
  });
  const { outcome, code } = await response.json();
  return outcome ?? code;
}

const figure = (page: Page, name: string, value: string) =>
  page.waitForSelector(`[data-figure=${name}] .counter__value:text-is("${value}")`);

const inState = (page: Page, state: string) => page.waitForSelector(`[data-state=${state}]`);

/** Presses a button of the sale, and the one that asks whether it is meant. */
async function steer(page: Page, what: string): Promise<void> {
  await page.click(`.console-acts a:text-is("${what}")`);
  await page.click("#steer button[type=submit]:visible >> nth=-1");
}

Deno.test("console: a sale is made, opened, watched, paused and closed, and shoppers feel it at once", () =>
  withServer(5, async (stage) => {
    const { url } = stage;
    const { page } = await signedIn(stage, "/staff", { viewport: DESKTOP });
    await page.keyboard.press("n");
    await page.waitForURL("**/staff/sales/new");
    await page.fill("#title", "汀 Ting 夏日专场");
    await page.fill("#id", "ting-summer");
    await page.fill("#capacity", "2");
    await page.click("main button[type=submit]");
    await page.waitForURL("**/staff/sales/ting-summer");
    await inState(page, "scheduled");
    assertEquals(await claim(url, "ting-summer", 1), "not_open_yet");

    await steer(page, "现在开售");
    await inState(page, "open");
    assertEquals(await claim(url, "ting-summer", 1), "allocated");
    // The figures move by themselves.
    await figure(page, "left", "1");
    await figure(page, "held", "1");
    await page.waitForSelector("#cities >> text=杭州");

    await steer(page, "暂停");
    await inState(page, "paused");
    assertEquals(await claim(url, "ting-summer", 2), "paused");
    await figure(page, "people", "1");
    await steer(page, "恢复");
    await inState(page, "open");
    // Walked: whoever wrote in the dialog lost it with the sale's next move.
    await page.click('.console-acts a:text-is("调整")');
    await page.fill("#steer-titleEn", "The Ting summer");
    assertEquals(await claim(url, "ting-summer", 2), "allocated");
    await figure(page, "left", "0");
    assertEquals(await page.inputValue("#steer-titleEn"), "The Ting summer");
    await page.keyboard.press("Escape");
    assertEquals(await claim(url, "ting-summer", 3), "sold_out");
    await figure(page, "left", "0");
    await figure(page, "waiting", "1");

    await page.click('.console-acts a:text-is("结束")');
    await page.waitForSelector("#steer:modal");
    await page.keyboard.press("Escape");
    await page.waitForSelector("#steer", { state: "hidden" });
    await inState(page, "open");
    await steer(page, "结束");
    await inState(page, "closed");
    assertEquals(await page.locator(".console-acts a").count(), 0);
    assertEquals(await claim(url, "ting-summer", 4), "closed");
  }));

Deno.test("console: a lead is found, cared for and taken away by keyboard", () =>
  withServer(1, async (stage) => {
    await claim(stage.url, "launch-2017", 1);
    await claim(stage.url, "launch-2017", 2);
    const { page } = await signedIn(stage, "/staff", { viewport: DESKTOP });
    await page.keyboard.press("?");
    await page.waitForSelector("#console-keys[open]");
    await page.keyboard.press("Escape");
    await page.keyboard.press("2");
    await page.waitForURL("**/staff/leads");
    for (let tries = 0; await page.locator("tbody th").count() < 2; tries++) {
      if (tries > 50) throw new Error("the leads did not come");
      await page.waitForTimeout(100);
      await page.reload();
    }
    await awake(page);
    await page.keyboard.press("/");
    await page.keyboard.type("t-000000002");
    await page.keyboard.press("Enter");
    await page.waitForURL("**q=t-000000002**");
    await awake(page);
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#lead");
    // The next thing is the panel, not the rail again.
    await page.keyboard.press("Tab");
    assertEquals(await page.evaluate("document.activeElement.closest('#lead') !== null"), true);
    await page.click("button:text-is('记下一次响应')");
    await page.waitForSelector("text=已记下。");
    await page.click("button:text-is('分配')");
    await page.waitForSelector("text=已分配。");
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.click("text=导出 CSV"),
    ]);
    const csv = await Deno.readTextFile(await file.path());
    assertStringIncludes(csv, "t-000000002,,,launch-2017,杭州,wechat");
    assertEquals(csv.trim().split("\r\n").length, 2);
  }));

Deno.test("console: on a phone and without script a sale is paused all the same, and nothing spills", () =>
  withServer(3, async (stage) => {
    const path = "/staff/sales/launch-2017";
    const look = { viewport: PHONE, javaScriptEnabled: false, locale: "en-GB" };
    const { page } = await signedIn(stage, path, look);
    await page.click('.console-acts a:text-is("Pause")');
    await page.waitForURL("**?confirm=pause");
    await page.click("#steer form button[type=submit] >> nth=-1");
    await page.waitForURL("**?done=pause");
    await inState(page, "paused");
    assertEquals(await claim(stage.url, "launch-2017", 1), "paused");
    for (
      const one of [
        "/staff",
        path,
        "/staff/leads",
        "/staff/orders",
        "/staff/actors/sale/launch-2017",
      ]
    ) {
      await page.goto(stage.url + one);
      const wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      assertEquals(wide, 0, `${one} spills over the side`);
    }
  }));

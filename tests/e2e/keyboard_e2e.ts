/**
 * Keys alone, in a real browser: what has the focus can be seen, what lies over a page goes by Escape,
 * and whoever claims a car is led to what comes next.
 */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { withStage } from "./stage.ts";
import { codeFor, hearFaults } from "./visits.ts";

const SALE = "/sales/launch-2017";
const CONFIGURE = "/models/lu/configure";
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
const MOST_KEYS = 90;

/** Goes on by Tab until the focus is on what is meant. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let keys = 0; keys < MOST_KEYS; keys++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((one) => document.activeElement?.matches(one), selector)) return;
  }
  throw new Error(`${selector} is not reached by ${MOST_KEYS} keys on ${page.url()}`);
}

/** What lies over the lower edge of what has the focus. */
const LIES_OVER = `(() => {
  const one = document.activeElement;
  if (!one || one === document.body || !one.closest("main")) return "";
  const { left, right, top, bottom } = one.getBoundingClientRect();
  for (const y of [top + 4, bottom - 4]) {
    const hit = document.elementFromPoint((left + right) / 2, y);
    if (!hit || !one.contains(hit) && !hit.contains(one)) {
      return one.textContent.trim() + " behind " + (hit?.className || "the screen's edge");
    }
  }
  return "";
})()`;

for (const viewport of [DESK, PHONE]) {
  Deno.test(`keyboard: nothing focused in the configurator is behind a bar, ${viewport.width} px wide`, () =>
    withStage({}, async ({ url, browser, faults }) => {
      const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
      const page = await context.newPage();
      hearFaults(page, (message) => faults.push(message));
      await page.goto(url + CONFIGURE, { waitUntil: "load" });
      const covered: string[] = [];
      const choice = "[data-go]";
      await tabTo(page, choice);
      for (const key of ["Tab", "Shift+Tab"]) {
        do {
          const over = await page.evaluate<string>(LIES_OVER);
          if (over !== "") covered.push(`${key}: ${over}`);
          await page.keyboard.press(key);
        } while (await page.evaluate((one) => document.activeElement?.matches(one), choice));
      }
      assertEquals(covered, []);
    }));
}

Deno.test("keyboard: the menu of a phone and a price's parts go by Escape, and the focus stays", () =>
  withStage({}, async ({ url, browser, faults }) => {
    const context = await browser.newContext({ viewport: PHONE, reducedMotion: "reduce" });
    const page = await context.newPage();
    hearFaults(page, (message) => faults.push(message));
    for (const [path, over] of [["/", ".header__menu"], [CONFIGURE, ".price-bar__parts"]]) {
      await page.goto(url + path, { waitUntil: "load" });
      const summary = `${over} > summary`;
      await tabTo(page, summary);
      await page.keyboard.press("Enter");
      await page.waitForSelector(`${over}[open]`);
      await page.keyboard.press("Escape");
      await page.waitForSelector(`${over}:not([open])`);
      assert(await page.evaluate((one) => document.activeElement?.matches(one), summary), path);
    }
  }));

Deno.test("keyboard: the answer to a claim takes the focus, and the next key is the payment", () =>
  withStage({ LOADTEST: "1", SALE_CARS: "3" }, async ({ url, browser, faults }) => {
    const context = await browser.newContext({ locale: "zh-CN", reducedMotion: "reduce" });
    const page = await context.newPage();
    hearFaults(page, (message) => faults.push(message));
    const phone = "13800138061";
    await page.goto(`${url}/sign-in?next=${SALE}`);
    await page.fill("#phone", phone);
    await page.keyboard.press("Enter");
    await page.waitForSelector("#code");
    await page.fill("#code", await codeFor(url, phone));
    await page.keyboard.press("Enter");
    await page.waitForURL(`**${SALE}`);
    await page.locator(".scene, main").getByText("实时").waitFor();
    await tabTo(page, "form button[type=submit]");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.className === "sale-answer");
    await page.keyboard.press("Tab");
    const next = await page.evaluate(() => document.activeElement?.getAttribute("href"));
    assertEquals(next, "/orders/launch-2017-1");
  }));

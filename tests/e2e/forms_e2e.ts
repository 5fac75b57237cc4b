/**
 * Forms when something comes in between: one goes back, the network is away, the session has ended.
 * `CHROMIUM` names the browser, `/usr/bin/chromium` when left out.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { BrowserContext, Page } from "playwright-core";
import { withStage } from "./stage.ts";
import { codeFor, hearFaults } from "./visits.ts";

const PHONE = "13812340009";

async function signIn(page: Page, url: string, next: string): Promise<void> {
  await page.goto(`${url}/sign-in?next=${next}`);
  await page.fill("#phone", PHONE);
  await page.click("main form button[type=submit]");
  await page.waitForSelector("#code");
  await page.fill("#code", await codeFor(url, PHONE));
  await page.click("main form button[type=submit]");
  await page.waitForURL(`**${next}`);
}

/** Goes back, and says where to; the browser's question would be a page of its own. */
async function backFrom(page: Page): Promise<string> {
  await page.goBack();
  return new URL(page.url()).pathname;
}

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "" : ", without script";

  Deno.test(`forms: Back after signing in asks for no form again${how}`, () =>
    withStage({}, async ({ url, browser, faults }) => {
      const context = await browser.newContext({ locale: "zh-CN", javaScriptEnabled });
      const page = await context.newPage();
      hearFaults(page, (message) => faults.push(message));
      await page.goto(`${url}/models`);
      await signIn(page, url, "/my");
      const way = [await backFrom(page), await backFrom(page), await backFrom(page)];
      assertEquals(way, ["/sign-in", "/sign-in", "/models"]);
      if (!javaScriptEnabled) return;
      await page.goto(`${url}/my/profile`);
      await page.fill("#email", "lin@river");
      await page.click("main form button[type=submit] >> nth=0");
      await page.waitForSelector("#email[aria-invalid]");
      await page.goto(`${url}/my`);
      assertEquals(await backFrom(page), "/my/profile");
    }));

  Deno.test(`forms: what was typed outlives the session${how}`, () =>
    withStage({}, async ({ url, browser, faults }) => {
      const context = await browser.newContext({ locale: "zh-CN", javaScriptEnabled });
      const page = await context.newPage();
      hearFaults(page, (message) => faults.push(message));
      await signIn(page, url, "/my/profile");
      if (javaScriptEnabled) await withoutNetwork(context, page);
      await page.fill("#name", "林晚舟");
      const cookies = await context.cookies();
      await context.clearCookies({ name: "session" });
      await page.click("main form button[type=submit] >> nth=0");
      await page.waitForSelector("text=刚才填的都还在这一页");
      // Signed in again, in another tab.
      await context.addCookies(cookies);
      await page.click("main form button[type=submit]");
      await page.waitForURL("**/my/profile?saved");
      assertEquals(await page.inputValue("#name"), "林晚舟");
    }));
}

/** The browser would put its own page in the place of the form. */
async function withoutNetwork(context: BrowserContext, page: Page): Promise<void> {
  await page.fill("#name", "林");
  await context.setOffline(true);
  await page.click("main form button[type=submit] >> nth=0");
  assertStringIncludes(await page.locator(".form-offline").textContent() ?? "", "没有网络");
  assertEquals(await page.inputValue("#name"), "林");
  await context.setOffline(false);
}

/**
 * A member in a real browser: joins, adds a car, earns and spends points, decides on consents and has
 * them called back, signs out everywhere; the first page moves by itself. On a phone without script,
 * in English, everything works as well. `CHROMIUM` names the browser, `/usr/bin/chromium` when left out.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Browser, Page } from "playwright-core";
import { type Stage, withStage } from "./stage.ts";
import { codeFor, hearFaults } from "./visits.ts";

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const STAFF_PHONE = "13900000000";
const VIN = "LATPAB071W1005301";

const withServer = (run: (stage: Stage) => Promise<void>): Promise<void> =>
  withStage({ STAFF_PHONES: STAFF_PHONE }, run);

async function signedIn(
  { url, browser, faults }: Stage,
  phone: string,
  path: string,
  options: Parameters<Browser["newContext"]>[0],
): Promise<Page> {
  const context = await browser.newContext({ locale: "zh-CN", ...options });
  const page = await context.newPage();
  hearFaults(page, (message) => faults.push(message));
  page.on("console", (message) => {
    if (/Content.Security.Policy/.test(message.text())) faults.push(message.text());
  });
  await page.goto(url + path);
  await page.fill("#phone", phone);
  await page.click("main form button[type=submit]");
  await page.waitForSelector("#code");
  await page.fill("#code", await codeFor(url, phone));
  await page.click("main form button[type=submit]");
  await page.waitForURL(`**${path}`);
  return page;
}

const main = (page: Page) => page.locator("main");

/** No page is wider than its window. */
async function fits(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert(over <= 0, `${page.url()} is ${over} px too wide`);
}

Deno.test("member: a car, points and messages on one page that moves by itself", () =>
  withServer(async (stage) => {
    const { url } = stage;
    const member = await signedIn(stage, "13812340001", "/my", { viewport: DESKTOP });
    await member.click("a:has-text('看一看')");
    await member.click("#terms button");
    await member.waitForSelector("#terms >> text=已同意");
    await member.goto(`${url}/my`);
    await member.waitForSelector("text=没有要办的事");
    await member.goto(`${url}/my/cars`);
    await member.fill("#vin", VIN);
    await member.fill("#plate", "浙ad12345");
    await member.fill("#delivered", "2026-01-10");
    await member.click("form:has(#vin) button[type=submit]");
    await member.waitForSelector("text=浙A·D12345");
    await member.goto(`${url}/my`);
    await member.waitForSelector("text=实时");

    const staff = await signedIn(stage, STAFF_PHONE, "/staff/members", { viewport: DESKTOP });
    await staff.fill("#who", "138 1234 0001");
    await staff.fill("#why", "核对保养记录");
    await staff.click("form:has(#who) button[type=submit]");
    await staff.waitForSelector("#points");
    await staff.fill("#points", "1600");
    await staff.fill("#reason", "为上次的等待致歉");
    await staff.click("form:has(#reason) button[type=submit]");
    // The member's page has not been touched.
    await member.waitForSelector("#hub >> text=1,600");

    await member.goto(`${url}/my/points`);
    assertStringIncludes(await main(member).innerText(), "为上次的等待致歉");
    await member.click("button:has-text('我看过并接受')");
    await member.waitForSelector("text=已接受规则");
    await member.click("li:has-text('保养立减 100 元') button");
    await member.waitForSelector("text=已兑换");
    await member.goto(`${url}/my`);
    assertStringIncludes(await main(member).innerText(), "保养立减 100 元");

    await member.goto(`${url}/my/privacy`);
    const ledger = await main(member).innerText();
    assertStringIncludes(ledger, "核对保养记录");
    assertStringIncludes(ledger, "为上次的等待致歉");
  }));

Deno.test("member: consents one by one; what a dealer was given is called back", () =>
  withServer(async (stage) => {
    const member = await signedIn(stage, "13812340002", "/my/privacy", { viewport: DESKTOP });
    assertEquals(await member.locator("text=未同意").count(), 7);
    await member.click("#dealer_sharing button");
    await member.waitForSelector("#dealer_sharing >> text=已同意");
    assertEquals(await member.locator("text=未同意").count(), 6);
    await member.click("button:has-text('请他们回电')");
    for (let tries = 0; !(await main(member).innerText()).includes("对方已收到"); tries++) {
      assert(tries < 50, "nothing was received");
      await member.waitForTimeout(100);
      await member.reload();
    }
    await member.click("#dealer_sharing button");
    for (let tries = 0; !(await main(member).innerText()).includes("对方已删除"); tries++) {
      assert(tries < 50, "nothing was deleted");
      await member.waitForTimeout(100);
      await member.reload();
    }
  }));

Deno.test("member: on a phone without script and in English; signed out everywhere", () =>
  withServer(async (stage) => {
    const { url, browser } = stage;
    const look = { viewport: PHONE, javaScriptEnabled: false, locale: "en-GB" };
    const member = await signedIn(stage, "13812340003", "/my", look);
    assertStringIncludes(
      await main(member).innerText(),
      "You have not seen the member's terms yet",
    );
    for (const path of ["", "/points", "/cars", "/inbox", "/profile", "/security", "/privacy"]) {
      await member.goto(`${url}/my${path}`);
      assertEquals(await member.locator("h1").count(), 1, path);
    }
    await member.goto(`${url}/my/points`);
    await member.click("button:has-text('Check in +5')");
    assertStringIncludes(await main(member).innerText(), "Checked in today");
    await member.goto(`${url}/my/profile`);
    await member.click("text=Add an address");
    await member.fill("#receiver", "Lin");
    await member.fill("#receiver-phone", "138 1234 0003");
    await member.selectOption("#region", "四川省/成都市");
    await member.fill("#street", "天府大道 1 号");
    await member.click("form:has(#street) button[type=submit]");
    assertStringIncludes(await main(member).innerText(), "四川省成都市天府大道 1 号");

    const state = await member.context().storageState();
    const other = await (await browser.newContext({ storageState: state })).newPage();
    await member.goto(`${url}/my/security`);
    await member.click("button:has-text('Sign out everywhere')");
    await member.waitForURL("**/sign-in");
    await other.goto(`${url}/my`);
    assertStringIncludes(other.url(), "/sign-in");
  }));

Deno.test("member: every page fits a phone", () =>
  withServer(async (stage) => {
    const member = await signedIn(stage, "13812340004", "/my", { viewport: PHONE });
    for (const path of ["", "/points", "/cars", "/inbox", "/profile", "/security", "/privacy"]) {
      await member.goto(`${stage.url}/my${path}`);
      await fits(member);
    }
  }));

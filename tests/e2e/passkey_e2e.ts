/**
 * A passkey in a real browser, with an authenticator that the browser plays: added on a phone and on a
 * desktop, signed out, signed in with it, removed. `CHROMIUM` names the browser, `/usr/bin/chromium`
 * when left out.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Browser, chromium, type Page } from "playwright-core";
import { startServer } from "./servers.ts";
import { codeFor, hearFaults } from "./visits.ts";

const WINDOWS = [
  { phone: "13812350001", viewport: { width: 390, height: 844 } },
  { phone: "13812350002", viewport: { width: 1280, height: 900 } },
] as const;

async function withBrowser(run: (browser: Browser, url: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const server = await startServer(`${folder}/kv.db`);
  const browser = await chromium.launch({
    executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    // Passkeys belong to names, and an address in digits is none.
    await run(browser, server.url.replace("127.0.0.1", "localhost"));
  } finally {
    await browser.close();
    server.kill("SIGTERM");
    await server.ended;
    await Deno.remove(folder, { recursive: true });
  }
}

/** A device that holds passkeys and has just recognised its owner. */
async function giveDevice(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function enterByCode(page: Page, url: string, phone: string): Promise<void> {
  await page.goto(`${url}/sign-in?next=/my/security`);
  await page.fill("#phone", phone);
  await page.click("main form button[type=submit]");
  await page.waitForSelector("#code");
  await page.fill("#code", await codeFor(url, phone));
  await page.click("main form button[type=submit]");
  await page.waitForURL("**/my/security");
}

Deno.test("passkey: added, signed out, signed in with it, and removed, on a phone and on a desktop", () =>
  withBrowser(async (browser, url) => {
    for (const { phone, viewport } of WINDOWS) {
      const context = await browser.newContext({ locale: "zh-CN", viewport });
      const page = await context.newPage();
      const faults: string[] = [];
      hearFaults(page, (message) => faults.push(message));
      await enterByCode(page, url, phone);
      await giveDevice(page);
      const main = page.locator("main");

      await page.fill("#passkey-name", "口袋里的手机");
      await page.click("button:has-text('在这台设备上添加')");
      await page.waitForURL("**/my/security?done=added**");
      assertStringIncludes(await main.innerText(), "口袋里的手机");
      assertStringIncludes(await main.innerText(), "还没有用过");

      await page.click("li:has-text('这台设备') button:has-text('退出')");
      await page.waitForURL((at) => at.pathname === "/");
      await page.goto(`${url}/my/security`);
      assertStringIncludes(page.url(), "/sign-in");

      // The browser offers it by itself in the field of the number; else there is the button, which
      // is gone with the page where the browser was quicker.
      const entered = page.waitForURL((at) => at.pathname === "/my/security");
      const button = page.locator("button:has-text('用通行密钥登录')");
      await Promise.all([entered, button.click({ timeout: 2_000 }).catch(() => {})]);
      assertStringIncludes(await main.innerText(), "最近一次");
      const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assertEquals(Math.max(0, width), 0);

      await page.click("li:has-text('口袋里的手机') button:has-text('移除')");
      await page.waitForURL("**/my/security?done=removed**");
      assertStringIncludes(await main.innerText(), "还没有通行密钥");
      assertEquals(faults, []);
      await context.close();
    }
  }));

Deno.test("passkey: without script the page says what it takes, and the code works as ever", () =>
  withBrowser(async (browser, url) => {
    const context = await browser.newContext({ locale: "en-GB", javaScriptEnabled: false });
    const page = await context.newPage();
    await enterByCode(page, url, "13812350003");
    assertStringIncludes(
      await page.locator("main").innerText(),
      "Adding a passkey needs JavaScript",
    );
    await page.click("button:has-text('Sign out everywhere')");
    await page.waitForURL("**/sign-in");
  }));

/**
 * What is tried on the sale's pages: two windows of one member, a network that dies, a keyboard alone,
 * 200 % zoom, no motion, hostile words in every field, a session after its end.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { type Stage, withStage } from "./stage.ts";
import { hearFaults } from "./visits.ts";

const SALE = "/sales/launch-2017";
const PHONE = { width: 390, height: 844 };
const HOSTILE = `"><img src=x onerror="window.hit=1"><script>window.hit=1</script>'\${7*7}`;

async function token({ url }: Stage, number: number, role = "member"): Promise<string> {
  const body = JSON.stringify({ count: 1, first: number, role });
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${url}/loadtest/tokens`, { method: "POST", headers, body });
  return (await response.text()).trim();
}

async function as(
  stage: Stage,
  number: number,
  { role = "member", ...look }: BrowserContextOptions & { role?: string } = {},
): Promise<BrowserContext> {
  const context = await stage.browser.newContext({ locale: "zh-CN", viewport: PHONE, ...look });
  const value = await token(stage, number, role);
  await context.addCookies([{ name: "session", value, url: stage.url }]);
  return context;
}

async function open(stage: Stage, context: BrowserContext, path = SALE): Promise<Page> {
  const page = await context.newPage();
  hearFaults(page, (message) => stage.faults.push(`${path}: ${message}`));
  await page.goto(stage.url + path);
  return page;
}

async function api({ url }: Stage, path: string, bearer: string, body: unknown): Promise<void> {
  const response = await fetch(url + path, {
    method: "POST",
    headers: { authorization: `Bearer ${bearer}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  assert(response.ok, `${path}: ${response.status} ${await response.text()}`);
}

const schedule = async (stage: Stage, id: string, more: object) =>
  await api(stage, "/api/sales", await token(stage, 900, "staff"), {
    ...{ id, title: "鹭 Lu", model: "lu", capacity: 2, opensAt: Date.now() + 3_600_000 },
    ...more,
  });

Deno.test("tried: two windows of one member say the same, whichever something was done in", () =>
  withStage({ SALE_CARS: "2" }, async (stage) => {
    await schedule(stage, "spring", { mode: "draw" });
    const context = await as(stage, 1);
    const one = await open(stage, context, "/sales/spring");
    const two = await open(stage, context, "/sales/spring");
    await one.click("button:has-text('登记摇号')");
    await two.waitForSelector("text=您已登记");
    await two.click("button:has-text('撤回登记')");
    await one.waitForSelector("button:has-text('登记摇号')");

    const left = await open(stage, context), right = await open(stage, context);
    await left.click("button:has-text('抢一辆')");
    for (const page of [left, right]) await page.waitForSelector("text=1 号车为您保留");
    await context.close();
  }));

Deno.test("tried: a network that dies is said plainly, and what was missed comes with it", () =>
  withStage({ SALE_CARS: "2" }, async (stage) => {
    const context = await as(stage, 1);
    const page = await open(stage, context);
    await page.waitForSelector("text=实时");
    await context.setOffline(true);
    await page.waitForSelector("[role=status]:has-text('连接中断，正在重连')");
    await api(stage, `/api${SALE}/claims`, await token(stage, 2), {});
    await context.setOffline(false);
    await page.waitForSelector("text=余 1 辆");
    await page.waitForSelector("text=实时");
    assertEquals(await page.locator("text=连接中断").count(), 0);
    await context.close();
  }));

Deno.test("tried: by keyboard alone, without motion, and at 200 % zoom", () =>
  withStage({ SALE_CARS: "2" }, async (stage) => {
    // A window of 1280 pixels at 200 %.
    const zoomed = { viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 };
    const context = await as(stage, 1, { ...zoomed, reducedMotion: "reduce" });
    const page = await open(stage, context);
    await page.waitForSelector("text=实时");
    await byKeyboard(page, "抢一辆");
    await page.waitForSelector("text=1 号车为您保留");
    await byKeyboard(page, "去支付");
    await page.waitForURL("**/orders/launch-2017-1");
    const paths = [SALE, `${SALE}/why`, "/orders", "/orders/launch-2017-1"];
    await assertStill(page, stage.url, paths);
    await context.close();
    const staff = await as(stage, 900, { ...zoomed, reducedMotion: "reduce", role: "staff" });
    const desk = await open(stage, staff, `/staff${SALE}`);
    const console_ = [`/staff${SALE}`, "/staff/leads", "/staff/orders", "/staff/rehearsals"];
    await assertStill(desk, stage.url, [...console_, "/staff/actors/lot/launch-2017"]);
    await assertStill(desk, stage.url, ["/staff/dead-letters", "/staff/sales/new"]);
    await staff.close();
  }));

/** Goes there with the tab key, sees where it is, and presses Enter. */
async function byKeyboard(page: Page, name: string): Promise<void> {
  for (let tabs = 0; tabs < 40; tabs++) {
    await page.keyboard.press("Tab");
    // At the end of a page the focus is the browser's, for one press, and on nothing of the page.
    const { words, ring } = await page.evaluate(() => {
      const focused = document.activeElement as HTMLElement;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(focused);
      const ring = (outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none";
      return { words: focused.innerText, ring };
    });
    // The body has all words of the page, and is nothing to press.
    if (!words.includes(name) || words.length > name.length + 20) continue;
    assert(ring, `${name}: the focus is not to be seen`);
    return await page.keyboard.press("Enter");
  }
  throw new Error(`"${name}" is not reached by the tab key`);
}

/** Nothing spills over the side, and nothing moves for those who want no motion. */
async function assertStill(page: Page, url: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(url + path);
    assertEquals(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0, path);
    const moving = await page.evaluate(() =>
      document.getAnimations().filter(({ playState, effect }) =>
        playState === "running" && Number(effect?.getComputedTiming().duration) > 50
      ).length
    );
    assertEquals(moving, 0, `${path} moves`);
  }
}

Deno.test("tried: hostile words in every field are words", () =>
  withStage({ SALE_CARS: "2" }, async (stage) => {
    await schedule(stage, "hostile", { title: HOSTILE.slice(0, 80) });
    const staff = await as(stage, 900, { role: "staff" });
    const member = await as(stage, 1);
    const from = new URLSearchParams({ source: HOSTILE, channel: HOSTILE, city: HOSTILE });
    const shopper = await open(stage, member, `${SALE}?${from}`);
    await shopper.click("button:has-text('抢一辆')");
    await shopper.waitForSelector("text=1 号车为您保留");
    const word = encodeURIComponent(HOSTILE);
    const looks: [BrowserContext, string][] = [
      [member, "/sales/hostile"],
      [member, `/sales/hostile?refused=${word}`],
      [member, `/sign-in?next=${word}`],
      [member, `/orders/${word}`],
      [member, `/sales/${word}`],
      [staff, "/staff"],
      [staff, "/staff/sales/hostile"],
      [staff, `/staff/leads?q=${word}&city=${word}&sale=${word}&lead=${word}&refused=${word}`],
      [staff, `/staff/orders?q=${word}&view=table&sale=${word}`],
      [staff, `/staff/actors/lot/${word}`],
      [staff, `/staff/dead-letters?reason=${word}&where=${word}&since=${word}`],
      [staff, `/staff/rehearsals?sale=${word}`],
      [staff, `/staff/members?q=${word}`],
    ];
    for (const [context, path] of looks) {
      const page = await open(stage, context, path);
      await page.waitForLoadState("load");
      assertEquals(await page.evaluate("window.hit"), undefined, path);
      assertEquals(await page.locator("img[src=x]").count(), 0, path);
      await page.close();
    }
    const page = await open(stage, staff, "/staff/sales/hostile");
    assertStringIncludes(await page.locator("h1").innerText(), "<img src=x");
    await staff.close();
    await member.close();
  }));

Deno.test("tried: a session's token is worth nothing after the sign-out", () =>
  withStage({ SALE_CARS: "2", LOADTEST: "0" }, async (stage) => {
    const { url } = stage;
    const post = (path: string, body: object) =>
      fetch(url + path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    await (await post("/api/auth/otp", { phone: "13800138041" })).body?.cancel();
    const code = await codeOf(url, "13800138041");
    const { token: bearer } = await (await post("/api/auth/session", {
      phone: "13800138041",
      code,
    })).json();
    const context = await stage.browser.newContext({ viewport: PHONE, locale: "zh-CN" });
    await context.addCookies([{ name: "session", value: bearer, url }]);
    const page = await open(stage, context, "/my");
    assert(page.url().endsWith("/my"));
    const stolen = (await context.cookies()).find(({ name }) => name === "session")!.value;
    await page.evaluate(() => fetch("/sign-out", { method: "POST" }));
    await context.addCookies([{ name: "session", value: stolen, url }]);
    await page.goto(`${url}/my`);
    assertStringIncludes(page.url(), "/sign-in");
    const headers = { authorization: `Bearer ${stolen}` };
    const answer = await fetch(`${url}/api/members/me`, { headers });
    assertEquals(answer.status, 401);
    await answer.body?.cancel();
    await context.close();
  }));

async function codeOf(url: string, phone: string): Promise<string> {
  for (let looks = 0; looks < 200; looks++) {
    const { messages } = await (await fetch(`${url}/sandbox/sms?phone=${phone}`)).json();
    const code = /code is (\d+)/.exec(messages.at(-1)?.text ?? "")?.[1];
    if (code) return code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no code came for ${phone}`);
}

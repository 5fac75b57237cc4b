/**
 * Before a first-come sale that asks for identity numbers, in a real browser: registering for a reminder
 * and undoing it, the number that is written beforehand and goes on being written while the sale opens,
 * what is wrong with one, and a number that a stranger gave.
 */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "playwright-core";
import { hearFaults, openPlace, type Place } from "./visits.ts";

const SALE = "/sales/winter";
const PHONE = { width: 390, height: 844 };
const HOUR = 3_600_000;
const NUMBER = "11010519491231002X";

/** Asks the API as whoever the page is signed in as. */
const ask = (page: Page, path: string, body?: unknown): Promise<number> =>
  page.evaluate(
    async ([path, body]) => {
      const headers = { "content-type": "application/json" };
      const response = await fetch(path!, { method: "POST", headers, ...(body ? { body } : {}) });
      return response.status;
    },
    [path, body === undefined ? undefined : JSON.stringify(body)] as const,
  );

async function staffPage({ url, context }: Place): Promise<Page> {
  const page = await (await context("staff")).newPage();
  await page.goto(`${url}/staff`);
  const sale = { id: "winter", title: "鹭 Lu 冬季专场", model: "lu", capacity: 2 };
  const plan = { ...sale, identity: "required", opensAt: Date.now() + HOUR };
  assertEquals(await ask(page, "/api/sales", plan), 201);
  return page;
}

Deno.test("before a sale: registered and undone, and the number is ready when the sale opens", async () => {
  await using place = await openPlace();
  const staff = await staffPage(place);
  const faults: string[] = [];
  const page = await (await place.context("member", { viewport: PHONE })).newPage();
  hearFaults(page, (message) => faults.push(message));
  await page.goto(place.url + SALE);
  await page.click("button:has-text('我要参加')");
  await page.waitForSelector("text=已登记");
  await page.reload();
  await page.click("button:has-text('取消登记')");
  await page.waitForSelector("button:has-text('我要参加')");

  await page.fill("#identity-number", NUMBER.slice(0, 10));
  await page.focus("#identity-number");
  assertEquals(await ask(staff, `/api${SALE}/open`), 200);
  await page.waitForSelector("button:has-text('抢一辆')");
  const goesOn = await page.evaluate(() => document.activeElement?.id);
  assertEquals(goesOn, "identity-number", "who is writing goes on");
  // The lot hears of it a moment after the sale; staff are the stranger here.
  for (let tries = 0;; tries++) {
    const status = await ask(staff, `/api${SALE}/claims`, { identityNumber: NUMBER });
    if (status === 201) break;
    assert(tries < 50, `the claim is answered ${status}`);
    await staff.waitForTimeout(100);
  }
  await page.click("button:has-text('抢一辆')");
  await page.waitForSelector("text=号码不对");
  await page.fill("#identity-number", NUMBER);
  await page.click("button:has-text('抢一辆')");
  await page.waitForSelector("text=这个号码已有另一位会员在用");
  await page.check("#identity-disputed");
  await page.click("button:has-text('抢一辆')");
  await page.waitForSelector("text=2 号车为您保留");

  await staff.goto(`${place.url}/staff${SALE}/identities`);
  assertEquals(await staff.locator(".identity-bearers > li").count(), 2);
  await staff.fill(".identity-bearers input[name=reason] >> nth=0", "杭州店看过身份证");
  await staff.click("button:has-text('放开号码') >> nth=0");
  await staff.waitForSelector("text=号码放开了");
  assertEquals(await staff.locator(".identity-bearers > li").count(), 0);
  assertEquals(faults, []);
});

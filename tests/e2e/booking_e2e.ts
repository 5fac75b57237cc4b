/**
 * Bookings in a real browser: a visitor finds a time, signs in, drives and reviews, while staff's day
 * moves by itself and a booking is dragged and dragged back; and on a phone without script, in English,
 * maintenance is booked, moved and cancelled, and a full day is waited for.
 * `CHROMIUM` names the browser, `/usr/bin/chromium` when left out.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Browser, Page } from "playwright-core";
import { type Stage, withStage } from "./stage.ts";
import { codeFor, hearFaults } from "./visits.ts";

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };
const STAFF_PHONE = "13900000000";
const DEALER = "sh-xuhui";
const HALF_HOUR_MS = 30 * 60_000;

const withServer = (run: (stage: Stage) => Promise<void>): Promise<void> =>
  withStage({ STAFF_PHONES: STAFF_PHONE }, run);

async function opened(
  { url, browser, faults }: Stage,
  path: string,
  options: Parameters<Browser["newContext"]>[0],
): Promise<Page> {
  const context = await browser.newContext({
    locale: "zh-CN",
    reducedMotion: "reduce",
    ...options,
  });
  const page = await context.newPage();
  hearFaults(page, (message) => faults.push(message));
  page.on("console", (message) => {
    if (/Content.Security.Policy/.test(message.text())) faults.push(message.text());
  });
  await page.goto(url + path);
  return page;
}

/** Signs in on the page that stands there, and waits for where it leads. */
async function signIn(page: Page, url: string, phone: string, leadsTo: string): Promise<void> {
  await page.fill("#phone", phone);
  await page.click("main form button[type=submit]");
  await page.waitForSelector("#code");
  await page.fill("#code", await codeFor(url, phone));
  await page.click("main form button[type=submit]");
  await page.waitForURL(leadsTo);
}

const said = (page: Page): Promise<string> => page.locator("main").innerText();

/** No page is wider than its window. */
async function fits(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert(over <= 0, `${page.url()} is ${over} px too wide`);
}

/** The third day from now, so that all of its hours lie ahead. */
const chooseDay = (page: Page) => page.locator(".booking-day").nth(3).click();

Deno.test("booking: from the model to the drive and its review, beside staff's live day", () =>
  withServer(async (stage) => {
    const { url } = stage;
    const shopper = await opened(stage, "/models/lu", { viewport: DESKTOP });
    await shopper.click("a:has-text('预约试驾')");
    await shopper.waitForURL("**/test-drive?model=lu");
    await chooseDay(shopper);
    await shopper.waitForURL("**day=**");
    await shopper.click(".booking-time:has-text('11:00')");
    await shopper.click("#confirm >> text=登录并确认");
    await signIn(shopper, url, "13812340011", "**/test-drive?**start=**");
    const start = Number(new URL(shopper.url()).searchParams.get("start"));
    const day = new URL(shopper.url()).searchParams.get("day")!;

    const staff = await opened(stage, `/staff/day?dealer=${DEALER}&date=${day}`, {
      viewport: { width: 1600, height: 1000 },
    });
    await signIn(staff, url, STAFF_PHONE, "**/staff/day?**");
    await staff.waitForSelector(".day-live >> text=实时");
    assertEquals(await staff.locator(".day-block").count(), 0);

    await shopper.check("input[name=route][value=hills]");
    await shopper.click("#confirm button[type=submit]");
    await shopper.waitForURL("**/my/bookings/*?new=1");
    await fits(shopper);
    assertStringIncludes(await said(shopper), "上山");
    // The console was not touched: consultant and car have their blocks.
    const blocks = staff.locator(`.day-block[data-start="${start}"]`);
    await blocks.nth(1).waitFor();

    const box = (await blocks.first().boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await staff.mouse.move(x, y);
    await staff.mouse.down();
    await staff.mouse.move(x + box.width, y, { steps: 4 });
    await staff.mouse.up();
    await staff.locator(`.day-block[data-start="${start + 2 * HALF_HOUR_MS}"]`).first().waitFor();
    await staff.waitForSelector(".day-live >> text=已改到 12:00");
    await staff.click(".day-live button:has-text('撤销')");
    await blocks.first().waitFor();

    await shopper.check("#agree");
    await shopper.click("#agreement button[type=submit]");
    await shopper.waitForSelector("text=协议已签署");
    await blocks.first().click();
    await staff.check("#licence");
    // A colleague has the same visit open, and another is about to move it.
    const [colleague, mover] = [await staff.context().newPage(), await staff.context().newPage()];
    for (const one of [colleague, mover]) {
      await one.goto(staff.url());
      await one.waitForSelector(".day-live >> text=实时");
    }
    await mover.selectOption("#to", { index: 0 });
    await staff.click("#visit button:has-text('登记到店')");
    await staff.waitForSelector("text=已登记到店");
    await colleague.waitForSelector("#visit button:has-text('完成')");
    await mover.waitForSelector("#visit .day-facts >> text=已到店");
    assertEquals(await mover.locator("#visit button:has-text('改期')").count(), 1);
    await staff.click("#visit button:has-text('完成')");
    await staff.waitForSelector("#visit .notice >> text=已完成");

    await shopper.reload();
    await shopper.check("input[name=overall][value='5']");
    await shopper.check("input[name=people][value='5']");
    await shopper.fill("#words", "上山那段很稳");
    await shopper.click("#review button[type=submit]");
    await shopper.waitForSelector("text=您的评价");
    await staff.reload();
    await staff.fill("#reply", "谢谢，下次带上家人");
    await staff.click("#visit button:has-text('发布回复')");
    await staff.waitForSelector("text=回复已发布");

    const visitor = await opened(stage, `/dealers/${DEALER}`, { viewport: DESKTOP });
    const text = await said(visitor);
    for (const part of ["上山那段很稳", "谢谢，下次带上家人", "到店客户"]) {
      assertStringIncludes(text, part);
    }
  }));

Deno.test("booking: on a phone, without script, in English: priced, booked, moved, cancelled", () =>
  withServer(async (stage) => {
    const { url } = stage;
    const owner = await opened(stage, "/sign-in?next=/my/cars", {
      viewport: PHONE,
      locale: "en-GB",
      javaScriptEnabled: false,
    });
    await signIn(owner, url, "13812340012", "**/my/cars");
    await owner.fill("#vin", "LATPAB071W1005301");
    await owner.fill("#delivered", "2026-01-10");
    await owner.click("form:has(#vin) button[type=submit]");
    await owner.goto(`${url}/service`);
    await owner.check("input[name=items][value=brake_fluid]");
    await owner.check("input[name=courtesy]");
    await owner.click("button:has-text('Update price and times')");
    assertStringIncludes(await said(owner), "¥900");
    await chooseDay(owner);
    await owner.click(".booking-time:has-text('10:00')");
    await fits(owner);
    await owner.fill("#km", "4800");
    await owner.click("#confirm button[type=submit]");
    await owner.waitForURL("**/my/bookings/*?new=1");
    const booking = new URL(owner.url()).pathname;
    assertStringIncludes(await said(owner), "4,800 km");
    await fits(owner);

    await owner.locator(".booking-day").nth(4).click();
    await owner.click(".booking-time:has-text('14:30')");
    await owner.click("#move button[type=submit]");
    await owner.waitForURL("**moved=1");
    assertStringIncludes(await said(owner), "14:30");
    const file = await owner.context().request.get(`${url}/api${booking.slice(3)}/calendar.ics`);
    assertStringIncludes(await file.text(), "BEGIN:VEVENT");
    await owner.goto(`${url}/my/bookings`);
    await fits(owner);
    await owner.click("main .list a");
    await owner.click("#cancel button[type=submit]");
    await owner.waitForSelector("text=Cancelled");

    await owner.goto(`${url}/test-drive?model=xiu&dealer=${DEALER}`);
    await chooseDay(owner);
    await owner.waitForURL("**day=**");
    const day = new URL(owner.url()).searchParams.get("day")!;
    const staffDay = `/staff/day?dealer=${DEALER}&date=${day}`;
    const staff = await opened(stage, staffDay, {
      viewport: PHONE,
      locale: "en-GB",
      javaScriptEnabled: false,
    });
    await signIn(staff, url, STAFF_PHONE, "**/staff/day?**");
    await fits(staff);
    await staff.click("button:has-text('Close this day')");
    await staff.waitForSelector("text=The day is closed");
    await owner.reload();
    await owner.click("button:has-text('Wait for this day')");
    await owner.waitForURL("**/my/bookings/*");
    await staff.click("button:has-text('Open it again')");
    await staff.waitForSelector("text=The day is open again");
    const take = owner.locator("button:has-text('I take it')");
    for (let tries = 0; tries < 100 && await take.count() === 0; tries++) {
      await owner.waitForTimeout(100);
      await owner.reload();
    }
    await fits(owner);
    await take.click();
    await owner.waitForSelector("text=We remind you the day before");
  }));

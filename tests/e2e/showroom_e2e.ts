/**
 * Staff change a price, look at it, publish it; a shopper sees it, and a code from before still gives
 * the car at its old price. In a real browser, with script and without.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { openPlace } from "./visits.ts";

const EDITOR = "/staff/showroom/lu";
const OLD = "/configurations/LU1-AZSVM";

const total = (page: Page): Promise<string> => page.locator(".price-bar__total").innerText();

for (const script of [true, false]) {
  Deno.test(`showroom: a price is changed, previewed and published, ${script ? "with" : "without"} script`, async () => {
    await using place = await openPlace();
    const staff = await place.context("staff", { javaScriptEnabled: script });
    const visitor = await place.context("visitor", { javaScriptEnabled: script });
    const shopper = await visitor.newPage();
    await shopper.goto(`${place.url}/models/lu/configure`);
    await shopper.locator("[data-go='take paint_maple']").click();
    await shopper.locator(".price-bar__total", { hasText: "¥166,900" }).waitFor();

    const page = await staff.newPage();
    await page.goto(place.url + EDITOR);
    await page.locator("header button[value=begin]").click();
    await page.goto(`${place.url}${EDITOR}?edit=options/paint_maple`);
    await page.fill("#price", "9000");
    await page.locator("#part-form button[value=save]").click();
    await page.locator(".part-changes", { hasText: "¥9,000" }).waitFor();

    await page.goto(`${place.url}/models/lu/configure?v=draft&car=core.paint_maple`);
    assertEquals(await total(page), "¥168,900");
    assertStringIncludes(await page.locator(".draft-mark").innerText(), "只有员工看得到");
    const hidden = await shopper.request.get(`${place.url}/models/lu/configure?v=draft`);
    assertStringIncludes(hidden.url(), "/sign-in");

    await page.goto(place.url + EDITOR);
    await page.fill("#publish-note", "枫色调价");
    await page.locator("button[value=publish]").click();
    await page.waitForURL("**/lu?published");

    // Who was choosing goes on by the list they began with, and is told of the newer one.
    await shopper.reload();
    assertEquals(await total(shopper), "¥166,900");
    assertStringIncludes(await shopper.locator(".newer-list").innerText(), "¥168,900");
    await shopper.locator(".newer-list a").click();
    await shopper.locator(".price-bar__total", { hasText: "¥168,900" }).waitFor();

    await shopper.goto(place.url + OLD);
    const body = await shopper.locator("main").innerText();
    assertStringIncludes(body, "¥232,900");
    assertStringIncludes(body, "¥234,900");

    // Ordered by the old code, nothing is placed: the member sees both prices, and decides.
    const member = await (await place.context("member", { javaScriptEnabled: script })).newPage();
    await member.goto(place.url + OLD);
    await member.locator("form[action='/my/orders'] button").click();
    await member.waitForURL("**/my/orders/v-*");
    assertStringIncludes(await member.locator("main").innerText(), "¥234,900");
  });
}

/** Staff rehearse a sale in a real browser: with script it goes by itself, without it is looked at. */
import { assertEquals } from "@std/assert";
import { hearFaults, openPlace } from "./visits.ts";

const DESKTOP = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

Deno.test("rehearsal: started from the sale's console, watched to its end, and stopped halfway", async () => {
  await using place = await openPlace();
  const faults: string[] = [];
  const context = await place.context("staff", { viewport: DESKTOP, locale: "en-GB" });
  const page = await context.newPage();
  hearFaults(page, (message) => faults.push(message));
  await page.goto(`${place.url}/staff/sales/launch-2017`);
  await page.click("text=Rehearse it");
  await page.waitForURL("**/staff/rehearsals?sale=launch-2017");
  assertEquals(await page.inputValue("#sale"), "launch-2017");
  await page.fill("#participants", "1500");
  await page.fill("#cars", "100");
  await page.click("main form button[type=submit]");
  await page.waitForSelector("[data-status=running]");
  // Nobody touches the page: it follows by itself.
  await page.waitForSelector("[data-status=finished]");
  assertEquals(await page.textContent("[data-outcome=sold]"), "100");
  assertEquals(await page.textContent("[data-outcome=leads]"), "1,500");
  assertEquals(await page.textContent("[data-outcome=oversold]"), "0");
  assertEquals(await page.locator("#curve-title").count(), 1);
  const sale = await (await fetch(`${place.url}/api/sales/launch-2017`)).json();
  assertEquals([sale.participants, sale.allocated], [1, 1]);

  await page.goto(`${place.url}/staff/rehearsals?sale=launch-2017`);
  await page.fill("#participants", "20000");
  await page.click("main form button[type=submit]");
  await page.waitForSelector("[data-status=running]");
  await page.click("text=Stop it");
  await page.waitForSelector("[data-status=cancelled]");
  await context.close();
  assertEquals(faults, []);

  const plain = await place.context("staff", {
    viewport: PHONE,
    javaScriptEnabled: false,
    locale: "en-GB",
  });
  const still = await plain.newPage();
  await still.goto(`${place.url}/staff/rehearsals?sale=launch-2017`);
  await still.fill("#participants", "300");
  await still.click("main form button[type=submit]");
  for (let looks = 0; await still.locator("[data-status=finished]").count() === 0; looks++) {
    if (looks > 100) throw new Error("the rehearsal did not end");
    await still.waitForTimeout(100);
    await still.reload();
  }
  assertEquals(await still.textContent("[data-outcome=leads]"), "300");
  const wide = await still.evaluate("document.documentElement.scrollWidth - innerWidth");
  assertEquals(wide, 0, "the page spills over the side");
  await plain.close();
});

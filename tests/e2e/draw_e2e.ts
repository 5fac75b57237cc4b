/**
 * A draw in a real browser: registering with script and without, the list that closes by itself, the
 * place that appears by itself, and why.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { hearFaults, openPlace, type Place } from "./visits.ts";

const DRAW = "/sales/spring";
const PHONE = { width: 390, height: 844 };
/** Long enough to register twice, and no longer. */
const OPENS_MS = 12_000;
/** The margin after the list, the round, and the moment in which browsers ask. */
const DRAWN_MS = 60_000;

const main = async (page: Page): Promise<string> => await page.locator("main").innerText();

/** A draw for one car that closes in some seconds. */
async function schedule({ url, context }: Place): Promise<void> {
  const staff = await context("staff");
  const page = await staff.newPage();
  await page.goto(`${url}/staff`);
  const status = await page.evaluate(
    async (body) => {
      const headers = { "content-type": "application/json" };
      const response = await fetch("/api/sales", { method: "POST", headers, body });
      return response.status;
    },
    JSON.stringify({
      ...{ id: "spring", title: "鹭 Lu 春季抽签", model: "lu", capacity: 1, mode: "draw" },
      opensAt: Date.now() + OPENS_MS,
    }),
  );
  assertEquals(status, 201);
  await staff.close();
}

Deno.test("draw: registered for, closed and drawn before one's eyes, and told why", async () => {
  await using place = await openPlace();
  const { url } = place;
  await schedule(place);
  const faults: string[] = [];
  const member = await place.context("member", { viewport: PHONE });
  const page = await member.newPage();
  hearFaults(page, (message) => faults.push(message));
  await page.goto(url + DRAW);
  await page.click("button:has-text('登记摇号')");
  await page.waitForSelector("text=您已登记");
  await page.click("button:has-text('撤回登记')");
  await page.click("button:has-text('登记摇号')");
  await page.waitForSelector("text=您已登记，登记号 2");
  await page.reload();
  assertStringIncludes(await main(page), "您已登记，登记号 2");

  const plain = await place.context("staff", { javaScriptEnabled: false, locale: "en-GB" });
  const still = await plain.newPage();
  await still.goto(url + DRAW);
  await still.click("button:has-text('Register for the draw')");
  assertStringIncludes(await main(still), "You are registered, number 3");

  // Nobody touches the first page any more.
  await page.waitForSelector("text=名单已截止");
  await page.waitForSelector("text=您摇到第", { timeout: DRAWN_MS });
  const [, mine] = /您摇到第 (\d) 位，共 2 位/.exec(await main(page))!;
  await page.waitForSelector(mine === "1" ? "text=1 号车为您保留" : "text=候补第 1 位");
  await still.reload();
  const other = mine === "1" ? 2 : 1;
  assertStringIncludes(await main(still), `You were drawn at place ${other} of 2`);

  await page.click("text=为什么是这个结果");
  await page.waitForURL(`**${DRAW}/why`);
  const told = await main(page);
  assertStringIncludes(told, "撤回了登记");
  assertStringIncludes(told, `您摇到第 ${mine} 位`);
  assertStringIncludes(told, "--member");
  const wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
  assertEquals(wide, 0, "the page spills over the side");
  assert(faults.length === 0, faults.join("\n"));
  await plain.close();
  await member.close();
});

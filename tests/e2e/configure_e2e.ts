/**
 * The configurator in a real browser: with script and without, on a phone and on a desk. `CHROMIUM`
 * names the browser, `/usr/bin/chromium` when left out.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Browser, Page } from "playwright-core";
import { withStage } from "./stage.ts";
import { hearFaults } from "./visits.ts";

const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const ISLAND_BYTES = 30_000;

interface Look {
  readonly viewport: { width: number; height: number };
  readonly script: boolean;
  readonly locale: string;
}

const withShop = (
  run: (url: string, browser: Browser, faults: string[]) => Promise<void>,
): Promise<void> => withStage({}, ({ url, browser, faults }) => run(url, browser, faults));

async function visit(browser: Browser, faults: string[], look: Look): Promise<Page> {
  const context = await browser.newContext({
    viewport: look.viewport,
    locale: look.locale,
    javaScriptEnabled: look.script,
  });
  const page = await context.newPage();
  hearFaults(page, (message) => faults.push(message));
  return page;
}

const total = (page: Page): Promise<string> => page.locator(".price-bar__total").innerText();

for (
  const look of [
    { viewport: DESKTOP, script: true, locale: "zh-CN" },
    { viewport: PHONE, script: true, locale: "en" },
    { viewport: DESKTOP, script: false, locale: "en" },
    { viewport: PHONE, script: false, locale: "zh-CN" },
  ] satisfies Look[]
) {
  const { viewport, script, locale } = look;
  Deno.test(
    `configurator: explained, undone, shared; ${viewport.width} px, ${locale}, ${
      script ? "with" : "without"
    } script`,
    () =>
      withShop(async (url, browser, faults) => {
        const page = await visit(browser, faults, look);
        await page.goto(`${url}/models/lu/configure`, { waitUntil: "load" });
        assertEquals(await total(page), "¥159,900");
        const changed = async (click: string, expected: string) => {
          await page.locator(click).first().click();
          await page.locator(".price-bar__total", { hasText: expected }).waitFor();
        };
        await changed("[data-go='trim performance']", "¥219,900");
        await changed("[data-go='take tow_bar']", "¥225,900");
        await changed("[data-go='take paint_maple']", "¥232,900");
        await page.locator("[data-go='ask pack_track']").click();
        const forced = page.locator("#ask");
        await forced.waitFor();
        assertStringIncludes(
          await forced.innerText(),
          locale === "en" ? "21-inch tyres do not carry" : "21 英寸轮胎的载荷不足以牵引",
        );
        assertEquals(await total(page), "¥232,900");
        await changed("#ask [data-go='take pack_track']", "¥244,900");
        await changed("[data-go='undo']", "¥232,900");
        await page.locator(".price-bar .button--signal").click();
        await page.waitForURL(/\/configurations\/LU1-[0-9A-Z]+$/);
        const body = await page.locator("main").innerText();
        assertStringIncludes(body, "¥232,900");
        assertStringIncludes(body, locale === "en" ? "Frost Maple" : "霜枫");
        const wide = await page.evaluate("document.documentElement.scrollWidth");
        assert(Number(wide) <= viewport.width, `${wide} px wide`);
      }),
  );
}

Deno.test("configurator: its island weighs less than 30 KB gzip, its engine and drawings included", () =>
  withShop(async (url) => {
    const html = await (await fetch(`${url}/models/lu/configure`)).text();
    const [path] = /\/_fresh\/js\/[^"']*\/Configurator-[^"']+\.js/.exec(html) ?? [];
    assert(path, "the page has no island");
    const { body } = await fetch(new URL(path, url));
    const packed = await new Response(body!.pipeThrough(new CompressionStream("gzip")))
      .arrayBuffer();
    assert(packed.byteLength < ISLAND_BYTES, `${packed.byteLength} bytes`);
  }));

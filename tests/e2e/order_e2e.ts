/**
 * A car from its configuration to its plate, in real browsers: the buyer's and that of staff, who act
 * on the same order. `CHROMIUM` names the browser, `/usr/bin/chromium` when left out.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Browser, chromium, type Page } from "playwright-core";
import { parsePlate } from "../../lib/garage/plate.ts";
import { orderDeskText } from "../../lib/i18n/order_desk.ts";
import { insuranceText } from "../../lib/i18n/insurance.ts";
import { vehicleOrdersText } from "../../lib/i18n/vehicle_orders.ts";
import { wayText } from "../../lib/i18n/way.ts";
import { onPaper } from "./paper.ts";
import { startServer } from "./servers.ts";
import { codeFor, hearFaults } from "./visits.ts";

const STAFF_PHONE = "13900000001";

interface Look {
  readonly phone: string;
  readonly vin: string;
  readonly plate: string;
  readonly viewport: { width: number; height: number };
  readonly locale: "zh-CN" | "en-GB";
  /** How the buyer signs for the car. */
  readonly signs: "drawn" | "typed";
}

const LOOKS: readonly Look[] = [
  {
    phone: "13800138041",
    vin: "LATPAB071W1005301",
    plate: "浙AD12345",
    viewport: { width: 1280, height: 800 },
    locale: "zh-CN",
    signs: "drawn",
  },
  {
    phone: "13800138042",
    vin: "LATPAB073W1005302",
    plate: "沪AF54321",
    viewport: { width: 390, height: 844 },
    locale: "en-GB",
    signs: "typed",
  },
];

interface Scene {
  readonly url: string;
  readonly browser: Browser;
  readonly faults: string[];
}

async function withScene(run: (scene: Scene) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const env = { STAFF_PHONES: STAFF_PHONE };
  const server = await startServer(`${folder}/kv.db`, undefined, env);
  const browser = await chromium.launch({
    executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  const faults: string[] = [];
  try {
    await run({ url: server.url, browser, faults });
    assertEquals(faults, []);
  } finally {
    await browser.close();
    server.kill("SIGTERM");
    await server.ended;
    await Deno.remove(folder, { recursive: true });
  }
}

async function signedIn(
  { url, browser, faults }: Scene,
  { phone, viewport, locale, script = true }:
    & Pick<Look, "phone" | "viewport" | "locale">
    & { script?: boolean },
): Promise<Page> {
  const context = await browser.newContext({
    viewport,
    locale,
    javaScriptEnabled: script,
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  hearFaults(page, (message) => faults.push(message));
  await page.goto(`${url}/sign-in?next=/my/orders`);
  await page.fill("#phone", phone);
  await page.click("main form button[type=submit]");
  await page.waitForSelector("#code");
  await page.fill("#code", await codeFor(url, phone));
  await page.click("main form button[type=submit]");
  await page.waitForURL("**/my/orders");
  return page;
}

/** From the first look to an order; the order's id. */
async function configure(page: Page, { url }: Scene): Promise<string> {
  await page.goto(`${url}/models/lu/configure`, { waitUntil: "load" });
  await page.locator("[data-go='trim performance']").first().click();
  await page.locator(".price-bar__total", { hasText: "¥219,900" }).waitFor();
  await page.locator(".price-bar .button--signal").click();
  await page.waitForURL(/\/configurations\/LU1-[0-9A-Z]+$/);
  await page.click("form[action='/my/orders'] button");
  await page.waitForURL("**/my/orders/v-*");
  return new URL(page.url()).pathname.split("/").at(-1)!;
}

/** Presses what asks for money, pays at the cashier, and is back where it began. */
async function pays(page: Page, button: string): Promise<void> {
  const back = page.url();
  await page.click(button);
  await page.waitForURL("**/sandbox/pay/**");
  await page.click("button.pay");
  await page.waitForURL(back);
}

const act = (name: string) => `form:has(input[name=do][value=${name}]) button[type=submit]`;

/** What is live comes by itself: nobody reloads. */
const shows = (page: Page, words: string) =>
  page.locator("main", { hasText: words }).first().waitFor();

async function fitsItsScreen(page: Page): Promise<void> {
  const wide = Number(await page.evaluate("document.documentElement.scrollWidth"));
  const { width } = page.viewportSize()!;
  assert(wide <= width, `${page.url()} is ${wide} px wide on a screen of ${width} px`);
}

async function proves(page: Page, language: "zh" | "en"): Promise<void> {
  const text = vehicleOrdersText(language);
  const name = async (number: string) => {
    await page.fill("#name", "林岚");
    await page.fill("#number", number);
    await page.click(act("name"));
  };
  await name("110105194912310021");
  await shows(page, text.why.invalid_identity);
  await name("11010519491231002X");
  await shows(page, text.named);
}

async function insures(page: Page, { url }: Scene, id: string, language: "zh" | "en") {
  const text = insuranceText(language);
  await page.goto(`${url}/my/orders/${id}`);
  await page.click(`a[href='/my/orders/${id}/insurance']`);
  await page.click(act("ask"));
  await shows(page, text.quotes);
  await fitsItsScreen(page);
  const lowest = page.locator(".quotes article").first();
  await lowest.locator("input[name=consent]").check();
  await lowest.locator("button[type=submit]").click();
  await page.waitForURL("**/sandbox/pay/**");
  await page.click("button.pay");
  await page.waitForURL(`**/my/orders/${id}/insurance`);
  await shows(page, text.policyNo);
  await shows(page, text.premium.paid);
  assertEquals(await onPaper(page), { pages: 1, screenOnly: [] });
  await page.goto(`${url}/my/orders/${id}`);
}

/** One of the forms of the order's page in the console. */
async function fills(
  staff: Page,
  form: string,
  fields: Readonly<Record<string, string>>,
  done: string,
): Promise<void> {
  const one = staff.locator(`#${form}`);
  if (await one.getAttribute("open") === null) await one.locator("summary").click();
  for (const [name, value] of Object.entries(fields)) {
    const field = one.locator(`[name=${name}]`);
    const isSelect = await field.evaluate((element) => element.tagName === "SELECT");
    if (isSelect) await field.selectOption(value);
    else await field.fill(value);
  }
  await one.locator("button[type=submit]").first().click();
  await shows(staff, done);
}

async function signs(staff: Page, { signs }: Look): Promise<void> {
  for (const box of await staff.locator("input[name=check]").all()) await box.check();
  if (signs === "typed") {
    await staff.fill("#name", "林岚");
  } else {
    const pad = staff.locator(".signature canvas");
    await pad.scrollIntoViewIfNeeded();
    const { x, y } = (await pad.boundingBox())!;
    await staff.mouse.move(x + 40, y + 60);
    await staff.mouse.down();
    for (const [dx, dy] of [[80, 30], [120, 90], [180, 40], [240, 100]]) {
      await staff.mouse.move(x + dx!, y + dy!);
    }
    await staff.mouse.up();
  }
  await staff.click(".desk-handover button[type=submit].button--signal");
  await staff.waitForURL(/\/staff\/vehicle-orders\/v-[^/]+$/);
}

/** `2027-03-01T10:00`, a day from now in Beijing, as a date field has it. */
const tomorrow = () => new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 16);

/** The buyer's part: from the first look to a car that is paid and insured. */
async function buys(buyer: Page, scene: Scene, look: Look): Promise<string> {
  const language = look.locale === "en-GB" ? "en" : "zh";
  const text = vehicleOrdersText(language);
  const id = await configure(buyer, scene);
  await fitsItsScreen(buyer);
  await pays(buyer, act("reservation"));
  await shows(buyer, text.status.reserved);
  // Back to where the money was asked for: nothing is paid again, and nothing is broken.
  await buyer.goBack();
  await buyer.goto(`${scene.url}/my/orders/${id}`);
  await proves(buyer, language);
  await pays(buyer, act("earnest"));
  await shows(buyer, text.status.ordered);
  await insures(buyer, scene, id, language);
  for (const box of await buyer.locator("input[name=warning]").all()) await box.check();
  await buyer.click(act("warnings"));
  await shows(buyer, text.warned);
  await buyer.click(act("lock"));
  await shows(buyer, text.status.locked);
  await pays(buyer, act("balance"));
  await shows(buyer, text.status.settled);
  return id;
}

/** Staff's part. The buyer's page is open all the time, and follows by itself. */
async function delivers(
  staff: Page,
  buyer: Page,
  { url }: Scene,
  id: string,
  look: Look,
): Promise<void> {
  const language = look.locale === "en-GB" ? "en" : "zh";
  const text = vehicleOrdersText(language);
  const way = wayText(language);
  const desk = orderDeskText("zh");
  const order = `${url}/staff/vehicle-orders/${id}`;
  await staff.goto(`${url}/staff/vehicle-orders/stock`);
  await staff.fill("#vin", look.vin);
  await staff.fill("#code", await codeOf(buyer, id));
  await staff.locator("form.desk-form button[type=submit]").click();
  await staff.waitForURL("**/staff/vehicle-orders/stock");
  await staff.goto(order);
  await refundsTooMuch(staff, order);
  await staff.goto(order);
  await fills(staff, "bind", { vin: look.vin }, desk.event.bound);
  await shows(buyer, way.title);
  await fills(staff, "invoice", { number: "12345678" }, desk.event.invoiced);
  await acceptsAll(staff);
  await shows(buyer, text.status.ready);
  for (const stop of ["scheduled", "built", "left_factory", "with_carrier", "at_dealer"]) {
    await staff.locator(`#reach-code option[value=${stop}]`).waitFor({ state: "attached" });
    await fills(staff, "reach", { place: "杭州", source: "承运商" }, desk.event.reached);
  }
  await fills(staff, "appoint", { at: tomorrow() }, desk.event.appointed);
  await shows(buyer, way.appointment);
  await fitsItsScreen(buyer);
  await staff.click(`a[href='/staff/vehicle-orders/${id}/handover']`);
  await staff.click(`a[href='/staff/vehicle-orders/${id}/protocol']`);
  await shows(staff, look.vin);
  assertEquals(await onPaper(staff), { pages: 1, screenOnly: [] });
  await staff.goBack();
  await signs(staff, look);
  await shows(buyer, way.owner);
  await buyer.click(`a[href='/my/orders/${id}/protocol']`);
  await shows(buyer, look.vin);
  await fitsItsScreen(buyer);
  assertEquals(await onPaper(buyer), { pages: 1, screenOnly: [] });
  await buyer.goto(`${url}/my/orders/${id}/print`);
  assertEquals(await onPaper(buyer), { pages: 1, screenOnly: [] });
  await buyer.goto(`${url}/my/orders/${id}`);
  await shows(buyer, way.owner);
  for (const order of [buyer, staff]) assertEquals((await onPaper(order)).screenOnly, []);
  await shows(buyer, text.status.delivered);
  await fills(staff, "plate", { plate: look.plate }, desk.event.registered);
  await shows(buyer, text.status.registered);
  await buyer.goto(`${url}/my/cars`);
  await shows(buyer, parsePlate(look.plate)!.shown);
  await fitsItsScreen(buyer);
}

/** The refusal and what was written outlive the page's first look at what is new. */
async function refundsTooMuch(staff: Page, order: string): Promise<void> {
  const form = staff.locator("#refund");
  await form.locator("summary").click();
  await form.locator("[name=amount]").fill("999999");
  const renewed = staff.waitForResponse((response) =>
    response.url().startsWith(order) && response.request().resourceType() === "fetch"
  );
  await form.locator("button[type=submit]").click();
  await (await renewed).finished();
  await staff.evaluate(() => new Promise(requestAnimationFrame));
  assertEquals(await form.locator(".notice").count(), 1);
  assertEquals(await form.locator("[name=amount]").inputValue(), "999999");
}

/** Every paper, one after the other. */
async function acceptsAll(staff: Page): Promise<void> {
  const papers = staff.locator("#paper button[name=code]");
  for (let left = await papers.count(); left > 0; left--) {
    const fold = staff.locator("#paper");
    if (await fold.getAttribute("open") === null) await fold.locator("summary").click();
    await papers.first().click();
    await staff.waitForFunction(
      (count) => document.querySelectorAll("#paper button[name=code]").length < count,
      left,
    );
  }
}

/** The share code of the car that is on order. */
const codeOf = (page: Page, id: string) =>
  page.evaluate(
    async (path) => (await (await fetch(path)).json()).car.code as string,
    `/api/vehicle-orders/${id}`,
  );

async function withoutScript(scene: Scene): Promise<void> {
  const text = vehicleOrdersText("zh");
  const page = await signedIn(scene, {
    phone: "13800138043",
    viewport: { width: 390, height: 844 },
    locale: "zh-CN",
    script: false,
  });
  const id = await configure(page, scene);
  await pays(page, act("reservation"));
  for (let tries = 0; !(await page.innerText("main")).includes(text.status.reserved); tries++) {
    assert(tries < 50, "the reservation is not paid");
    await page.waitForTimeout(100);
    await page.reload();
  }
  await page.goto(`${scene.url}/my/orders`);
  assertStringIncludes(await page.innerText("main"), text.status.reserved);
  assertEquals(await page.locator(`a[href='/my/orders/${id}']`).count(), 1);
}

// Side by side: a page waits for its server most of the time.
Deno.test("orders: cars from configuration to plate, on a desk and on a phone, and ordered without script", () =>
  withScene(async (scene) => {
    const console = await signedIn(scene, {
      phone: STAFF_PHONE,
      viewport: { width: 1280, height: 800 },
      locale: "zh-CN",
    });
    const journey = async (look: Look) => {
      const buyer = await signedIn(scene, look);
      const id = await buys(buyer, scene, look);
      await delivers(await console.context().newPage(), buyer, scene, id, look);
    };
    await Promise.all([...LOOKS.map(journey), withoutScript(scene)]);
  }));

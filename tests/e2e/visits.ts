/** A server with something to see on it, and browsers as visitor, member and staff. */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { type Running, startServer } from "./servers.ts";
import { launchBrowser } from "./stage.ts";

export const SALE = "/sales/launch-2017";
const STAFF_PHONE = "13900000001";
const MEMBER_PHONE = "13800138021";
const ROUTES = new URL("../../routes/", import.meta.url);

/** Errors of a page's scripts. A page that is left in the middle of its transition says so; no fault. */
export function hearFaults(page: Page, fault: (message: string) => void): void {
  page.on("pageerror", ({ message }) => {
    if (!/ViewTransition/.test(message)) fault(message);
  });
}

export type Who = "visitor" | "member" | "staff";

export interface Place extends AsyncDisposable {
  readonly url: string;
  readonly browser: Browser;
  /** A browser of its own for whoever it is. */
  context(
    who: Who,
    options?: Parameters<Browser["newContext"]>[0],
  ): Promise<BrowserContext>;
  /** One address of each page that links lead to, from where each of them begins. */
  pages(): Promise<Visited[]>;
}

/** A page, by one of its addresses, and who sees it. */
export interface Visited {
  readonly who: Who;
  readonly pattern: string;
  readonly path: string;
}

/** Browsers wait as much as they work: three at a time keep two cores busy. */
const LANES = 3;

/** Does the job for all, some at a time; the first that fails ends them. */
export async function inLanes<T>(
  all: readonly T[],
  job: (one: T) => Promise<void>,
): Promise<void> {
  const rest = all[Symbol.iterator]();
  await Promise.all(Array.from({ length: LANES }, async () => {
    for (const one of rest) await job(one);
  }));
}

/** Signed-in browsers share what they signed in with: codes are not sent twice a minute. */
export async function openPlace(): Promise<Place> {
  const folder = await Deno.makeTempDir();
  const server = await startServer(`${folder}/kv.db`, undefined, {
    SALE_CARS: "3",
    STAFF_PHONES: STAFF_PHONE,
  });
  const browser = await launchBrowser();
  const states = new Map<Who, Awaited<ReturnType<BrowserContext["storageState"]>>>();
  const context: Place["context"] = async (who, options = {}) => {
    const state = states.get(who);
    return await browser.newContext({
      locale: "zh-CN",
      reducedMotion: "reduce",
      ...(state ? { storageState: state } : {}),
      ...options,
    });
  };
  const { url } = server;
  let alert: string;
  try {
    for (const [who, phone] of [["member", MEMBER_PHONE], ["staff", STAFF_PHONE]] as const) {
      const signing = await context(who);
      await signIn(await signing.newPage(), url, phone);
      states.set(who, await signing.storageState());
      await signing.close();
    }
    const member = await context("member");
    await claim(await member.newPage(), url);
    await bookDrive(await member.newPage(), url);
    await orderCar(await member.newPage(), url);
    await member.close();
    alert = await alertLink(url);
    const staff = await context("staff");
    await rehearse(await staff.newPage(), url);
    await staff.close();
  } catch (error) {
    await close(browser, server, folder);
    throw error;
  }
  return {
    url,
    browser,
    context,
    pages: () => crawl(context, url, { ...STARTS, visitor: [...STARTS.visitor, alert] }),
    [Symbol.asyncDispose]: () => close(browser, server, folder),
  };
}

async function close(browser: Browser, server: Running, folder: string): Promise<void> {
  await browser.close();
  server.kill("SIGTERM");
  await server.ended;
  await Deno.remove(folder, { recursive: true });
}

async function signIn(page: Page, url: string, phone: string): Promise<void> {
  await page.goto(`${url}/sign-in?next=/orders`);
  await page.fill("#phone", phone);
  await page.click("main form button[type=submit]");
  await page.waitForSelector("#code");
  await page.fill("#code", await codeFor(url, phone));
  await page.click("main form button[type=submit]");
  await page.waitForURL("**/orders");
}

export async function codeFor(url: string, phone: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const { messages } = await (await fetch(`${url}/sandbox/sms?phone=${phone}`)).json();
    const code = /code is (\d+)/.exec(messages.at(-1)?.text ?? "")?.[1];
    if (code) return code;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no code came for ${phone}`);
}

/** A car is held for the member, so that there is an order to see. */
async function claim(page: Page, url: string): Promise<void> {
  await page.goto(url + SALE);
  const { status, body } = await page.evaluate(async (path) => {
    const response = await fetch(`/api${path}/claims`, { method: "POST" });
    return { status: response.status, body: await response.json() };
  }, SALE);
  if (status !== 201) throw new Error(`a claim was answered ${status} ${JSON.stringify(body)}`);
  for (let tries = 0; tries < 200; tries++) {
    const response = await page.goto(`${url}/orders/${body.orderId}`);
    if (response?.status() === 200) return;
    await page.waitForTimeout(50);
  }
  throw new Error(`order ${body.orderId} was never placed`);
}

/** A configured car on order, with its pages for the member and for staff. */
async function orderCar(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/configurations/LU1-AZSVM`);
  await page.click("form[action='/my/orders'] button");
  await page.waitForURL("**/my/orders/v-*");
}

/** A test drive, so that there is a booking to see. */
async function bookDrive(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/test-drive`);
  const status = await page.evaluate(async () => {
    const dealer = "sh-xuhui";
    const path = `/api/dealers/${dealer}/slots?kind=test_drive&model=lu`;
    const { slots } = await (await fetch(path)).json();
    const response = await fetch("/api/bookings", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        dealer,
        wish: { kind: "test_drive", model: "lu" },
        startAt: slots.at(-1).startAt,
      }),
    });
    return response.status;
  });
  if (status !== 201) throw new Error(`a booking was answered ${status}`);
}

/** Where a message of the booking leads: the link to acknowledge it by, as the group has it. */
async function alertLink(url: string): Promise<string> {
  for (let tries = 0; tries < 200; tries++) {
    const response = await fetch(`${url}/sandbox/chat`, {
      headers: { accept: "application/json" },
    });
    const link = /\/alerts\/[\w.~-]+/.exec(await response.text())?.[0];
    if (link) return link;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("no chat group was told of the booking");
}

/** A small one, so that there is a rehearsal to see. */
async function rehearse(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/staff/rehearsals?sale=launch-2017`);
  await page.fill("#participants", "60");
  await page.click("main form button[type=submit]");
  await page.waitForSelector("[data-status=finished]");
}

const STARTS: Readonly<Record<Who, readonly string[]>> = {
  visitor: ["/", SALE, "/sign-in", "/offline", "/nothing"],
  member: [SALE, "/orders", "/notifications"],
  staff: ["/staff", "/staff/design", "/staff/actors/lot/launch-2017"],
};

async function crawl(context: Place["context"], url: string, starts: typeof STARTS) {
  const patterns = await routePatterns();
  const found: Visited[] = [];
  for (const who of ["visitor", "member", "staff"] as const) {
    const browsing = await context(who, { javaScriptEnabled: false });
    const page = await browsing.newPage();
    const queue = [...starts[who]];
    const seen = new Set<string>();
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      const pattern = patterns.find(({ regexp }) => regexp.test(path!))?.pattern ?? path;
      if (seen.has(pattern)) continue;
      seen.add(pattern);
      await page.goto(url + path);
      // Somewhere else was led to: that one stands for itself.
      if (new URL(page.url()).pathname !== path) continue;
      // The sale is another page for whoever is signed in; what was seen before is the same page.
      const seenBefore = found.some((one) => one.pattern === pattern);
      if (!seenBefore || (who === "member" && path === SALE)) found.push({ who, pattern, path });
      const links = await page.locator("a[href^='/']:not([download])").evaluateAll((all) =>
        all.map((one) =>
          // A link within a drawing has no address as text, only as an attribute.
          new URL(one.getAttribute("href")!, location.href).pathname
        )
      );
      // Files to take away and what only acts are no pages.
      queue.push(
        ...links.filter((link) => patterns.find(({ regexp }) => regexp.test(link))?.isPage),
      );
    }
    await browsing.close();
  }
  return found;
}

/** Routes by their files, the exact ones first: one address of each stands for all. */
async function routePatterns(): Promise<
  { pattern: string; isPage: boolean; regexp: RegExp }[]
> {
  const patterns: { path: string; isPage: boolean }[] = [];
  const walk = async (folder: string) => {
    for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROUTES))) {
      if (isDirectory) {
        if (!/^\(_|^api$/.test(name)) await walk(`${folder}${name}/`);
      } else if (/^[^_].*(?<!_test)\.tsx?$/.test(name)) {
        const path = `/${folder}${name}`.replace(/\.tsx?$/, "").replace(/\/index$/, "") || "/";
        patterns.push({ path: path.replace(/\/\([^/]+\)/g, ""), isPage: name.endsWith("x") });
      }
    }
  };
  await walk("./");
  return patterns
    .map(({ path, isPage }) => ({
      pattern: path.replace("/./", "/").replace(/^\/\.$/, "/"),
      isPage,
    }))
    .sort((a, b) => Number(a.pattern.includes("[")) - Number(b.pattern.includes("[")))
    .map(({ pattern, isPage }) => ({
      pattern,
      isPage,
      regexp: new RegExp(
        `^${pattern.replace(/\[\.\.\.\w+\]/g, ".+").replace(/\[\w+\]/g, "[^/]+")}$`,
      ),
    }));
}

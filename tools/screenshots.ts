/**
 * `deno task screenshots [part of a name …]`: pictures of the real thing for docs/images, from two
 * servers of its own, the evening before a sale and in the middle of one. 256 colours each, so that they
 * stay small. `CHROMIUM` names the browser, `/usr/bin/chromium` when left out.
 */
import { type Browser, chromium } from "playwright-core";
import { fileURLToPath } from "node:url";
import upng from "upng-js";
import { createTokens } from "../lib/auth/token.ts";
import { testTokenLines } from "../lib/auth/test_members.ts";
import { type FreshServer, startFresh } from "./load/server_process.ts";

const FOLDER = fileURLToPath(new URL("../docs/images/", import.meta.url));
const SALE = "/sales/launch-2017";
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const COLOURS = 256;
const CARS = 24;
const SHOPPERS = 60;
/** A member who has a car, and one in line. */
const HOLDER = 3;
const WAITING = 40;

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly viewport: typeof DESKTOP;
  /** A test member's number; a visitor without one. */
  readonly member?: number;
  readonly staff?: true;
  readonly dark?: true;
  readonly english?: true;
}

const BEFORE: readonly Shot[] = [
  { name: "home", path: "/", viewport: DESKTOP },
  { name: "home-phone", path: "/", viewport: PHONE },
  { name: "home-dark", path: "/", viewport: DESKTOP, dark: true, english: true },
  { name: "model", path: "/models/lu", viewport: DESKTOP },
  { name: "sale", path: SALE, viewport: DESKTOP },
];

const DURING: readonly Shot[] = [
  { name: "sale-held-phone", path: SALE, viewport: PHONE, member: HOLDER },
  { name: "sale-line-phone", path: SALE, viewport: PHONE, member: WAITING, english: true },
  { name: "order-phone", path: `/orders/launch-2017-${HOLDER}`, viewport: PHONE, member: HOLDER },
  {
    name: "notifications-phone",
    path: "/notifications",
    viewport: PHONE,
    member: HOLDER,
    dark: true,
  },
  { name: "staff-sale", path: `/staff${SALE}`, viewport: DESKTOP, staff: true },
  { name: "staff-leads", path: "/staff/leads", viewport: DESKTOP, staff: true, dark: true },
];

const tokenOf = (server: FreshServer, first: number, role: "member" | "staff"): string =>
  [...testTokenLines(createTokens(server.secret), { count: 1, first, nowMs: Date.now(), role })]
    .join("").trim();

/** Shoppers one after the other, so that who gets which car is always the same. */
async function fillSale(server: FreshServer): Promise<void> {
  const cities = ["上海", "成都", "杭州", "广州", "北京", "西安"];
  const sources = ["web", "app", "wechat"];
  for (let member = 1; member <= SHOPPERS; member++) {
    const response = await fetch(`${server.url}/api${SALE}/claims`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${tokenOf(server, member, "member")}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({
        city: cities[(member * 7 + (member >> 2)) % cities.length],
        source: sources[member % sources.length],
      }),
    });
    await response.body?.cancel();
  }
}

async function take(browser: Browser, server: FreshServer, shot: Shot): Promise<void> {
  const { name, path, viewport, member, staff, dark, english } = shot;
  const context = await browser.newContext({
    viewport,
    locale: english ? "en-GB" : "zh-CN",
    timezoneId: "Asia/Shanghai",
    colorScheme: dark ? "dark" : "light",
    reducedMotion: "reduce",
  });
  const number = staff ? 900_000 : member;
  if (number !== undefined) {
    const value = tokenOf(server, number, staff ? "staff" : "member");
    await context.addCookies([{ name: "session", value, url: server.url }]);
  }
  const page = await context.newPage();
  const response = await page.goto(server.url + path, { waitUntil: "load" });
  if (response?.status() !== 200) {
    console.log(`${name}: left out, ${path} answers ${response?.status()}`);
  } else {
    await page.waitForTimeout(1_000);
    const png = smaller(await page.screenshot(), viewport);
    await Deno.writeFile(`${FOLDER}${name}.png`, png);
    console.log(`${name}.png ${Math.round(png.length / 1_024)} KB`);
  }
  await context.close();
}

function smaller(png: Uint8Array, { width, height }: typeof DESKTOP): Uint8Array {
  const [pixels] = upng.toRGBA8(upng.decode(new Uint8Array(png).buffer));
  return new Uint8Array(upng.encode([pixels!], width, height, COLOURS));
}

async function main(wanted: readonly string[]): Promise<void> {
  const asked = (shots: readonly Shot[]) =>
    shots.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
  const browser = await chromium.launch({
    executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    if (asked(BEFORE).length > 0) {
      await using server = await startFresh({ cars: 2_017, env: { LOADTEST: "0" } });
      for (const shot of asked(BEFORE)) await take(browser, server, shot);
    }
    if (asked(DURING).length > 0) {
      await using server = await startFresh({ cars: CARS });
      await fillSale(server);
      for (const shot of asked(DURING)) await take(browser, server, shot);
    }
  } finally {
    await browser.close();
  }
}

if (import.meta.main) await main(Deno.args);

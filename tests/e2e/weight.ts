/**
 * What pages weigh on the wire, as a browser gets them from a server that compresses: script, the
 * whole first page without pictures, and how far anything jumps while it loads.
 */
import type { Page } from "playwright-core";
import { inLanes, type Place, type Visited } from "./visits.ts";

const KB = 1_024;
/** Script that a page ships, with gzip and the headers of each answer; Brotli makes it less. */
const SCRIPT_BYTES = {
  shop: 15 * KB,
  sale: 25 * KB,
  configurator: 30 * KB,
  console: 80 * KB,
} as const;
/** A first visit in all, without pictures. */
const FIRST_PAGE_BYTES = 100 * KB;
/** Layout shift as browsers sum it up; below 0.1 they call it good. We want none that is seen. */
const SHIFT = 0.01;

const VIEWPORTS = [{ width: 390, height: 844 }, { width: 1280, height: 900 }];

interface Weight {
  script: number;
  all: number;
}

function budgetOf(pattern: string): number {
  if (pattern.startsWith("/staff")) return SCRIPT_BYTES.console;
  if (pattern.startsWith("/sales/")) return SCRIPT_BYTES.sale;
  // The rules of the options run in the browser, so that a click is answered at once.
  return pattern.endsWith("/configure") ? SCRIPT_BYTES.configurator : SCRIPT_BYTES.shop;
}

async function weigh(page: Page, url: string): Promise<Weight> {
  const weight: Weight = { script: 0, all: 0 };
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  const types = new Map<string, string>();
  session.on("Network.responseReceived", ({ requestId, type }) => types.set(requestId, type));
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const type = types.get(requestId);
    if (type === "Script") weight.script += encodedDataLength;
    if (type && type !== "Image" && type !== "EventSource") weight.all += encodedDataLength;
  });
  await page.goto(url, { waitUntil: "load" });
  await page.waitForTimeout(400);
  await session.detach();
  return weight;
}

/** Which page weighs too much or jumps, and what each of them weighs. */
export async function weightFaults(
  place: Place,
  pages: readonly Visited[],
): Promise<{ faults: string[]; weights: string[] }> {
  const faults: string[] = [];
  const weights: string[] = [];
  const visits = VIEWPORTS.flatMap((viewport) => pages.map((page) => ({ viewport, ...page })));
  await inLanes(visits, async ({ viewport, who, path, pattern }) => {
    // Nothing is kept from the page before: each is somebody's first.
    const context = await place.context(who, {
      viewport,
      serviceWorkers: "block",
      extraHTTPHeaders: { "accept-encoding": "gzip" },
    });
    await context.addInitScript(sumShifts);
    const page = await context.newPage();
    const { script, all } = await weigh(page, place.url + path);
    const shift = await page.evaluate(() => (globalThis as unknown as { shift: number }).shift);
    const at = `${path} as ${who}, ${viewport.width} px`;
    if (viewport === VIEWPORTS[0]) {
      weights.push(`${path} as ${who}: script ${kb(script)}, first visit ${kb(all)}`);
    }
    if (script > budgetOf(pattern)) faults.push(`${at}: script of ${kb(script)}`);
    if (all > FIRST_PAGE_BYTES && !pattern.startsWith("/staff")) {
      faults.push(`${at}: a first visit of ${kb(all)}`);
    }
    if (shift > SHIFT) faults.push(`${at}: layout shift of ${shift.toFixed(3)}`);
    await context.close();
  });
  return { faults, weights };
}

/** Runs in the page, before anything of it. */
function sumShifts(): void {
  const seen = globalThis as unknown as { shift: number };
  seen.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { value, hadRecentInput } = entry as unknown as {
        value: number;
        hadRecentInput: boolean;
      };
      if (!hadRecentInput) seen.shift += value;
    }
  }).observe({ type: "layout-shift", buffered: true });
}

const kb = (bytes: number): string => `${(bytes / KB).toFixed(1)} KB`;

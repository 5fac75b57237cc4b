/**
 * Accessibility of every page that links lead to, in a real browser: nothing serious or critical, at
 * phone and desktop width, light and dark, in both languages; and no page breaks its own policy.
 */
import axe from "axe-core";
import type { Page } from "playwright-core";
import { hearFaults, inLanes, type Place, type Visited } from "./visits.ts";

const WIDTHS = [{ width: 390, height: 844 }, { width: 1280, height: 900 }] as const;
const THEMES = ["light", "dark"] as const;

interface Finding {
  readonly id: string;
  readonly impact: string;
  readonly targets: readonly string[];
}

/** Of a page that has axe in it. In the dark all but the colours is as it was in the light. */
async function findingsOn(page: Page, theme: "light" | "dark"): Promise<string[]> {
  const found: Finding[] = await page.evaluate(async (rules) => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ["violations"],
      ...(rules ? { runOnly: rules } : {}),
    });
    return violations.map(({ id, impact, nodes }) => ({
      id,
      impact: impact ?? "minor",
      targets: nodes.slice(0, 4).map(({ target, failureSummary }) =>
        `${target.join(" ")} ${failureSummary?.split("\n").at(1)?.trim() ?? ""}`
      ),
    }));
  }, theme === "dark" ? ["color-contrast"] : undefined);
  return found
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, impact, targets }) => `${impact} ${id}: ${targets.join(" | ")}`);
}

/** Runs in the page: colours fade from one theme to the other, and what inherits them fades after. */
async function untilStill(): Promise<void> {
  const fading = () =>
    document.getAnimations().filter(({ playState, effect }) =>
      playState === "running" && effect?.getTiming().iterations !== Infinity
    );
  do {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await Promise.allSettled(fading().map(({ finished }) => finished));
  } while (fading().length > 0);
}

/** What is wrong with which page, in one look at all of them. */
export async function accessibilityFaults(
  place: Place,
  pages: readonly Visited[],
): Promise<string[]> {
  const faults = new Set<string>();
  const rounds = WIDTHS.flatMap((viewport) =>
    (["staff", "member", "visitor"] as const).map((who) => ({ viewport, who }))
  );
  await inLanes(rounds, async ({ viewport, who }) => {
    // English at the desk, Chinese on the phone: both are seen without twice the time.
    const locale = viewport.width < 500 ? "zh-CN" : "en-GB";
    const context = await place.context(who, { viewport, locale });
    const page = await context.newPage();
    let at = "";
    page.on("console", (message) => {
      if (/Content.Security.Policy/.test(message.text())) faults.add(`${at} ${message.text()}`);
    });
    hearFaults(page, (message) => faults.add(`${at} ${message}`));
    for (const { path } of pages.filter((one) => one.who === who)) {
      at = `${path} as ${who}, ${viewport.width} px:`;
      await page.emulateMedia({ colorScheme: "light" });
      await page.goto(place.url + path, { waitUntil: "load" });
      await page.waitForTimeout(100);
      await page.evaluate(axe.source);
      for (const theme of THEMES) {
        await page.emulateMedia({ colorScheme: theme });
        await page.evaluate(untilStill);
        for (const finding of await findingsOn(page, theme)) {
          faults.add(`${at} ${theme}: ${finding}`);
        }
      }
    }
    await context.close();
  });
  return [...faults];
}

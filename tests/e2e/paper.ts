/** What a page is like on paper. */
import type { Page } from "playwright-core";

/** What is of use on a screen only. Links are told by their line. */
const SCREEN_ONLY = `(() => {
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) &&
    one.getClientRects().length > 0;
  const wrong = [...document.querySelectorAll(
    "button, input, select, textarea, nav, footer.footer, .button, .page-live, .rail, .skip",
  )].filter(shown);
  const lined = [...document.querySelectorAll("a")].filter((one) =>
    shown(one) && (getComputedStyle(one).textDecorationLine !== "none" ||
      parseFloat(getComputedStyle(one).borderBottomWidth) > 0));
  const held = [...document.querySelectorAll("body *")].filter((one) =>
    ["fixed", "sticky"].includes(getComputedStyle(one).position) && shown(one));
  return [...wrong, ...lined, ...held].map((one) => one.outerHTML.slice(0, 80));
})()`;

/** How many pages it takes, and what of it is of no use there. */
export async function onPaper(page: Page): Promise<{ pages: number; screenOnly: string[] }> {
  await page.emulateMedia({ media: "print" });
  const screenOnly = await page.evaluate<string[]>(SCREEN_ONLY);
  await page.emulateMedia({ media: null });
  const pdf = await page.pdf({ preferCSSPageSize: true });
  const pages = [...pdf.toString("latin1").matchAll(/\/Type\s*\/Page\b/g)].length;
  return { pages, screenOnly };
}

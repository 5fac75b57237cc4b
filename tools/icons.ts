/**
 * `deno task icons`: draws the app's icons as PNG into static/icons from the one drawing below, in
 * Chromium. `CHROMIUM` names the browser, `/usr/bin/chromium` when left out.
 */
import { chromium } from "playwright-core";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../static/icons/", import.meta.url));

/** The name's second character as water: a still line, and two that flow. */
const LINES = "M14 22h36M14 33c8 0 10 4 18 4s10-4 18-4M14 45c8 0 10 4 18 4s10-4 18-4";
const DEEP = "#0b2f33";
const LIGHT = "#cfe8e4";

interface IconFile {
  readonly name: string;
  readonly size: number;
  /** Corner of the ground, of 64; undefined for no ground at all. */
  readonly corner?: number;
  /** How large the lines are; launchers cut up to a fifth off at each side of a maskable icon. */
  readonly scale: number;
}

export const ICONS: readonly IconFile[] = [
  { name: "icon-192.png", size: 192, corner: 14, scale: 1 },
  { name: "icon-512.png", size: 512, corner: 14, scale: 1 },
  { name: "maskable-512.png", size: 512, corner: 0, scale: 0.78 },
  { name: "apple-touch-icon.png", size: 180, corner: 0, scale: 0.92 },
  // Shown in one colour, by its alpha alone.
  { name: "badge-96.png", size: 96, scale: 1.25 },
];

const drawn = ({ corner, scale, size }: IconFile): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 64 64">` +
  (corner === undefined ? "" : `<rect width="64" height="64" rx="${corner}" fill="${DEEP}"/>`) +
  `<path transform="translate(32 33.5) scale(${scale}) translate(-32 -33.5)" d="${LINES}" ` +
  `fill="none" stroke="${
    corner === undefined ? "#fff" : LIGHT
  }" stroke-width="4" stroke-linecap="round"/>` +
  "</svg>";

async function main(): Promise<void> {
  const browser = await chromium.launch({
    executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    await Deno.mkdir(FOLDER, { recursive: true });
    for (const icon of ICONS) {
      const { size, name } = icon;
      const page = await browser.newPage({ viewport: { width: size, height: size } });
      await page.setContent(`<style>body{margin:0}svg{display:block}</style>${drawn(icon)}`);
      const png = await page.screenshot({ omitBackground: true });
      await Deno.writeFile(FOLDER + name, png);
      console.log(`${name} ${png.length} bytes`);
      await page.close();
    }
  } finally {
    await browser.close();
  }
}

if (import.meta.main) await main();

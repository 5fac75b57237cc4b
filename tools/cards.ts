/**
 * `deno task cards`: draws the picture that a chat shows of a model's sale, as PNG into static/cards, in
 * Chromium. `CHROMIUM` names the browser, `/usr/bin/chromium` when left out.
 */
import { fileURLToPath } from "node:url";
import { h } from "preact";
import { render } from "preact-render-to-string";
import { chromium } from "playwright-core";
import { CARD } from "../routes/sales/(_components)/ShareCard.tsx";
import { shopText } from "../lib/i18n/shop.ts";
import { Landscape } from "../lib/ui/cars/Landscape.tsx";
import { modelNames } from "../lib/ui/cars/shapes.ts";
import { Teaser } from "../lib/ui/cars/Teaser.tsx";
import { stylesheet } from "../lib/ui/stylesheet.ts";

const FOLDER = fileURLToPath(new URL("../static/cards/", import.meta.url));

/** The middle square is all that some chats show: brand, name and car stand within it. */
const STYLE = `
  body { margin: 0 }
  .card { position: relative; inline-size: 1200px; block-size: 630px; overflow: hidden;
    background: #071013; color: #fff; text-align: center }
  .card .landscape, .card > svg:first-child { position: absolute; inset: 0;
    inline-size: 100%; block-size: 100% }
  .card__car { position: absolute; inset: auto 0 86px; margin: auto; inline-size: 600px }
  .card__words { position: relative; padding-block-start: 62px }
  .card p { max-inline-size: none }
  .card__brand { margin: 0; font-size: 24px; letter-spacing: .5em; text-indent: .5em; opacity: .8 }
  .card__name { margin: 14px 0 0; font-size: 76px; font-weight: 300; letter-spacing: .04em }
`;

if (import.meta.main) {
  const { brand, models } = shopText("zh");
  await Deno.mkdir(FOLDER, { recursive: true });
  const browser = await chromium.launch({
    executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  const page = await browser.newPage({ viewport: CARD });
  for (const model of modelNames) {
    await page.setContent(
      `<!doctype html><html lang="zh-Hans" data-theme="dark"><style>${stylesheet}${STYLE}</style>` +
        `<div class="card">${render(h(Landscape, { hour: "night" }))}<div class="card__words">` +
        `<p class="card__brand">${brand}</p><p class="card__name">${models[model].name}</p></div>` +
        `<div class="card__car">${render(h(Teaser, { model }))}</div></div>`,
    );
    const png = await page.screenshot({ path: `${FOLDER}${model}.png` });
    console.log(`${model}.png ${png.length} bytes`);
  }
  await browser.close();
}

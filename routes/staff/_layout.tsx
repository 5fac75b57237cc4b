import type { RouteConfig } from "fresh";
import { asset } from "fresh/runtime";
import { appText } from "../../lib/i18n/app.ts";
import { staffText } from "../../lib/i18n/staff.ts";
import { define } from "../../lib/web/define.ts";
import { STYLE_VERSION } from "../../lib/web/style_version.ts";
import { Allowed } from "./(_components)/Allowed.tsx";

export const config: RouteConfig = { skipAppWrapper: true, skipInheritedLayouts: true };

/** The console's own document: no header of the shop, and a style sheet beside the shop's. */
export default define.page(({ Component, state }) => {
  const staff = state.staff ?? staffText(state.language ?? "zh");
  return (
    <html lang={staff.code}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={`/ui.css?v=${STYLE_VERSION}`} />
        <link rel="stylesheet" href={asset("/staff.css")} />
        <script type="module" src={asset("/app.js")} />
      </head>
      <body data-offline={appText(state.language ?? "zh").offline.form}>
        <a class="skip" href="#main">{staff.skip}</a>
        <Allowed.Provider value={state.may}>
          <Component />
        </Allowed.Provider>
      </body>
    </html>
  );
});

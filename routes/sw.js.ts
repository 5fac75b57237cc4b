import { asset } from "fresh/runtime";
import { define } from "../lib/web/define.ts";
import worker from "../lib/web/service_worker.js" with { type: "text" };
import { STYLE_VERSION } from "../lib/web/style_version.ts";

/** What the page without a network is made of. */
const SHELL = [
  "/offline",
  `/ui.css?v=${STYLE_VERSION}`,
  asset("/favicon.svg"),
  asset("/app.js"),
  asset("/offline.js"),
];

/** At the root, so that it answers for every page. Browsers ask for it anew by themselves. */
export const handler = define.handlers({
  GET: () =>
    new Response(
      `const VERSION = ${JSON.stringify(SHELL.join(" "))};\n` +
        `const SHELL = ${JSON.stringify(SHELL)};\n${worker}`,
      {
        headers: {
          "content-type": "text/javascript; charset=utf-8",
          "cache-control": "public, no-cache",
        },
      },
    ),
});

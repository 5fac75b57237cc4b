import { stylesheet } from "../lib/ui/stylesheet.ts";
import { define } from "../lib/web/define.ts";

/** The whole style, under an address that changes with it. */
export const handler = define.handlers({
  GET: () =>
    new Response(stylesheet, {
      headers: {
        "content-type": "text/css; charset=utf-8",
        "cache-control": "public, max-age=31536000, immutable",
      },
    }),
});

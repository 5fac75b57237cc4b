import { stylesheet } from "../lib/ui/stylesheet.ts";
import { encodingOf, packed } from "../lib/web/compress.ts";
import { define } from "../lib/web/define.ts";
import { STYLE_VERSION } from "../lib/web/style_version.ts";

const ETAG = `"${STYLE_VERSION}"`;
/** Made when it is first asked for: starting does not wait for it. */
let small: ReturnType<typeof packed> | undefined;

/** The whole style, under an address that changes with it. */
export const handler = define.handlers({
  GET({ req, url }) {
    const headers = new Headers({
      "content-type": "text/css; charset=utf-8",
      "cache-control": url.searchParams.get("v") === STYLE_VERSION
        ? "public, max-age=31536000, immutable"
        : "public, no-cache",
      vary: "accept-encoding",
      etag: `W/${ETAG}`,
    });
    if (req.headers.get("if-none-match")?.includes(ETAG)) {
      return new Response(null, { status: 304, headers });
    }
    const encoding = encodingOf(req.headers.get("accept-encoding"));
    if (!encoding) return new Response(stylesheet, { headers });
    headers.set("content-encoding", encoding);
    return new Response((small ??= packed(stylesheet))[encoding], { headers });
  },
});

/** A page as a response: whole, uncached, and under a policy that lets nothing else in. */
import { NO_STORE } from "./headers.ts";
import { type Markup, markup, type Part, raw } from "./markup.ts";

export interface Page {
  readonly lang: string;
  readonly title: string;
  readonly description?: string;
  /** `#rrggbb` of the browser's own frame around the page. */
  readonly themeColor?: string;
  readonly head?: Part;
  /** CSS; inline, so that a page is one answer. */
  readonly style: string;
  /** An ES module; inline. */
  readonly script?: string;
  /** Attributes of `<html>` besides its language, such as `data-state`. */
  readonly attributes?: Markup;
  readonly body: Markup;
}

/**
 * Scripts and styles run only with the nonce of this very response. Everything a page loads, sends
 * or connects to is on this server.
 */
const policy = (nonce: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; ");

/** A river between two banks, as the icon of every page. */
const ICON = "data:image/svg+xml," + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" ' +
    'fill="#061014"/><path d="M3 20c6-9 12-11 26-6" fill="none" stroke="#a9dfe2" ' +
    'stroke-width="2.2" stroke-linecap="round"/></svg>',
);

export function pageResponse(
  page: Page,
  init: { status?: number; headers?: Record<string, string> } = {},
): Response {
  const nonce = crypto.getRandomValues(new Uint8Array(16)).toBase64();
  const { lang, title, description, themeColor, head, style, script, attributes, body } = page;
  const text = markup`<!doctype html>
<html lang="${lang}"${attributes && markup` ${attributes}`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${title}</title>
${description && markup`<meta name="description" content="${description}">\n`}${
    themeColor && markup`<meta name="theme-color" content="${themeColor}">\n`
  }<link rel="icon" href="${ICON}">
<style nonce="${nonce}">
${raw(style)}</style>
${head}</head>
<body>
${body}
${script && markup`<script type="module" nonce="${nonce}">\n${raw(script)}</script>\n`}</body>
</html>
`.text;
  return new Response(text, {
    status: init.status ?? 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-language": lang,
      "content-security-policy": policy(nonce),
      ...NO_STORE,
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
      "referrer-policy": "strict-origin-when-cross-origin",
      "vary": "accept-language",
      "x-content-type-options": "nosniff",
      ...init.headers,
    },
  });
}

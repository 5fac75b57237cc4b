/** What every page is sent with, so that a flaw in one of them reaches no further than it must. */
import { csp, csrf, type Middleware } from "fresh";
import type { State } from "./define.ts";

/** Where a form may lead after it was sent here: the pages on which providers take the money. */
const CASHIERS = "https://wx.tenpay.com https://*.alipay.com https://checkout.stripe.com";

const OWN = [
  "style-src-attr 'unsafe-inline'",
  `form-action 'self' ${CASHIERS}`,
  "manifest-src 'self'",
];

/** For what no page has rendered: error pages stand outside of every middleware. */
const STRICT = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "frame-ancestors 'none'",
  ...OWN,
].join("; ");

const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy": STRICT,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(self), microphone=(), payment=(), usb=()",
  "referrer-policy": "strict-origin-when-cross-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** A year, as browsers' own lists ask for. */
const TRANSPORT = "max-age=31536000; includeSubDomains";

/** Behind a proxy that ends TLS our own scheme is not the visitor's: the host alone decides. */
const sameHost = csrf<State>({
  origin: (origin, { url }) => URL.canParse(origin) && new URL(origin).host === url.host,
});

/** Stand before all pages: the page's nonce in its policy, and forms of our own pages only. */
export const guards: readonly Middleware<State>[] = [
  csp<State>({ useNonce: true, csp: OWN }),
  sameHost,
];

/** Nothing runs or is shown by itself from these: half a kilobyte of policy each would be for nothing. */
const PART = /^(?:text\/(?:css|javascript)|image\/(?:png|webp)|font\/)/;

/** Puts the headers on an answer that does not bring its own. */
export function guard(request: Request, { headers }: Response): void {
  if (PART.test(headers.get("content-type") ?? "")) {
    headers.delete("content-security-policy");
    headers.set("cross-origin-resource-policy", "same-origin");
    headers.set("x-content-type-options", "nosniff");
    return;
  }
  for (const name in HEADERS) if (!headers.has(name)) headers.set(name, HEADERS[name]!);
  if (request.url.startsWith("https:")) headers.set("strict-transport-security", TRANSPORT);
  headers.set("content-security-policy", tightened(headers.get("content-security-policy")!));
}

/**
 * Scripts and styles come from files or carry the page's nonce. Everything we load is on this server,
 * so that nothing needs to be upgraded, and a shop tried on a network without TLS stays whole.
 */
const tightened = (written: string): string =>
  written
    .replace(/\b(?:script|style)-src [^;]*/g, (one) => one.replace(" 'unsafe-inline'", ""))
    .replace(/; upgrade-insecure-requests\b/, "");

import { frameOf } from "../app/frame.ts";
import type { Middleware } from "../app/types.ts";

export interface CSPOptions {
  /** Report what the policy would refuse, and refuse nothing. */
  reportOnly?: boolean;
  /** Where reports go. */
  reportTo?: string;
  /** Directives beside the default ones; a directive given here replaces the default of its name. */
  csp?: string[];
  /** In place of `'unsafe-inline'`, allow the inline scripts and styles that the app itself rendered. */
  useNonce?: boolean;
}

const DEFAULTS = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];

/** Stands for the nonce in a policy that is written once. */
const NONCE = "{nonce}";

const nameOf = (directive: string): string => directive.trim().split(/\s/, 1)[0]!;

/** Sets a content security policy on every answer. */
export function csp<State>(options: CSPOptions = {}): Middleware<State> {
  const { reportOnly, reportTo, csp: own = [], useNonce } = options;
  const replaced = new Set(own.map(nameOf));
  const directives = [
    ...DEFAULTS.filter((directive) => !replaced.has(nameOf(directive))),
    ...own,
    ...(reportTo ? ["report-to csp-endpoint", `report-uri ${reportTo}`] : []),
  ];
  const policy = directives.join("; ");
  const [start = "", ...afterNonce] = withNonce(directives, NONCE).join("; ").split(NONCE);
  const header = `Content-Security-Policy${reportOnly ? "-Report-Only" : ""}`;

  return async (ctx) => {
    const response = await ctx.next();
    const { nonce } = frameOf(ctx);
    const own = useNonce && nonce;
    response.headers.set(header, own ? [start, ...afterNonce].join(nonce) : policy);
    if (reportTo) {
      response.headers.set("Reporting-Endpoints", `csp-endpoint="${reportTo}"`);
    }
    return response;
  };
}

const withNonce = (directives: readonly string[], nonce: string): string[] =>
  directives.map((directive) =>
    /^(script|style)-src\s/.test(directive)
      ? directive.replace("'unsafe-inline'", `'nonce-${nonce}'`)
      : directive
  );

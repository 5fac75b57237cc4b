import type { Context } from "../app/context.ts";
import { HttpError } from "../app/http_error.ts";
import type { Middleware } from "../app/types.ts";

// deno-lint-ignore no-explicit-any
export interface CsrfOptions<State = any> {
  /** Origins that may send forms; the app's own when left out. */
  origin?: string | string[] | ((origin: string, context: Context<State>) => boolean);
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Refuses what another site's page sends. A client that names no origin is no browser. */
export function csrf<State>(options: CsrfOptions<State> = {}): Middleware<State> {
  const allows = (origin: string, ctx: Context<State>): boolean => {
    const allowed = options.origin ?? ctx.url.origin;
    return typeof allowed === "function" ? allowed(origin, ctx) : [allowed].flat().includes(origin);
  };
  return (ctx) => {
    const { method, headers } = ctx.req;
    if (SAFE.has(method)) return ctx.next();
    const site = headers.get("sec-fetch-site");
    if (site === "same-origin" || site === "none") return ctx.next();
    const origin = headers.get("origin");
    if (origin === null ? site === null : allows(origin, ctx)) {
      return ctx.next();
    }
    throw new HttpError(403);
  };
}

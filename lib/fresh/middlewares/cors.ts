import type { Context } from "../app/context.ts";
import type { Middleware } from "../app/types.ts";

export type CORSOptions<State> = {
  /** `*`, one origin, several, or a function that names the one to allow. */
  origin: string | string[] | ((origin: string, ctx: Context<State>) => string | undefined | null);
  allowMethods?: string[];
  allowHeaders?: string[];
  /** Seconds for which a preflight's answer holds. */
  maxAge?: number;
  credentials?: boolean;
  exposeHeaders?: string[];
};

const METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"];

/** Tells browsers which other sites may read the answers. */
export function cors<State>(options: Partial<CORSOptions<State>> = {}): Middleware<State> {
  const { origin = "*", allowMethods = METHODS, allowHeaders = [], exposeHeaders = [] } = options;

  const allowedOrigin = (asking: string, ctx: Context<State>): string | null => {
    if (typeof origin === "function") return origin(asking, ctx) ?? null;
    if (origin === "*") return origin;
    return [origin].flat().includes(asking) ? asking : null;
  };

  const preflight = (ctx: Context<State>): Response => {
    const headers = new Headers();
    if (options.maxAge !== undefined) {
      headers.set("Access-Control-Max-Age", `${options.maxAge}`);
    }
    if (allowMethods.length > 0) {
      headers.set("Access-Control-Allow-Methods", allowMethods.join(","));
    }
    const asked = ctx.req.headers.get("Access-Control-Request-Headers");
    const allowed = allowHeaders.length > 0 ? allowHeaders : (asked?.split(/\s*,\s*/) ?? []);
    if (allowed.length > 0) {
      headers.set("Access-Control-Allow-Headers", allowed.join(","));
      headers.append("Vary", "Access-Control-Request-Headers");
    }
    return new Response(null, { status: 204, statusText: "No Content", headers });
  };

  return async (ctx) => {
    const allowed = allowedOrigin(ctx.req.headers.get("origin") ?? "", ctx);
    const response = ctx.req.method === "OPTIONS" ? preflight(ctx) : await ctx.next();
    const { headers } = response;
    if (allowed) headers.set("Access-Control-Allow-Origin", allowed);
    if (allowed && allowed !== "*") headers.append("Vary", "Origin");
    if (options.credentials) {
      headers.set("Access-Control-Allow-Credentials", "true");
    }
    if (exposeHeaders.length > 0) {
      headers.set("Access-Control-Expose-Headers", exposeHeaders.join(","));
    }
    return response;
  };
}

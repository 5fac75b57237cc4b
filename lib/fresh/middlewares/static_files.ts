import { frameOf } from "../app/frame.ts";
import type { StaticFile } from "../app/snapshot.ts";
import type { Middleware } from "../app/types.ts";
import { ASSET_PARAM } from "../render/asset.ts";

/** A year; what stands under a build id never changes. */
const FOREVER = "public, max-age=31536000, immutable";
const ASK_AGAIN = "no-cache";

/** Serves the files of `static/` and the scripts of the islands. */
export function staticFiles<State>(): Middleware<State> {
  return async (ctx) => {
    const { req, url, config } = ctx;
    const { snapshot } = frameOf(ctx);
    if (!url.pathname.startsWith(config.basePath)) return await ctx.next();
    const path = decoded(url.pathname.slice(config.basePath.length));
    const file = path && path !== "/" ? await snapshot.file(path) : undefined;
    if (!path || !file) return await ctx.next();
    if (req.method !== "GET" && req.method !== "HEAD") {
      return new Response("Method Not Allowed", { status: 405, headers: { allow: "GET, HEAD" } });
    }
    const asked = url.searchParams.get(ASSET_PARAM);
    if (asked !== null && asked !== snapshot.buildId) {
      url.searchParams.delete(ASSET_PARAM);
      return new Response(null, { status: 307, headers: { location: url.pathname + url.search } });
    }
    const locked = asked !== null || path.startsWith(`/_fresh/js/${snapshot.buildId}/`);
    return respond(file, req, locked && config.mode === "production" ? FOREVER : ASK_AGAIN);
  };
}

function respond(file: StaticFile, req: Request, cacheControl: string): Response {
  const etag = `W/"${file.hash}"`;
  const headers = new Headers({
    "content-type": file.type,
    "cache-control": cacheControl,
    "x-content-type-options": "nosniff",
    etag,
    vary: "accept-encoding",
  });
  const known = req.headers.get("if-none-match")?.split(/\s*,\s*/) ?? [];
  if (known.some((one) => one === etag || one === `"${file.hash}"` || one === file.hash)) {
    return new Response(null, { status: 304, headers });
  }
  const [encoding, body] = smallest(file, req.headers.get("accept-encoding") ?? "");
  if (encoding) headers.set("content-encoding", encoding);
  headers.set("content-length", String(body.length));
  return new Response(req.method === "HEAD" ? null : body, { headers });
}

function smallest(
  { body, gzip, br }: StaticFile,
  accepted: string,
): [encoding: string | undefined, body: Uint8Array<ArrayBuffer>] {
  if (br && accepts(accepted, "br")) return ["br", br];
  if (gzip && accepts(accepted, "gzip")) return ["gzip", gzip];
  return [undefined, body];
}

const accepts = (header: string, encoding: string): boolean =>
  header.split(",").some((one) => {
    const [name, ...options] = one
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    return name === encoding && !options.some((option) => /^q=0(\.0*)?$/.test(option));
  });

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

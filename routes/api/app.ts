/** The API: Hono, zod at the edge, OpenAPI 3.1, errors as problem details. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { invalidRequest } from "../../lib/http/read_json.ts";
import { Problem, PROBLEMS } from "../../lib/http/problem.ts";
import { renderMetrics } from "../../lib/kernel/mod.ts";
import { addAuth } from "./auth.ts";
import type { ApiContext } from "./context.ts";
import { addDocs } from "./docs.ts";
import { problemOf } from "./outcome.ts";
import { addSales } from "./sales.ts";
import { addSandbox } from "./sandbox.ts";

const MAX_BODY_BYTES = 64 * 1024;
const HOT_PATH = /\/claims$/;

export function createApi(api: ApiContext): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw invalidRequest(result.error);
    },
  });
  app.onError((error) => {
    const malformed = error.name === "HTTPException" && "status" in error && error.status === 400;
    return (malformed ? new Problem("invalid_json", { detail: error.message }) : problemOf(error))
      .toResponse();
  });
  app.notFound((c) =>
    new Problem("not_found", { detail: `nothing answers ${c.req.method} ${c.req.path}` })
      .toResponse()
  );
  const limited = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => {
      throw new Problem("body_too_large", { detail: `expected at most ${MAX_BODY_BYTES} bytes` });
    },
  });
  app.use("/api/*", async (c, next) => {
    // Claims count their own bytes; every other route goes through here.
    if (HOT_PATH.test(c.req.path)) return await next();
    if (c.req.method === "POST" && c.req.header("content-type") === undefined && c.req.raw.body) {
      throw new Problem("not_json", { detail: "expected application/json, got no content-type" });
    }
    return await limited(c, next);
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "cookie", {
    type: "apiKey",
    in: "cookie",
    name: "session",
  });
  addSales(app, api);
  addAuth(app, api);
  addSandbox(app, api);
  addDocs(app);
  app.get(
    "/api/health",
    (c) => c.json({ status: "ok", node: api.system.node, viewers: api.boards.viewers }),
  );
  app.get("/metrics", (c) =>
    c.text(renderMetrics(api.system.readMetrics()), 200, {
      "content-type": "text/plain; version=0.0.4; charset=utf-8",
    }));
  addMethodNotAllowed(app);
  return app;
}

/** A known path asked with another method is a 405 that says which are allowed. */
function addMethodNotAllowed(app: OpenAPIHono): void {
  const methods = new Map<string, Set<string>>();
  for (const { path, method } of app.routes) {
    if (method === "ALL" || path.includes("*")) continue;
    methods.set(path, (methods.get(path) ?? new Set()).add(method));
  }
  for (const [path, allowed] of methods) {
    const list = [...allowed, ...(allowed.has("GET") ? ["HEAD"] : [])].join(", ");
    app.all(path, (c) => {
      throw new Problem("method_not_allowed", {
        detail: `${c.req.method} is not among ${list}`,
        headers: { allow: list },
      });
    });
  }
}

export const problemCodes = Object.keys(PROBLEMS);

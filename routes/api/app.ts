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
  const limited = bodyLimit({
    maxSize: MAX_BODY_BYTES,
    onError: () => {
      throw new Problem("body_too_large", { detail: `expected at most ${MAX_BODY_BYTES} bytes` });
    },
  });
  // Named one by one: whatever matches the claims' path as well would slow each claim down.
  for (const path of ["/api/auth/*", "/api/sales"]) {
    app.use(path, limited);
    app.use(path, async (c, next) => {
      const typeless = c.req.method === "POST" && c.req.header("content-type") === undefined;
      if (typeless) {
        throw new Problem("not_json", { detail: "expected application/json, got no content-type" });
      }
      await next();
    });
  }
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
  const allowed = methodsByPath(app);
  app.notFound((c) => {
    const methods = allowed(c.req.path);
    const asked = `${c.req.method} ${c.req.path}`;
    return methods.length === 0
      ? new Problem("not_found", { detail: `nothing answers ${asked}` }).toResponse()
      : new Problem("method_not_allowed", {
        detail: `${asked}: expected ${methods.join(", ")}`,
        headers: { allow: methods.join(", ") },
      }).toResponse();
  });
  return app;
}

/** Tells which methods a path is asked with, so that any other is a 405 and not a 404. */
function methodsByPath(app: OpenAPIHono): (path: string) => string[] {
  const routes = app.routes.filter(({ path, method }) => method !== "ALL" && !path.includes("*"))
    .map(({ path, method }) => ({
      method,
      pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/:[a-z]+/g, "[^/]+")}$`),
    }));
  return (path) => {
    const methods = new Set(
      routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method),
    );
    if (methods.has("GET")) methods.add("HEAD");
    return [...methods].sort();
  };
}

export const problemCodes = Object.keys(PROBLEMS);

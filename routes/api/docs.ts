/** The OpenAPI document and a page to read it. */
import type { OpenAPIHono } from "@hono/zod-openapi";

export function addDocs(app: OpenAPIHono): void {
  app.doc31("/api/openapi.json", {
    openapi: "3.1.0",
    info: {
      title: "Forecourt API",
      version: "1",
      description:
        "Sales, sign-in and orders of a car maker's direct platform. Errors are RFC 9457 problem " +
        "details with a stable `code`. Times are epoch milliseconds, money is integer fen.",
    },
  });
}

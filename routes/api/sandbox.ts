/** What stands in for the world outside: messages that were "sent", and tokens for load tests. */
import type { OpenAPIHono } from "@hono/zod-openapi";
import * as z from "zod";
import { normalisePhone } from "../../lib/auth/identity.ts";
import { testTokenLines } from "../../lib/auth/test_members.ts";
import { NO_STORE } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/http/problem.ts";
import { readJson } from "../../lib/http/read_json.ts";
import type { ApiContext } from "./context.ts";

const tokensWanted = z.strictObject({
  count: z.int().min(1).max(1_000_000),
  first: z.int().min(0).default(1),
  role: z.enum(["member", "staff"]).default("member"),
});

export function addSandbox(app: OpenAPIHono, api: ApiContext): void {
  const { smsSandbox } = api;
  if (smsSandbox) {
    app.get("/sandbox/sms", async (c) => {
      const phone = normalisePhone(c.req.query("phone") ?? "");
      if (!phone) {
        throw new Problem("invalid_phone", { detail: "expected ?phone= with eleven digits" });
      }
      return c.json({ phone, messages: await smsSandbox.messages(phone) }, 200, NO_STORE);
    });
  }
  if (api.loadTest) {
    app.post("/loadtest/tokens", async (c) => {
      const wanted = await readJson(c.req.raw, tokensWanted, {
        maxBytes: 4 * 1024,
        timeoutMs: 10_000,
        deadlines: api.deadlines,
      });
      const lines = testTokenLines(api.tokens, { ...wanted, nowMs: api.now() });
      return c.body(ReadableStream.from(lines).pipeThrough(new TextEncoderStream()), 200, {
        "content-type": "text/plain; charset=utf-8",
      });
    });
  }
}

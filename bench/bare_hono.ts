/**
 * What one Hono route answers that parses and validates the body of a claim, by the very schema of
 * the claim, and does nothing else: the measure for the claim route, in a process of its own.
 */
import { Hono } from "hono";
import { carClaim } from "../routes/api/schemas.ts";

const app = new Hono();

app.post("/api/sales/:sale/claims", async (context) => {
  const parsed = carClaim.safeParse(await context.req.json());
  if (!parsed.success) return context.json({ code: "invalid_request" }, 400);
  return context.json({ outcome: "sold_out", place: 1, sale: context.req.param("sale") }, 200);
});

if (import.meta.main) {
  Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: ({ port }) => console.log(`Listening on http://127.0.0.1:${port}`),
  }, app.fetch);
}

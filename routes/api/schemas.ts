/** What the API takes and gives, for parsing and for the OpenAPI document. */
import { z } from "@hono/zod-openapi";

/** Ids in paths. */
export const saleId = z.string().regex(
  /^[a-z0-9][a-z0-9-]{0,63}$/,
  "expected 1 to 64 of a-z, 0-9 and -",
)
  .openapi({ param: { name: "sale", in: "path" }, example: "launch-2017" });

export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
}).openapi("Problem");

export const time = z.int().openapi({
  description: "Epoch milliseconds",
  example: 1_800_000_000_000,
});

const attribution = z.string().min(1).max(32).optional();

export const claimBody = z.strictObject({
  source: attribution.openapi({ description: "What brought the participant", example: "wechat" }),
  channel: attribution.openapi({ description: "Campaign code of the link", example: "spring" }),
  model: attribution,
  city: attribution.openapi({ example: "杭州" }),
}).openapi("ClaimBody");

export const claimAnswer = z.discriminatedUnion("outcome", [
  z.object({ outcome: z.literal("allocated"), number: z.int(), orderId: z.string(), payBy: time }),
  z.object({ outcome: z.literal("already"), number: z.int(), orderId: z.string(), payBy: time }),
  z.object({ outcome: z.literal("sold_out"), place: z.int() }),
]).openapi("ClaimAnswer");

export const sale = z.object({
  id: z.string(),
  title: z.string(),
  model: z.string(),
  state: z.enum(["scheduled", "open", "paused", "closed"]),
  capacity: z.int(),
  allocated: z.int(),
  participants: z.int(),
  opensAt: time,
  closesAt: time.nullable(),
  now: time,
  journal: z.object({ seq: z.int(), hash: z.string() }),
}).openapi("Sale");

export const salePlan = z.strictObject({
  id: saleId.openapi({ param: undefined as never }),
  title: z.string().min(1).max(80),
  model: z.string().min(1).max(32),
  capacity: z.int().min(1).max(1_000_000),
  opensAt: time.min(0).max(8_640_000_000_000_000),
  closesAt: time.min(0).max(8_640_000_000_000_000).nullable().default(null),
  holdMs: z.int().min(1_000).max(7 * 24 * 3_600_000).default(900_000),
}).openapi("SalePlan");

export const reconciliation = z.object({
  participants: z.int(),
  leads: z.int(),
  pendingMail: z.int(),
  reconciled: z.boolean(),
}).openapi("Reconciliation");

export const phoneBody = z.strictObject({
  phone: z.string().max(40).openapi({ example: "13800138000" }),
});

export const signInBody = z.strictObject({
  phone: z.string().max(40).openapi({ example: "13800138000" }),
  code: z.string().regex(/^\d{6}$/, "expected six digits").openapi({ example: "123456" }),
});

export const memberView = z.object({
  id: z.string(),
  role: z.enum(["member", "staff"]),
  phone: z.string().optional().openapi({ description: "Masked: 138****8000" }),
}).openapi("Member");

export const order = z.object({
  id: z.string(),
  saleId: z.string(),
  status: z.enum(["reserved"]),
  number: z.int(),
  payBy: time,
  placedAt: time,
}).openapi("Order");

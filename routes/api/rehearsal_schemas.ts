/** What rehearsals take and give. */
import { z } from "@hono/zod-openapi";
import { MOST_SHOPPERS, rehearsalOutcome, rehearsalPlan } from "../../actors/sales/rehearsals.ts";
import { time } from "./schemas.ts";

const saleId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "expected 1 to 64 of a-z, 0-9 and -")
  .openapi({
    description: "The sale whose settings are rehearsed",
    example: "launch-2017",
  });

/** Made here: what the actor has made knows nothing of documents. */
const fields = {
  participants: z.int().min(1).max(MOST_SHOPPERS),
  cars: z.int().min(1).max(MOST_SHOPPERS),
  abandon: z.number().min(0).max(1),
  part: z.number().min(0).max(0.5),
  curve: z.enum(["burst", "even", "wave"]),
  seed: z.int().min(0).max(2 ** 32 - 1),
};

export const rehearsalId = z.string().regex(/^[a-z0-9]{8,32}$/, "expected the id of a rehearsal")
  .openapi({
    param: { name: "rehearsal", in: "path" },
    description: "The rehearsal's id",
    example: "mjmzs1k04f1c2b",
  });

export const rehearsalBody = z.strictObject({
  sale: saleId,
  participants: fields.participants.openapi({ description: "Shoppers who come", example: 5_000 }),
  cars: fields.cars.optional().openapi({
    description: "Instead of the sale's own, to rehearse it on a smaller scale",
    example: 200,
  }),
  abandon: fields.abandon.default(0.3).openapi({
    description: "The part of those with a car who let their hold lapse",
    example: 0.3,
  }),
  cancel: fields.part.default(0.03).openapi({
    description: "The part of the others who give their car back, every second one once it is paid",
    example: 0.03,
  }),
  late: fields.part.default(0.02).openapi({
    description: "The part of the others whose money comes when the hold is over",
    example: 0.02,
  }),
  arrival: z.strictObject({
    curve: fields.curve.openapi({
      description: "`burst`: most within the first moments; `even`: all the time alike; `wave`: " +
        "it swells and ebbs",
    }),
    seconds: z.int().min(1).max(86_400).openapi({
      description: "The last one comes so long after the first",
      example: 60,
    }),
  }).default({ curve: "burst", seconds: 60 }),
  waitingRoom: z.strictObject({
    ratePerMinute: z.int().min(1).max(120_000).openapi({ example: 3_000 }),
    maxActive: z.int().min(1).max(50_000).openapi({ example: 1_000 }),
  }).nullable().optional().openapi({
    description: "Instead of the sale's own; `null` for none. A sale by draw has none",
  }),
  seed: fields.seed.optional().openapi({
    description: "The same seed plays the same rehearsal",
    example: 7,
  }),
}).openapi("RehearsalBody");

const status = z.enum([
  "running",
  "stopping",
  "finished",
  "cancelled",
  "interrupted",
  "failed",
]).openapi({ example: "finished" });

const { moments: _, ...totals } = rehearsalOutcome.shape;

/** Without a name in the document: one that has a name is described there as never null. */
const outcome = z.object(totals);

export const rehearsalSummary = z.object({
  id: rehearsalId,
  sale: saleId,
  title: z.string(),
  titleEn: z.string().optional(),
  status,
  startedAt: time,
  endedAt: time.nullable(),
  /** Who started it. */
  by: z.string().openapi({ example: "mjlyfhx2l5eot2i4uholn" }),
  plan: rehearsalPlan,
  forecast: z.record(z.string(), z.number().nullable()).openapi({
    description: "What was expected: the fields of `outcome` that can be",
    example: { sold: 200, returned: 86, soldOutAt: 2, leads: 5_000 },
  }),
  progress: rehearsalOutcome.shape.moments.element.nullable(),
  outcome: outcome.nullable(),
  reason: z.string().optional().openapi({ description: "Why it failed" }),
}).openapi("RehearsalSummary");

export const rehearsalList = z.object({ rehearsals: z.array(rehearsalSummary) }).openapi(
  "Rehearsals",
);

export const rehearsalRecord = rehearsalSummary.extend({
  outcome: outcome.extend({ moments: rehearsalOutcome.shape.moments }).nullable(),
}).openapi("Rehearsal");

export const rehearsalsWanted = z.object({
  sale: saleId.optional().openapi({
    param: { name: "sale", in: "query" },
    description: "Those of this sale alone",
  }),
});

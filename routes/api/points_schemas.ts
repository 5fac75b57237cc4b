/** What the routes for points take and give. */
import { z } from "@hono/zod-openapi";
import { written, writtenCount } from "./schemas.ts";

const time = z.int().openapi({ description: "Epoch milliseconds", example: 1_800_000_000_000 });
const words = z.object({ zh: z.string(), en: z.string() });
const tier = z.object({ id: z.string(), name: words, from: z.int(), bonusPct: z.int() });

export const pointsView = z.object({
  available: z.int().openapi({ description: "To spend; below zero is owed", example: 2_400 }),
  pending: z.int().openapi({ description: "Not yet yours: the money can still be asked back" }),
  debt: z.int().openapi({ description: "Owed after a refund; repaid from the next points" }),
  worthFen: z.int(),
  lots: z.array(z.object({
    points: z.int(),
    status: z.enum(["pending", "active"]),
    activeAt: time,
    expiresAt: time,
  })).openapi({ description: "What ends first comes first" }),
  totals: z.object({
    earned: z.int(),
    spent: z.int(),
    returned: z.int(),
    clawed: z.int(),
    expired: z.int(),
  }).openapi({ description: "Since the beginning; earned + returned − the others is the balance" }),
  tier: z.object({
    tier,
    points: z.int().openapi({ description: "Of this calendar year" }),
    next: tier.optional().openapi({ description: "Not there on the highest tier" }),
    pointsToNext: z.int(),
    projected: tier.openapi({ description: "Where the year ends if it goes on as it went" }),
    projectedPoints: z.int(),
    keeps: tier.openapi({
      description: "What the next year begins with if nothing more is earned",
    }),
  }),
  rules: z.object({
    version: z.int().openapi({ description: "In force" }),
    accepted: z.int().openapi({ description: "The last one you accepted; 0 for none" }),
    text: words,
  }),
}).openapi("Points");

export const ledgerWanted = z.object({
  before: written(writtenCount).optional().openapi({
    description: "The `older` of the page before",
  }),
  limit: written(z.int().min(1).max(100)).default(30),
});

export const ledgerPage = z.object({
  entries: z.array(z.object({
    no: z.int(),
    at: time,
    kind: z.enum(["earn", "spend", "give_back", "claw_back", "repay", "expire", "refund_first"]),
    points: z.int().openapi({ description: "What it did to the balance" }),
    reason: z.string().openapi({ example: "order_paid" }),
    ref: z.string(),
    rule: z.string().optional(),
    version: z.int().optional().openapi({ description: "Of the rules that were applied" }),
    bonus: z.int().optional().openapi({ description: "How much of it the tier added" }),
  })),
  older: z.int().nullable().openapi({ description: "Ask the next page `before` it" }),
}).openapi("PointsLedger");

export const shop = z.object({
  version: z.int(),
  items: z.array(z.object({
    id: z.string(),
    name: words,
    points: z.int(),
    left: z.int().nullable().openapi({ description: "null where there is no end" }),
    each: z.int().openapi({ description: "How many one may have" }),
    had: z.int(),
    gives: z.enum(["coupon", "posted", "at_dealer"]),
  })),
}).openapi("ExchangeShop");

export const exchangeBody = z.strictObject({ item: z.string().max(60) }).openapi("Exchange");

export const exchanged = z.object({
  id: z.string(),
  item: z.string(),
  points: z.int(),
  available: z.int().openapi({ description: "What is left to spend" }),
}).openapi("Exchanged");

export const acceptBody = z.strictObject({ version: z.int().min(1) }).openapi("AcceptRules");
export const checkedIn = z.object({ points: z.int() }).openapi("CheckedIn");

export const couponsView = z.object({
  coupons: z.array(z.object({
    id: z.string(),
    name: words,
    on: z.enum(["car", "maintenance", "parts"]),
    takesOffFen: z.int().optional().openapi({ description: "An amount, or else a share" }),
    takesOffPct: z.int().optional(),
    mostFen: z.int().optional().openapi({ description: "The most that a share takes off" }),
    fromFen: z.int().openapi({ description: "The least that is left to pay before it" }),
    stacks: z.string().openapi({
      description: "`alone`, or the group of which one may be used beside those of other groups",
    }),
    expiresAt: time,
  })),
  goods: z.array(z.object({
    id: z.string(),
    item: z.string(),
    how: z.enum(["posted", "at_dealer"]),
    at: time,
    status: z.enum(["asked", "handed_over"]),
  })),
}).openapi("Coupons");

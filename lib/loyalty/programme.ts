/** The rules of points as data: what is earned for what, tiers, what points are worth, the shop. */
import * as z from "zod";
import { DAY_MS } from "../time/day.ts";
import {
  endOfDayAfterMonths,
  endOfYearAfter,
  MEMBER_ZONE,
  periodsOf,
  shareOfYear,
} from "./days.ts";

/** A sentence or a name in the two languages of the platform. */
const words = z.object({ zh: z.string().min(1).max(2_000), en: z.string().min(1).max(2_000) });
const id = z.string().regex(/^[a-z][a-z0-9_]{0,40}$/);

export const BEHAVIOURS = [
  "order_paid",
  "check_in",
  "review",
  "test_drive",
  "referral",
  "maintenance",
] as const;

const rule = z.object({
  id,
  behaviour: z.enum(BEHAVIOURS),
  name: words,
  /** Points for every 100 yuan, or a number of points each time. */
  gives: z.union([
    z.object({ pointsPer100Yuan: z.int().min(1).max(10_000) }),
    z.object({ points: z.int().min(1).max(1_000_000) }),
  ]),
  /** Until the window in which money can be asked back has ended. */
  pendingDays: z.int().min(0).max(400),
  expires: z.union([
    z.object({ months: z.int().min(1).max(120) }),
    /** At the end of the year that lies so many years ahead. */
    z.object({ yearEnd: z.int().min(0).max(10) }),
  ]),
  caps: z.array(z.object({
    per: z.enum(["day", "month", "year", "ever"]),
    points: z.int().min(1),
  })).max(4),
  /** Whether it counts towards a tier. */
  qualifies: z.boolean(),
});

const tier = z.object({
  id,
  name: words,
  /** Points of one year that reach it. */
  from: z.int().min(0),
  /** What is earned on top, per cent. */
  bonusPct: z.int().min(0).max(300),
  benefits: z.array(words).max(12),
});

/** What a coupon takes off and beside which others it may be used: all of it is said on its face. */
export const coupon = z.object({
  id,
  name: words,
  /** What it is for. */
  on: z.enum(["car", "maintenance", "parts"]),
  takesOff: z.union([
    z.object({ fen: z.int().min(1) }),
    z.object({ pct: z.int().min(1).max(100), mostFen: z.int().min(1) }),
  ]),
  /** The least that is left to pay before it. */
  fromFen: z.int().min(0),
  /** Alone, or beside coupons of other groups. */
  stacks: z.union([z.literal("alone"), z.object({ group: id })]),
  validDays: z.int().min(1).max(1_000),
});

export type Coupon = z.infer<typeof coupon>;

const item = z.object({
  id,
  name: words,
  points: z.int().min(1),
  /** How many there are in all; null where there is no end. */
  stock: z.int().min(0).nullable(),
  /** How many a member may have. */
  each: z.int().min(1).max(100),
  /** What the member gets: a coupon of the wallet, or a thing that is sent. */
  gives: z.union([
    z.object({ coupon: id }),
    z.object({ goods: z.enum(["posted", "at_dealer"]) }),
  ]),
});

export const programme = z.object({
  version: z.int().min(1),
  /** From when it counts, epoch milliseconds. */
  from: z.int(),
  /** What members read and accept. */
  text: words,
  rules: z.array(rule).max(40),
  tiers: z.array(tier).min(1).max(8),
  burn: z.object({
    /** What a point is worth in an order. */
    fenPerPoint: z.int().min(1),
    /** Points are taken in steps of this. */
    step: z.int().min(1),
    /** How much of an amount points may pay, per cent. */
    mostPct: z.int().min(1).max(100),
  }),
  coupons: z.array(coupon).max(60),
  shop: z.array(item).max(60),
}).refine(
  ({ tiers }) =>
    tiers[0]!.from === 0 && tiers.every(({ from }, i) => i === 0 || from > tiers[i - 1]!.from),
  { message: "tiers begin at 0 and rise", path: ["tiers"] },
).refine(({ rules }) => new Set(rules.map(({ id }) => id)).size === rules.length, {
  message: "each rule has an id of its own",
  path: ["rules"],
}).refine(({ shop }) => new Set(shop.map(({ id }) => id)).size === shop.length, {
  message: "each item has an id of its own",
  path: ["shop"],
});

export type Programme = z.infer<typeof programme>;
export type Behaviour = (typeof BEHAVIOURS)[number];
export type Item = Programme["shop"][number];
export type Tier = Programme["tiers"][number];

/** What one behaviour brings by one rule, before the member's tier and caps, which the actor knows. */
export const award = z.object({
  rule: z.string(),
  version: z.int(),
  points: z.int().min(0),
  activeAt: z.int(),
  expiresAt: z.int(),
  caps: z.array(z.object({ key: z.string(), points: z.int() })),
  year: z.string().nullable(),
  tiers: z.array(z.object({ from: z.int(), bonusPct: z.int() })),
});

export type Award = z.infer<typeof award>;

export interface Activity {
  readonly behaviour: Behaviour;
  readonly amountFen: number;
  /** When it was done, epoch milliseconds. */
  readonly at: number;
}

/** The version that counts at `at`: the last one that has begun. */
export function programmeAt(versions: readonly Programme[], at: number): Programme | undefined {
  return versions.filter(({ from }) => from <= at).at(-1);
}

/** What the rules give for an activity, one award a rule. */
export function awardsFor(
  { rules, tiers, version }: Programme,
  { behaviour, amountFen, at }: Activity,
  zone = MEMBER_ZONE,
): Award[] {
  const periods = periodsOf(at, zone);
  return rules.filter((rule) => rule.behaviour === behaviour).map((rule) => ({
    rule: rule.id,
    version,
    // Points for whole yuan only: part of one earns nothing, also when it is paid back.
    points: "points" in rule.gives
      ? rule.gives.points
      : Math.floor(Math.floor(amountFen / 100) * rule.gives.pointsPer100Yuan / 100),
    activeAt: at + rule.pendingDays * DAY_MS,
    expiresAt: "months" in rule.expires
      ? endOfDayAfterMonths(at, rule.expires.months, zone)
      : endOfYearAfter(at, rule.expires.yearEnd, zone),
    caps: rule.caps.map(({ per, points }) => ({ key: `${rule.id}|${periods[per]}`, points })),
    year: rule.qualifies ? periods.year : null,
    tiers: tiers.map(({ from, bonusPct }) => ({ from, bonusPct })),
  }));
}

type Years = ReadonlyMap<string, number>;

/** A tier is reached by the points of a year, and kept to the end of the year after. */
export function tierAt<T extends { readonly from: number }>(
  tiers: readonly T[],
  years: Years,
  at: number,
  zone = MEMBER_ZONE,
): T {
  const year = Number(periodsOf(at, zone).year);
  const best = Math.max(years.get(String(year)) ?? 0, years.get(String(year - 1)) ?? 0);
  return tiers.findLast(({ from }) => from <= best) ?? tiers[0]!;
}

export interface TierProgress {
  readonly tier: Tier;
  /** Points of this year so far. */
  readonly points: number;
  readonly next: Tier | null;
  readonly pointsToNext: number;
  /** Where the year ends if it goes on as it went. */
  readonly projected: Tier;
  readonly projectedPoints: number;
  /** What the next year begins with if nothing more is earned. */
  readonly keeps: Tier;
}

export function tierProgress(
  { tiers }: Pick<Programme, "tiers">,
  years: Years,
  at: number,
  zone = MEMBER_ZONE,
): TierProgress {
  const points = Math.max(0, years.get(periodsOf(at, zone).year) ?? 0);
  const tier = tierAt(tiers, years, at, zone);
  const reached = (sum: number) => tiers.findLast(({ from }) => from <= sum) ?? tiers[0]!;
  const next = tiers.find(({ from }) => from > tier.from) ?? null;
  const projectedPoints = Math.floor(points / shareOfYear(at, zone));
  const projected = reached(projectedPoints);
  return {
    tier,
    points,
    next,
    pointsToNext: next ? Math.max(0, next.from - points) : 0,
    projected: projected.from > tier.from ? projected : tier,
    projectedPoints,
    keeps: reached(points),
  };
}

/** How much of a bill points can pay: the most points of a step, and what they are worth. */
export function payableWithPoints(
  { burn }: Pick<Programme, "burn">,
  amountFen: number,
  available: number,
): { points: number; fen: number } {
  const most = Math.floor(amountFen * burn.mostPct / 100 / burn.fenPerPoint);
  const points = Math.max(0, Math.floor(Math.min(most, available) / burn.step) * burn.step);
  return { points, fen: points * burn.fenPerPoint };
}

/**
 * Shares what a refund gives back between money and points, to the fen and to the point: after the
 * last part exactly what was paid has gone back.
 */
export function shareRefund(
  paid: { readonly fen: number; readonly points: number; readonly totalFen: number },
  before: { readonly totalFen: number },
  refundFen: number,
): { fen: number; points: number } {
  const upTo = (sum: number, part: number) => Math.floor(part * sum / paid.totalFen);
  const after = Math.min(paid.totalFen, before.totalFen + refundFen);
  const points = upTo(after, paid.points) - upTo(before.totalFen, paid.points);
  return { fen: upTo(after, paid.fen) - upTo(before.totalFen, paid.fen), points };
}

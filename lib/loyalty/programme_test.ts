import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { endOfDayAfterMonths, endOfYearAfter } from "./days.ts";
import {
  awardsFor,
  payableWithPoints,
  type Programme,
  programme,
  programmeAt,
  shareRefund,
  tierAt,
  tierProgress,
} from "./programme.ts";

const at = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;
const name = { zh: "名", en: "name" };
const tier = (id: string, from: number) => ({ id, name, from, bonusPct: 0, benefits: [] });
const rules: Programme = {
  version: 1,
  from: 0,
  text: name,
  rules: [{
    id: "car",
    behaviour: "order_paid",
    name,
    gives: { pointsPer100Yuan: 50 },
    pendingDays: 7,
    expires: { months: 12 },
    caps: [{ per: "month", points: 900 }],
    qualifies: true,
  }],
  tiers: [tier("brook", 0), tier("river", 1_000), tier("sea", 5_000)],
  burn: { fenPerPoint: 1, step: 100, mostPct: 30 },
  coupons: [],
  shop: [],
};

Deno.test("endOfDayAfterMonths: a year after 29 February is the end of the 28th", () => {
  const leap = at("2028-02-29T09:00:00+08:00");
  assertEquals(endOfDayAfterMonths(leap, 12), at("2029-03-01T00:00:00+08:00"));
  assertEquals(endOfDayAfterMonths(leap, 48), at("2032-03-01T00:00:00+08:00"));
  assertEquals(
    endOfDayAfterMonths(at("2027-11-30T09:00:00+08:00"), 3),
    at("2028-03-01T00:00:00+08:00"),
  );
  assertEquals(endOfYearAfter(leap, 1), at("2030-01-01T00:00:00+08:00"));
});

Deno.test("endOfDayAfterMonths: the day is the member's, whatever day it is in London or New York", () => {
  // Half past eleven at night in London is the next morning in Shanghai.
  const late = at("2027-03-09T23:30:00Z");
  assertEquals(endOfDayAfterMonths(late, 0), at("2027-03-11T00:00:00+08:00"));
  assertEquals(endOfDayAfterMonths(late, 0, "Europe/London"), at("2027-03-10T00:00:00Z"));
  // A day of 23 hours ends with the day all the same.
  assertEquals(
    endOfDayAfterMonths(at("2027-03-14T12:00:00-04:00"), 0, "America/New_York"),
    at("2027-03-15T00:00:00-04:00"),
  );
});

Deno.test("awardsFor: whole yuan, pending, and the cap of the member's own month", () => {
  const when = at("2027-01-31T23:59:59+08:00");
  const [award] = awardsFor(rules, { behaviour: "order_paid", amountFen: 199_99, at: when });
  assertEquals([award!.points, award!.caps[0]!.key], [99, "car|2027-01"]);
  assertEquals(award!.activeAt, when + 7 * 86_400_000);
  assertEquals(awardsFor(rules, { behaviour: "review", amountFen: 0, at: when }), []);
});

Deno.test("programmeAt: the version that has begun, also for what happened before", () => {
  const later = { ...rules, version: 2, from: 1_000 };
  assertEquals(programmeAt([rules, later], 999)?.version, 1);
  assertEquals(programmeAt([rules, later], 1_000)?.version, 2);
});

Deno.test("tierAt: reached in a year, kept to the end of the next", () => {
  const years = new Map([["2027", 1_200]]);
  const tierOn = (iso: string) => tierAt(rules.tiers, years, at(iso)).id;
  assertEquals(tierOn("2027-12-31T23:00:00+08:00"), "river");
  assertEquals(tierOn("2028-12-31T23:59:59+08:00"), "river");
  assertEquals(tierOn("2029-01-01T00:00:00+08:00"), "brook");
});

Deno.test("tierProgress: what is missing, and where the year ends if it goes on so", () => {
  const progress = tierProgress(rules, new Map([["2027", 600]]), at("2027-04-01T12:00:00+08:00"));
  assertEquals([progress.tier.id, progress.next?.id, progress.pointsToNext], [
    "brook",
    "river",
    400,
  ]);
  assertEquals([progress.projected.id, progress.projectedPoints], ["river", 2_406]);
});

Deno.test("payableWithPoints: in steps, and never more than the share", () => {
  assertEquals(payableWithPoints(rules, 100_000, 50_000), { points: 30_000, fen: 30_000 });
  assertEquals(payableWithPoints(rules, 100_000, 250), { points: 200, fen: 200 });
  assertEquals(payableWithPoints(rules, 100_000, -50), { points: 0, fen: 0 });
});

Deno.test("shareRefund: parts add up to what was paid, to the fen and to the point", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 100_000 }),
    fc.integer({ min: 0, max: 5_000 }),
    fc.array(fc.integer({ min: 1, max: 40_000 }), { maxLength: 8 }),
    (fen, points, parts) => {
      const paid = { fen, points, totalFen: fen + points };
      let totalFen = 0;
      const back = { fen: 0, points: 0 };
      for (const part of [...parts, paid.totalFen]) {
        const share = shareRefund(paid, { totalFen }, part);
        totalFen = Math.min(paid.totalFen, totalFen + part);
        back.fen += share.fen;
        back.points += share.points;
      }
      assertEquals(back, { fen, points });
    },
  ));
});

Deno.test("programme: tiers begin at nought and rise, ids are not used twice", () => {
  assertEquals(programme.safeParse(rules).success, true);
  const wrong = [
    { ...rules, tiers: rules.tiers.slice(1) },
    { ...rules, tiers: rules.tiers.toReversed() },
    { ...rules, rules: [...rules.rules, ...rules.rules] },
  ];
  assertEquals(wrong.map((one) => programme.safeParse(one).success), [false, false, false]);
});

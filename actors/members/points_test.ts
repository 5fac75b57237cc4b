import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import {
  availableAt,
  balanceOf,
  balances,
  bookProblem,
  pendingAt,
} from "../../lib/loyalty/ledger.ts";
import type { Award } from "../../lib/loyalty/programme.ts";
import { points, type PointsState } from "./points.ts";

const DAY = 86_400_000;
const at = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;
const NOON = at("2027-03-10T12:00:00+08:00");

const award = (given: Partial<Award> = {}): Award => ({
  rule: "car",
  version: 1,
  points: 100,
  activeAt: NOON,
  expiresAt: NOON + 365 * DAY,
  caps: [],
  year: "2027",
  tiers: [{ from: 0, bonusPct: 0 }, { from: 1_000, bonusPct: 20 }],
  ...given,
});
const earn = (ref: string, one: Partial<Award> = {}, paidFen = 10_000) => ({
  ref,
  because: "order_paid",
  result: { awards: [award(one)], paidFen },
});
const spend = (ref: string, points: number) => ({ ref, points, reason: "exchange", version: 1 });
const lotsOf = ({ lots }: PointsState) => lots;
const accepted = () => given(points, ["rules_accepted", { version: 1 }]);

Deno.test("POINTS-1: every entry balances, and the balance is the sum of them all", () => {
  const last = accepted().when("earn", earn("a"), { at: NOON })
    .when("spend", spend("x", 70)).when("claw_back", {
      ref: "a",
      refundId: "r",
      result: { refundFen: 4_000 },
    });
  const all = [
    ...accepted().when("earn", earn("a"), { at: NOON }).events,
    ...last.events,
  ].flatMap(([name, entry]) => name === "posted" ? [entry] : []);
  assertEquals(all.map(balances), [true, true]);
  assertEquals([balanceOf(last.state), bookProblem(last.state)], [-10, true]);
});

Deno.test("POINTS-2: points are pending until the money cannot be asked back any more", () => {
  const earned = accepted().when("earn", earn("a", { activeAt: NOON + 7 * DAY }), { at: NOON });
  assertEquals([availableAt(earned.state, NOON), pendingAt(earned.state, NOON)], [0, 100]);
  assertEquals(earned.when("spend", spend("x", 1)).outcome, {
    ok: false,
    refusal: "not_enough_points",
    detail: { available: 0 },
  });
  assertEquals(earned.when("spend", spend("x", 100), { at: NOON + 7 * DAY }).outcome.ok, true);
});

Deno.test("POINTS-3: the lot that ends first is taken first, and ends at the member's midnight", () => {
  const midnight = at("2027-04-01T00:00:00+08:00");
  const two = accepted().when("earn", earn("late", { expiresAt: midnight + DAY }), { at: NOON })
    .when("earn", earn("soon", { expiresAt: midnight }));
  assertEquals(
    lotsOf(two.when("spend", spend("x", 120)).state).map(({ id, left }) => [id, left]),
    [["late", 80]],
  );
  // 16:00 in London is midnight in Shanghai; a moment before, the points are still good.
  const london = at("2027-03-31T17:00:00+01:00");
  assertEquals(london, midnight);
  assertEquals(two.when("spend", spend("x", 200), { at: london - 1 }).outcome.ok, true);
  assertEquals(two.when("spend", spend("x", 200), { at: london }).outcome.ok, false);
  assertEquals(two.reminders.settle, midnight);
  const settled = two.when("settle", {}, { at: london });
  assertEquals([settled.state.totals.expired, balanceOf(settled.state)], [100, 100]);
});

Deno.test("POINTS-4: a refund takes back into the negative, and the next points repay it", () => {
  const owed = accepted().when("earn", earn("a"), { at: NOON }).when("spend", spend("x", 100))
    .when("claw_back", { ref: "a", refundId: "r1", result: { refundFen: 10_000 } });
  assertEquals([availableAt(owed.state, NOON), owed.state.debt], [-100, 100]);
  const again = owed.when("earn", earn("b", { points: 150, activeAt: NOON + DAY }));
  assertEquals([again.state.debt, again.reminders.settle], [100, NOON + DAY]);
  const active = again.when("settle", {}, { at: NOON + DAY });
  assertEquals([active.state.debt, availableAt(active.state, NOON + DAY)], [0, 50]);
});

Deno.test("POINTS-4: earn, refund, spend: what was paid back cannot be spent", () => {
  const refunded = accepted().when("earn", earn("a"), { at: NOON })
    .when("claw_back", { ref: "a", refundId: "r1", result: { refundFen: 10_000 } });
  assertEquals(refunded.when("spend", spend("x", 1)).outcome.ok, false);
  assertEquals(refunded.state.years.get("2027"), 0);
});

Deno.test("POINTS-4: parts of a refund take back in parts, in the end exactly all; what expired is forgiven", () => {
  let step = accepted().when("earn", earn("a", { points: 33 }, 1_000), { at: NOON })
    .when("claw_back", { ref: "a", refundId: "r1", result: { refundFen: 333 } });
  assertEquals(balanceOf(step.state), 22);
  step = step.when("claw_back", { ref: "a", refundId: "r2", result: { refundFen: 667 } });
  assertEquals(balanceOf(step.state), 0);
  const over = accepted().when("earn", earn("a", { expiresAt: NOON + DAY }), { at: NOON })
    .when("spend", spend("x", 40)).when("settle", {}, { at: NOON + DAY })
    .when("claw_back", { ref: "a", refundId: "r", result: { refundFen: 10_000 } });
  assertEquals(balanceOf(over.state), -40);
});

Deno.test("POINTS-5: a reference earns once, a refund counts once, in whatever order they come", () => {
  const refund = { ref: "a", refundId: "r", result: { refundFen: 5_000 } };
  const earned = accepted().when("earn", earn("a"), { at: NOON }).when("earn", earn("a"));
  assertEquals([earned.events, earned.outcome], [[], { ok: true, value: { points: 100 } }]);
  const twice = earned.when("claw_back", refund).when("claw_back", refund);
  assertEquals(balanceOf(twice.state), 50);
  const early = accepted().when("claw_back", refund, { at: NOON }).when("claw_back", refund)
    .when("earn", earn("a"));
  assertEquals(balanceOf(early.state), 50);
});

Deno.test("POINTS-6: caps cut what is over them; a tier adds before the cap", () => {
  const caps = [{ key: "check_in|2027-03-10", points: 120 }];
  const full = accepted().when("earn", earn("a", { caps }), { at: NOON })
    .when("earn", earn("b", { caps })).when("earn", earn("c", { caps }));
  assertEquals([balanceOf(full.state), full.events], [120, []]);
  const next = full.when(
    "earn",
    earn("d", { caps: [{ key: "check_in|2027-03-11", points: 120 }] }),
  );
  assertEquals(balanceOf(next.state), 220);
  const tier = accepted().when("earn", earn("big", { points: 1_000 }), { at: NOON })
    .when("earn", earn("a"));
  assertEquals(balanceOf(tier.state), 1_120);
});

Deno.test("POINTS-7: who has not accepted the rules in force cannot spend", () => {
  const earned = given(points).when("earn", earn("a"), { at: NOON });
  assertEquals(earned.when("spend", spend("x", 10)).outcome, {
    ok: false,
    refusal: "rules_not_accepted",
    detail: { version: 1 },
  });
  assertEquals(
    earned.when("accept_rules", { version: 1 }).when("spend", spend("x", 10)).outcome.ok,
    true,
  );
});

Deno.test("POINTS-8: what comes back keeps its end, or has thirty days", () => {
  const end = at("2027-03-12T00:00:00+08:00");
  const spent = accepted().when("earn", earn("soon", { expiresAt: end }), { at: NOON })
    .when("earn", earn("late", { expiresAt: NOON + 300 * DAY })).when("spend", spend("x", 150));
  assertEquals(spent.when("give_back", { ref: "x", returnId: "b", points: 151 }).outcome, {
    ok: false,
    refusal: "more_than_spent",
  });
  assertEquals(spent.when("give_back", { ref: "y", returnId: "b", points: 1 }).outcome, {
    ok: false,
    refusal: "unknown_spending",
  });
  const back = spent.when("give_back", { ref: "x", returnId: "b", points: 150 });
  assertEquals(lotsOf(back.state).map(({ left, expiresAt }) => [left, expiresAt]), [
    [100, at("2027-04-10T00:00:00+08:00")],
    [50, NOON + 300 * DAY],
    [50, NOON + 300 * DAY],
  ]);
  assertEquals(
    balanceOf(back.when("give_back", { ref: "x", returnId: "b", points: 150 }).state),
    200,
  );
});

Deno.test("POINTS-9: told thirty days before, once for a week's points", () => {
  const first = NOON + 60 * DAY;
  const two = accepted().when("earn", earn("a", { expiresAt: first }), { at: NOON })
    .when("earn", earn("b", { expiresAt: first + 5 * DAY }))
    .when("earn", earn("c", { expiresAt: first + 20 * DAY }));
  assertEquals(two.reminders.tell, first - 30 * DAY);
  const told = two.when("tell", {}, { at: first - 30 * DAY });
  assertEquals(told.events[0]![1], { points: 200, expiresAt: first, through: first + 7 * DAY });
  assertEquals(told.reminders.tell, first - 10 * DAY);
});

Deno.test("POINTS-10: staff give a reason, and never take below zero", () => {
  const adjust = (points: number, reason = "apology") => ({ ref: `s${points}`, points, reason });
  assertEquals(accepted().when("adjust", adjust(5, " ")).outcome, {
    ok: false,
    refusal: "reason_missing",
  });
  const more = accepted().when("adjust", adjust(50), { at: NOON });
  assertEquals(more.outcome, { ok: true, value: { available: 50 } });
  assertEquals(more.when("adjust", adjust(-51)).outcome.ok, false);
  assertEquals(more.when("adjust", adjust(-50)).outcome, { ok: true, value: { available: 0 } });
  // The form before, by the back button, with another number: it was answered as done.
  for (const points of [60, -50]) {
    assertEquals(more.when("adjust", { ...adjust(points), ref: "s50" }).outcome, {
      ok: false,
      refusal: "idempotency_conflict",
    });
  }
});

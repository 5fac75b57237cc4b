import { assert, assertEquals } from "@std/assert";
import { given, type NamedEvent } from "../../lib/kernel/testing/given.ts";
import { lot } from "./lot.ts";

const OPENS = 1_000;
const CLOSES = 9_000;
const HOLD = 60_000;
const OFFER = 20_000;
type Event = NamedEvent<typeof lot>;

const stock = {
  capacity: 2,
  opensAt: OPENS,
  closesAt: CLOSES,
  holdMs: HOLD,
  offerMs: OFFER,
  mode: "first_come",
} as const;
const stocked: Event = ["stocked", stock];
const claimed = (memberId: string, number: number): Event => [
  "claimed",
  { memberId, number, orderId: `test-${number}`, payBy: 61_000 },
];
const missed = (memberId: string, place: number): Event => ["missed", { memberId, place }];
const released = (memberId: string, number: number): Event => [
  "released",
  { memberId, number, orderId: `test-${number}`, reason: "lapsed" },
];
/** Two cars held by a and b; c and d wait. */
const FULL = [stocked, claimed("a", 1), claimed("b", 2), missed("c", 1), missed("d", 2)] as const;
const giveBack = (memberId: string, number: number) =>
  ({ memberId, orderId: `test-${number}`, reason: "lapsed" }) as const;

const answer = (outcome: { ok: boolean; value?: unknown; refusal?: string }): unknown =>
  outcome.ok ? (outcome.value as { outcome?: string }).outcome : outcome.refusal;

Deno.test("LOT-1: numbers are given from 1 to the capacity, in the order of asking", () => {
  const first = given(lot, stocked).when("claim", { memberId: "a" }, { at: OPENS });
  assertEquals(first.outcome, {
    ok: true,
    value: { outcome: "allocated", number: 1, orderId: "test-1", payBy: OPENS + HOLD },
  });
  assertEquals(first.events, [["claimed", {
    memberId: "a",
    number: 1,
    orderId: "test-1",
    payBy: OPENS + HOLD,
  }]]);
  const second = first.when("claim", { memberId: "b" });
  assertEquals(second.state.allocated.get("b")?.number, 2);
});

Deno.test("LOT-1: a claim carries the deposit that was asked for when it was made", () => {
  const { events } = given(lot, ["stocked", { ...stock, depositFen: 500_000 }])
    .when("claim", { memberId: "a" }, { at: OPENS });
  assertEquals(events[0]![1], {
    memberId: "a",
    number: 1,
    orderId: "test-1",
    payBy: OPENS + HOLD,
    depositFen: 500_000,
  });
});

Deno.test("LOT-2: asking again repeats the answer and records nothing", () => {
  const sold = given(lot, stocked, claimed("a", 1), claimed("b", 2), missed("c", 1));
  const again = sold.when("claim", { memberId: "a" }, { at: OPENS });
  assertEquals(again.outcome, {
    ok: true,
    value: { outcome: "already", number: 1, orderId: "test-1", payBy: 61_000 },
  });
  assertEquals(again.events, []);
  const waiting = sold.when("claim", { memberId: "c" }, { at: OPENS });
  assertEquals(waiting.outcome, { ok: true, value: { outcome: "sold_out", place: 1 } });
  assertEquals(waiting.events, []);
});

Deno.test("LOT-2: the answer is repeated also after the lot has closed", () => {
  const over = given(lot, stocked, claimed("a", 1), ["closed", {}]).when(
    "claim",
    { memberId: "a" },
    { at: CLOSES + 1 },
  );
  assertEquals(answer(over.outcome), "already");
});

Deno.test("LOT-2: who gave a car back is told so, and does not get another by asking again", () => {
  const again = given(lot, ...FULL, released("a", 1)).when("claim", { memberId: "a" });
  assertEquals(again.outcome, {
    ok: true,
    value: { outcome: "returned", reason: "lapsed", number: 1, orderId: "test-1" },
  });
  assertEquals(again.events, []);
});

Deno.test("LOT-3: who asks when no car is free gets the next place in line", () => {
  const full = given(lot, stocked, claimed("a", 1), claimed("b", 2));
  const third = full.when("claim", { memberId: "c", from: { source: "wechat" } }, { at: OPENS });
  assertEquals(third.outcome, { ok: true, value: { outcome: "sold_out", place: 1 } });
  assertEquals(third.events, [["missed", { memberId: "c", place: 1, from: { source: "wechat" } }]]);
  assertEquals(third.when("claim", { memberId: "d" }).outcome, {
    ok: true,
    value: { outcome: "sold_out", place: 2 },
  });
});

Deno.test("LOT-4: time and status decide, to the millisecond", () => {
  const refusal = (at: number, ...more: Event[]) =>
    answer(given(lot, stocked, ...more).when("claim", { memberId: "z" }, { at }).outcome);
  const opened: Event = ["opened", {}], paused: Event = ["paused", {}];
  const resumed: Event = ["resumed", {}], closed: Event = ["closed", {}];
  const cases: [unknown, string][] = [
    [refusal(OPENS - 1), "not_open_yet"],
    [refusal(OPENS), "allocated"],
    [refusal(OPENS - 1, opened), "allocated"],
    [refusal(OPENS, paused), "paused"],
    [refusal(OPENS, opened, paused, resumed), "allocated"],
    [refusal(CLOSES - 1), "allocated"],
    [refusal(CLOSES), "closed"],
    [refusal(CLOSES, opened, paused), "closed"],
    [refusal(OPENS, opened, closed), "closed"],
  ];
  for (const [got, expected] of cases) assertEquals(got, expected);
  // Whoever gave a car back was let into the line until the news of the closing had come.
  const back = given(lot, ...FULL, released("a", 1));
  assertEquals(
    [CLOSES - 1, CLOSES].map((at) => back.when("rejoin", { memberId: "a" }, { at }).outcome.ok),
    [true, false],
  );
  const unknown = given(lot).when("claim", { memberId: "z" });
  assertEquals(unknown.outcome, { ok: false, refusal: "unknown_sale" });
});

Deno.test("LOT-5: a returned car goes to the first in line, with a hold of its own", () => {
  const back = given(lot, ...FULL).when("release", giveBack("a", 1), { at: 70_000 });
  assertEquals(back.events, [
    ["released", { memberId: "a", number: 1, orderId: "test-1", reason: "lapsed" }],
    ["offered", {
      memberId: "c",
      number: 1,
      orderId: "test-1.2",
      payBy: 70_000 + OFFER,
      place: 1,
    }],
  ]);
  assertEquals(back.state.returned, 1);
  const next = back.when("release", { ...giveBack("c", 1), orderId: "test-1.2" });
  assertEquals(next.events[1]![1], {
    memberId: "d",
    number: 1,
    orderId: "test-1.3",
    payBy: 70_000 + OFFER,
    place: 2,
  });
});

Deno.test("LOT-5: those who left the line are passed over", () => {
  const left = given(lot, ...FULL).when("leave", { memberId: "c" });
  assertEquals(left.outcome, { ok: true, value: { place: 1 } });
  const { state } = left.when("release", giveBack("b", 2), { at: 70_000 });
  assertEquals([state.allocated.has("c"), state.allocated.get("d")?.orderId], [false, "test-2.2"]);
  assertEquals(left.when("leave", { memberId: "c" }).outcome, {
    ok: false,
    refusal: "not_in_line",
  });
});

Deno.test("LOT-5: if nobody waits, a returned car is free for the next who asks", () => {
  const back = given(lot, stocked, claimed("a", 1), claimed("b", 2))
    .when("release", giveBack("a", 1), { at: OPENS });
  assertEquals(back.events.length, 1);
  const { outcome } = back.when("claim", { memberId: "e" });
  assertEquals(outcome, {
    ok: true,
    value: { outcome: "allocated", number: 1, orderId: "test-1.2", payBy: OPENS + HOLD },
  });
});

Deno.test("LOT-6: a car is returned once, whoever says so how often", () => {
  const back = given(lot, ...FULL).when("release", giveBack("a", 1), { at: 70_000 });
  const again = back.when("release", { ...giveBack("a", 1), reason: "cancelled" });
  assertEquals(again.outcome, { ok: true, value: { released: false } });
  assertEquals(again.events, []);
});

Deno.test("LOT-6: a sold car stays sold until its order is cancelled", () => {
  const paid = given(lot, ...FULL).when("sell", { memberId: "a", orderId: "test-1" });
  assertEquals(paid.events, [["sold", { memberId: "a", number: 1, orderId: "test-1" }]]);
  assertEquals(paid.when("sell", { memberId: "a", orderId: "test-1" }).events, []);
  assertEquals(paid.state.sold, 1);
  const { state } = paid.when("release", { ...giveBack("a", 1), reason: "cancelled" });
  assertEquals([state.sold, state.allocated.get("c")?.number], [0, 1]);
});

Deno.test("LOT-7: a payment after the hold gets a car that is free, or is refused", () => {
  const late = { memberId: "a", orderId: "test-1" };
  const none = given(lot, ...FULL).when("release", giveBack("a", 1)).when("sell", late);
  assertEquals(none.events, [["reinstate_refused", late]]);
  const free = given(lot, stocked, claimed("a", 1)).when("release", giveBack("a", 1));
  const back = free.when("sell", late);
  assertEquals(back.events, [["reinstated", { ...late, number: 1 }]]);
  assertEquals([back.state.sold, back.state.free.length], [1, 0]);
});

Deno.test("LOT-8: who gave a car back or left may join again, at the end of the line", () => {
  const again = given(lot, ...FULL, released("a", 1)).when("rejoin", { memberId: "a" });
  assertEquals(again.events, [["rejoined", { memberId: "a", place: 3 }]]);
  assertEquals(answer(again.when("claim", { memberId: "a" }).outcome), "sold_out");
  assertEquals(given(lot, ...FULL).when("rejoin", { memberId: "c" }).outcome, {
    ok: false,
    refusal: "in_the_sale_already",
  });
});

Deno.test("LOT-9: a paused lot offers nothing, and makes up for it when it is resumed", () => {
  const paused = given(lot, ...FULL, ["paused", {}]).when("release", giveBack("a", 1));
  assertEquals(paused.events.length, 1);
  const resumed = paused.when("release", giveBack("b", 2)).when("resume", {}, { at: 80_000 });
  assertEquals(resumed.reminders, { offer: 80_000 });
  const offered = resumed.when("offer", {});
  assertEquals(offered.events.map(([, event]) => (event as { memberId: string }).memberId), [
    "c",
    "d",
  ]);
  assertEquals(offered.state.free, []);
  assertEquals(offered.when("offer", {}).events, []);
});

Deno.test("LOT-9: cars that are added go to those in line before anyone new", () => {
  const more = given(lot, ...FULL).when("adjust", { capacity: 3 }, { at: OPENS });
  assertEquals(more.reminders, { offer: OPENS });
  assertEquals(answer(more.when("claim", { memberId: "new" }).outcome), "sold_out");
  assertEquals(more.when("offer", {}).state.allocated.get("c")?.number, 3);
  assertEquals(given(lot, ...FULL).when("adjust", { capacity: 1 }).outcome, {
    ok: false,
    refusal: "fewer_cars",
    detail: { capacity: 2 },
  });
});

Deno.test("LOT-10: a drawn lot gives cars in the draw's order, each entrant once", () => {
  const drawn = given(lot, ["stocked", { ...stock, mode: "draw" }]);
  assertEquals(answer(drawn.when("claim", { memberId: "a" }, { at: OPENS }).outcome), "by_draw");
  const first = drawn.when("allocate", { from: 0, entrants: ["m", "k"] }, { at: OPENS });
  const again = first.when("allocate", { from: 0, entrants: ["m", "k", "z"] });
  assertEquals(again.events, [
    ["missed", { memberId: "z", place: 1 }],
    ["allocated", { upTo: 3, free: 0 }],
  ]);
  assertEquals(again.state.allocated.get("k")?.number, 2);
  assertEquals(again.when("allocate", { from: 0, entrants: ["m", "k"] }).events, []);
  const gap = again.when("allocate", { from: 4, entrants: ["y"] });
  assertEquals(gap.outcome, { ok: false, refusal: "out_of_order", detail: { drawn: 3 } });
  assertEquals(given(lot, stocked).when("allocate", { from: 0, entrants: [] }).outcome, {
    ok: false,
    refusal: "not_by_draw",
  });
});

Deno.test("LOT-10: a car that came back goes to the next entrant, with where they came from", () => {
  const drawn = given(lot, ["stocked", { ...stock, mode: "draw" }]).when(
    "allocate",
    { from: 0, entrants: ["m", "k"] },
    { at: OPENS },
  );
  const released = drawn.when("release", { memberId: "m", orderId: "test-1", reason: "lapsed" });
  const origins = [{ city: "杭州" }, null];
  const { events } = released.when("allocate", { from: 2, entrants: ["y", "z"], origins });
  const [claim, miss, done] = events;
  assert(claim?.[0] === "claimed" && claim[1].orderId === "test-1.2");
  assertEquals(claim[1].from, { city: "杭州" });
  assertEquals([miss, done], [
    ["missed", { memberId: "z", place: 1 }],
    ["allocated", { upTo: 4, free: 0 }],
  ]);
});

Deno.test("LOT-10: a batch gives no more cars than a commit can hold; the rest is asked for again", () => {
  const drawn = given(lot, ["stocked", { ...stock, capacity: 50, mode: "draw" }]);
  const entrants = Array.from({ length: 60 }, (_, i) => `m${i}`);
  const first = drawn.when("allocate", { from: 0, entrants }, { at: OPENS });
  assertEquals(first.events.at(-1), ["allocated", { upTo: 40, free: 10 }]);
  const second = first.when("allocate", { from: 0, entrants });
  assertEquals(second.events.at(-1), ["allocated", { upTo: 60, free: 0 }]);
  assertEquals([second.state.allocated.size, second.state.waiting], [50, 10]);
});

Deno.test("stock is set once", () => {
  const again = given(lot, stocked).when("stock", stock);
  assertEquals(again.outcome, { ok: false, refusal: "already_stocked" });
});

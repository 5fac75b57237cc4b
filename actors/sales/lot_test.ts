import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { lot } from "./lot.ts";

const OPENS = 1_000;
const CLOSES = 9_000;
const stocked = ["stocked", {
  capacity: 2,
  opensAt: OPENS,
  closesAt: CLOSES,
  holdMs: 60_000,
}] as const;
const claimed = (memberId: string, number: number) =>
  ["claimed", { memberId, number, orderId: `test-${number}`, payBy: 61_000 }] as const;
const missed = (memberId: string, place: number) => ["missed", { memberId, place }] as const;

Deno.test("LOT-1: numbers are given from 1 to the capacity, in the order of asking", () => {
  const first = given(lot, stocked).when("claim", { memberId: "a" }, { at: OPENS });
  assertEquals(first.outcome, {
    ok: true,
    value: { outcome: "allocated", number: 1, orderId: "test-1", payBy: OPENS + 60_000 },
  });
  assertEquals(first.events, [["claimed", {
    memberId: "a",
    number: 1,
    orderId: "test-1",
    payBy: OPENS + 60_000,
  }]]);
  const second = first.when("claim", { memberId: "b" });
  assertEquals(second.state.allocated.get("b")?.number, 2);
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
  assertEquals(over.outcome.ok && over.outcome.value.outcome, "already");
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
  const refusal = (at: number, ...more: Parameters<typeof given<typeof lot>>[1][]) => {
    const { outcome } = given(lot, stocked, ...more).when("claim", { memberId: "z" }, { at });
    return outcome.ok ? outcome.value.outcome : outcome.refusal;
  };
  const opened = ["opened", {}] as const, paused = ["paused", {}] as const;
  const resumed = ["resumed", {}] as const, closed = ["closed", {}] as const;
  const cases: [string, string][] = [
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
  const unknown = given(lot).when("claim", { memberId: "z" });
  assertEquals(unknown.outcome, { ok: false, refusal: "unknown_sale" });
});

Deno.test("stock is set once", () => {
  const again = given(lot, stocked).when("stock", stocked[1]);
  assertEquals(again.outcome, { ok: false, refusal: "already_stocked" });
});

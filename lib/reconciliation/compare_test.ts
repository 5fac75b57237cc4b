import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { compare, type Difference, type Entry, keyOf } from "./compare.ts";

const paid = (paymentId: string, more: Partial<Entry> = {}): Entry => ({
  paymentId,
  transactionId: `t-${paymentId}`,
  amountFen: 50_000,
  status: "succeeded",
  ...more,
});
const knownOf = (entries: readonly Entry[]) => new Map(entries.map((one) => [keyOf(one), one]));
const kinds = (found: readonly Difference[]) => found.map(({ kind }) => kind);
const sides = (bill: readonly Entry[], ours: readonly Entry[]) => ({
  bill,
  known: knownOf(ours),
  due: ours,
});

Deno.test("compare: the same on both sides is no difference", () => {
  const entries = [paid("a"), paid("a", { refundId: "r", amountFen: 1 }), paid("b")];
  assertEquals(compare(sides(entries, entries)), []);
  assertEquals(compare(sides([], [])), []);
});

Deno.test("compare: each kind of difference, with both sides of it", () => {
  const cases: [Entry[], Entry[], Difference][] = [
    [[paid("a")], [], {
      kind: "missing_with_us",
      paymentId: "a",
      theirsFen: 50_000,
      theirs: "succeeded",
    }],
    [[], [paid("a", { refundId: "r" })], {
      kind: "missing_there",
      paymentId: "a",
      refundId: "r",
      oursFen: 50_000,
      ours: "succeeded",
    }],
    [[paid("a", { amountFen: 1 })], [paid("a")], {
      kind: "amount_differs",
      paymentId: "a",
      oursFen: 50_000,
      theirsFen: 1,
    }],
    [[paid("a", { refundId: "r", status: "failed" })], [paid("a", { refundId: "r" })], {
      kind: "state_differs",
      paymentId: "a",
      refundId: "r",
      oursFen: 50_000,
      theirsFen: 50_000,
      ours: "succeeded",
      theirs: "failed",
    }],
  ];
  for (const [bill, ours, expected] of cases) assertEquals(compare(sides(bill, ours)), [expected]);
});

Deno.test("compare: what a bill had as under way may have ended since, not the other way round", () => {
  const under = paid("a", { refundId: "r", status: "processing" });
  const done = paid("a", { refundId: "r" });
  assertEquals(compare(sides([under], [done])), []);
  assertEquals(kinds(compare(sides([done], [under]))), ["state_differs"]);
});

Deno.test("compare: paid twice under one number, the second one is unknown", () => {
  const bill = [paid("a"), paid("a", { transactionId: "t-2" })];
  assertEquals(kinds(compare(sides(bill, [paid("a")]))), ["missing_with_us"]);
});

Deno.test("compare: a refund that an earlier bill had is not missing", () => {
  const refund = paid("a", { refundId: "r" });
  assertEquals(compare({ ...sides([], [refund]), before: new Set([keyOf(refund)]) }), []);
});

const entries = fc.uniqueArray(
  fc.record({
    paymentId: fc.constantFrom("a", "b", "c", "d"),
    refundId: fc.option(fc.constantFrom("r", "s"), { nil: undefined }),
    amountFen: fc.integer({ min: 1, max: 3 }),
    status: fc.constantFrom("succeeded" as const, "processing" as const, "failed" as const),
  }).map(({ refundId, ...entry }): Entry => ({
    ...entry,
    transactionId: `t-${entry.paymentId}`,
    ...(refundId === undefined ? {} : { refundId }),
  })),
  { selector: keyOf },
);

Deno.test("compare: every entry is either the same on both sides or told of once, in any order", () => {
  fc.assert(fc.property(entries, entries, (bill, ours) => {
    const found = compare(sides(bill, ours));
    assertEquals(compare(sides(bill.toReversed(), ours.toReversed())), found);
    assertEquals(new Set(found.map(keyOf)).size, found.length);
    const told = new Set(found.map(keyOf));
    const known = knownOf(ours);
    for (const line of bill) {
      if (told.has(keyOf(line))) continue;
      assertEquals(known.get(keyOf(line))?.amountFen, line.amountFen);
    }
    for (const one of ours) {
      const there = bill.some((line) => keyOf(line) === keyOf(one));
      if (!there) assertEquals(told.has(keyOf(one)), true);
    }
  }));
});

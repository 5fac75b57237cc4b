import { assertEquals } from "@std/assert";
import { billWith } from "./bill.ts";
import type { Held } from "./coupons.ts";
import { FIRST_PROGRAMME } from "./first_programme.ts";
import type { Coupon } from "./programme.ts";

const coupon = (change: Partial<Coupon>): Coupon => ({
  ...FIRST_PROGRAMME.coupons.find(({ id }) => id === "wash_oil")!,
  ...change,
});
const held = (id: string, change: Partial<Coupon> = {}): Held => ({
  id,
  coupon: coupon(change),
  expiresAt: 1_000,
});
const bill = (chosen: readonly Held[], available = 0, amountFen = 56_000) =>
  billWith(FIRST_PROGRAMME, { amountFen, at: 0, chosen, usePoints: available !== 0, available });

Deno.test("billWith: coupons first, then points for at most three tenths of what is left", () => {
  const both = bill([held("a")], 100_000);
  // 560 - 100 = 460 yuan, of which 138 are 2,760 points, in steps of a hundred 2,700.
  assertEquals(both.coupons, [{ id: "a", fen: 10_000 }]);
  assertEquals([both.points, both.pointsFen, both.toPayFen], [2_700, 13_500, 32_500]);
  assertEquals(bill([], 260).points, 200);
  assertEquals(bill([], -50).toPayFen, 56_000);
});

Deno.test("billWith: two of a group, one that stands alone, another purpose, a bill too small", () => {
  assertEquals(bill([held("a"), held("b", { fromFen: 0 })]).unfit, [{
    id: "b",
    why: "same_group",
  }]);
  const alone = held("b", { stacks: "alone", fromFen: 0 });
  assertEquals(bill([held("a"), alone]).unfit, [{ id: "b", why: "alone" }]);
  assertEquals(bill([held("a", { on: "parts" })]).unfit, [{ id: "a", why: "for_something_else" }]);
  assertEquals(bill([held("a")], 0, 49_900).unfit, [{ id: "a", why: "too_little" }]);
  const other = held("b", { stacks: { group: "wash" }, fromFen: 0, takesOff: { fen: 90_000 } });
  assertEquals(bill([other]).toPayFen, 0);
});

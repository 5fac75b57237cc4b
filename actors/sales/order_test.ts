import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { order } from "./order.ts";

const reservation = { saleId: "s", memberId: "a", number: 1, payBy: 100 };

Deno.test("ORDER-1: an order is placed once", () => {
  const placed = given(order).when("place", reservation, { at: 7 });
  assertEquals(placed.state, { status: "reserved", ...reservation, placedAt: 7 });
  assertEquals(placed.when("place", reservation).events, []);
  const other = placed.when("place", { ...reservation, memberId: "b" });
  assertEquals(other.outcome, { ok: false, refusal: "placed_for_another" });
});

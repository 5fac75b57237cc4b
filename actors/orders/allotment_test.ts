import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { allotment } from "./allotment.ts";

const limited = (cars: number | null) => given(allotment).when("limit", { cars });
const take = (orderId: string) => ["take", { orderId }] as const;
const code = (decided: { outcome: { ok: boolean; refusal?: string } }) =>
  decided.outcome.ok ? "ok" : decided.outcome.refusal;

Deno.test("ALLOT-1: no more orders have a car than there are, and asking again takes no second", () => {
  assertEquals(given(allotment).when(...take("o1")).events, []);
  const one = limited(1).when(...take("o1"));
  assertEquals(code(one), "ok");
  assertEquals(one.when(...take("o1")).events, []);
  assertEquals(code(one.when(...take("o2"))), "sold_out");
  assertEquals(code(limited(0).when(...take("o1"))), "sold_out");
});

Deno.test("ALLOT-2: what was taken for an order that never came is free again", () => {
  const held = limited(1).when(...take("o1"), { at: 5 });
  assertEquals(held.reminders, { o1: 5 + 600_000 });
  assertEquals(held.when("lapse", { orderId: "o1" }).state.taken, {});
  const kept = held.when("keep", { orderId: "o1" });
  assertEquals(kept.reminders, {});
  assertEquals(kept.when("lapse", { orderId: "o1" }).state.taken, { o1: "kept" });
});

Deno.test("ALLOT-3: the car of an order that ended goes to another", () => {
  const kept = limited(1).when(...take("o1")).when("keep", { orderId: "o1" });
  const back = kept.when("give_back", { orderId: "o1" });
  assertEquals(code(back.when(...take("o2"))), "ok");
  assertEquals(back.when("give_back", { orderId: "o1" }).events, []);
});

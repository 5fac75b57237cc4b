import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { HANDOVER_MS } from "../../lib/orders/handover_hours.ts";
import { handoverDesk } from "./handover_desk.ts";

const TEN = 36_000_000;
const two = () =>
  given(handoverDesk).when("take", { vehicleId: "a", at: TEN }, { at: 1 })
    .when("take", { vehicleId: "b", at: TEN }, { at: 1 });
const code = (decided: { outcome: { ok: boolean; refusal?: string } }) =>
  decided.outcome.ok ? "ok" : decided.outcome.refusal;

Deno.test("DESK-1: an hour takes two cars, and a third not even half an hour later", () => {
  assertEquals(code(two().when("take", { vehicleId: "c", at: TEN })), "hour_full");
  assertEquals(
    code(two().when("take", { vehicleId: "c", at: TEN + HANDOVER_MS / 2 })),
    "hour_full",
  );
  assertEquals(code(two().when("take", { vehicleId: "c", at: TEN + HANDOVER_MS })), "ok");
  assertEquals(two().when("take", { vehicleId: "a", at: TEN }).events, []);
});

Deno.test("DESK-2: a car that moves frees its hour, and keeps it where the other is full", () => {
  const later = TEN + HANDOVER_MS;
  const moved = two().when("take", { vehicleId: "a", at: later }, { at: 1 });
  assertEquals(code(moved.when("take", { vehicleId: "c", at: TEN })), "ok");
  const third = two().when("take", { vehicleId: "c", at: later }, { at: 1 });
  const full = third.when("take", { vehicleId: "c", at: TEN });
  assertEquals([code(full), full.state.cars.get("c")], ["hour_full", later]);
  assertEquals(
    code(two().when("leave", { vehicleId: "a" }).when("take", { vehicleId: "c", at: TEN })),
    "ok",
  );
});

Deno.test("DESK-3: staff hand over one more than there are places", () => {
  assertEquals(code(two().when("take", { vehicleId: "c", at: TEN, beyond: true })), "ok");
});

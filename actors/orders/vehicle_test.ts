import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { KERNEL } from "../../lib/kernel/actor.ts";
import { parseVin } from "../../lib/garage/vin.ts";
import { CHECKLIST, MILESTONES } from "../../lib/orders/way.ts";
import { vehicle } from "./vehicle.ts";

const announcement = {
  vin: "LATPAB071W1005301",
  model: "lu",
  configuration: "lu-long-3-abc",
  plan: [{ code: "built" as const, plannedAt: 100 }],
};
const order = { orderId: "o1", memberId: "a" };
const announced = () => given(vehicle, ["announced", announcement]);
const bound = () => announced().when("bind", order);
const code = (decided: { outcome: { ok: boolean; refusal?: string } }) =>
  decided.outcome.ok ? "ok" : decided.outcome.refusal;
const reach = (code: (typeof MILESTONES)[number]) => ({ code, place: "杭州", source: "carrier" });
const handover = { checklist: [...CHECKLIST], signature: "a".repeat(64) };
const atDealer = () => {
  let car = bound();
  for (const milestone of MILESTONES.slice(0, 5)) {
    car = car.when("reach", reach(milestone), { by: KERNEL }) as never;
  }
  return car;
};

Deno.test("VEHICLE-1: a VIN with a wrong check digit is no car's", () => {
  const wrong = { ...announcement, vin: "LATPAB072W1005301" };
  assertEquals(code(given(vehicle).when("announce", wrong)), "wrong_vin");
  const right = given(vehicle).when("announce", announcement);
  assertEquals(right.state.vin, "LAT**********5301");
  assertEquals(JSON.stringify(right.events).includes(announcement.vin), false);
  for (const vin of ["LATPAB071W1005301", "UU6JA69691D713820", "1M8GDM9AXKP042788"]) {
    assertEquals(parseVin(vin), vin);
    assertEquals(parseVin(vin.slice(0, 16) + (Number(vin[16]) + 1) % 10), undefined);
  }
});

Deno.test("VEHICLE-2: a car is bound to one order, and free again when that ends", () => {
  assertEquals(code(given(vehicle).when("bind", order)), "unknown_vehicle");
  assertEquals(code(bound().when("bind", { orderId: "o2", memberId: "b" })), "bound_already");
  const freed = bound().when("clear", { orderId: "o1" }).when("release", { orderId: "o1" });
  assertEquals([freed.state.orderId, freed.state.cleared], [null, false]);
  assertEquals(code(freed.when("bind", { orderId: "o2", memberId: "b" })), "ok");
  assertEquals(bound().when("release", { orderId: "another" }).events, []);
  assertEquals(code(bound().when("clear", { orderId: "another" })), "not_bound");
});

Deno.test("VEHICLE-3: milestones are reached in order; a revision keeps what was planned", () => {
  assertEquals(code(announced().when("reach", reach("built"))), "too_early");
  const revised = announced()
    .when("revise", { code: "built", plannedAt: 200, reason: "late seats" }, { at: 7 });
  assertEquals(revised.state.way.built.plannedAt, 100);
  assertEquals(revised.state.way.built.revised, [{ plannedAt: 200, reason: "late seats", at: 7 }]);
  const built = revised.when("reach", reach("scheduled")).when("reach", reach("built"), { at: 9 });
  assertEquals(built.state.way.built.actualAt, 9);
  assertEquals(built.when("reach", reach("built")).events, []);
  const late = built.when("revise", { code: "built", plannedAt: 300, reason: "later" });
  assertEquals(code(late), "too_late");
  assertEquals(code(atDealer().when("reach", reach("handed_over"))), "too_early");
});

Deno.test("VEHICLE-4: handed over only at the dealer's, cleared, by appointment, all ticked", () => {
  assertEquals(code(announced().when("hand_over", handover)), "not_bound");
  assertEquals(code(bound().when("hand_over", handover)), "not_at_dealer");
  assertEquals(code(atDealer().when("hand_over", handover)), "not_cleared");
  const cleared = atDealer().when("clear", { orderId: "o1" });
  assertEquals(code(cleared.when("hand_over", handover)), "no_appointment");
  const appointed = cleared.when("appoint", { at: 10, dealerId: "hangzhou" });
  assertEquals(
    code(appointed.when("hand_over", { ...handover, checklist: ["keys"] })),
    "checklist_open",
  );
  assertEquals(code(announced().when("appoint", { at: 10, dealerId: "d" })), "not_bound");
  assertEquals(code(bound().when("appoint", { at: 10, dealerId: "d" }, { at: 10 })), "too_late");
});

Deno.test("VEHICLE-5: by the handover the member becomes the owner", () => {
  const done = atDealer().when("clear", { orderId: "o1" })
    .when("appoint", { at: 10, dealerId: "hangzhou" }).when("hand_over", handover);
  assertEquals(done.state.ownerId, "a");
  const told = { orderId: "o1", memberId: "a", signature: handover.signature };
  const appointment = { at: 10, dealerId: "hangzhou" };
  assertEquals(done.events, [["handed_over", { ...told, appointment }]]);
  assertEquals(done.when("hand_over", handover).events, []);
  assertEquals(code(done.when("release", { orderId: "o1" })), "delivered_already");
  assertEquals(
    code(done.when("appoint", { at: 99, dealerId: "d" })),
    "delivered_already",
  );
});

// Staff moved the handover while its buyer chose an hour: the one who pressed last won, unseen.
Deno.test("VEHICLE-6: of two who move an appointment from where both saw it, the second hears of the first", () => {
  const move = (at: number, wasAt: number | null) => ({ at, dealerId: "hangzhou", wasAt });
  const one = bound().when("appoint", move(10, null), { at: 1 });
  assertEquals(code(one), "ok");
  const late = one.when("appoint", move(20, null));
  assertEquals(late.outcome, {
    ok: false,
    refusal: "moved_meanwhile",
    detail: { startAt: 10 },
  });
  assertEquals(late.state.appointment?.at, 10);
  assertEquals(code(one.when("appoint", move(20, 10))), "ok");
  assertEquals(code(one.when("appoint", move(10, null))), "ok", "both want the same");
});

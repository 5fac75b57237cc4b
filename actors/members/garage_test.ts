import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { carTitle } from "./car_title.ts";
import { garage } from "./garage.ts";

const DAY = 86_400_000;
const at = (iso: string): number => Temporal.Instant.from(iso).epochMilliseconds;
const bought = at("2027-03-01T10:00:00+08:00");
const lu = { carId: "c", model: "lu", proof: "none", deliveredAt: bought } as const;
const mine = () => given(garage).when("add", lu, { at: bought });

Deno.test("GARAGE-1, TITLE-1: a car is in one garage; another's is refused", () => {
  assertEquals(mine().when("add", lu).events, []);
  const taken = given(carTitle).when("take", { memberId: "a", carId: "c" });
  assertEquals(taken.when("take", { memberId: "a", carId: "c" }).outcome.ok, true);
  assertEquals(taken.when("take", { memberId: "b", carId: "d" }).outcome, {
    ok: false,
    refusal: "car_of_another",
  });
  assertEquals(mine().when("remove", { carId: "x" }).outcome, {
    ok: false,
    refusal: "unknown_car",
  });
  const many = Array.from({ length: 20 }, (_, i) => ["added", { ...lu, carId: `${i}` }] as const);
  assertEquals(given(garage, ...many).when("add", lu).outcome, {
    ok: false,
    refusal: "too_many_cars",
  });
});

Deno.test("TITLE-2: only the owner and staff let go of a car", () => {
  const taken = given(carTitle).when("take", { memberId: "a", carId: "c" });
  assertEquals(taken.when("leave", { memberId: "b" }).events, []);
  const by = { id: "s", role: "staff" };
  assertEquals(taken.when("leave", { memberId: "b" }, { by }).state.holder, null);
  assertEquals(taken.when("leave", { memberId: "a" }).state.holder, null);
});

Deno.test("GARAGE-2: an odometer never goes back", () => {
  const read = mine().when("read_odometer", { carId: "c", km: 1_200 }, { at: bought + 20 * DAY });
  assertEquals(read.when("read_odometer", { carId: "c", km: 1_199 }).outcome, {
    ok: false,
    refusal: "odometer_lower",
    detail: { least: 1_200 },
  });
});

Deno.test("GARAGE-3: told thirty days before, once for a date, and again for the next", () => {
  const due = at("2027-09-02T00:00:00+08:00");
  const car = mine();
  assertEquals(car.reminders.tick, due - 30 * DAY);
  const told = car.when("tick", {}, { at: due - 30 * DAY });
  assertEquals(told.events, [["clock_near", { carId: "c", code: "maintenance", dueAt: due }]]);
  assertEquals(told.when("tick", {}).events, []);
  const done = told.when("maintain", { carId: "c", km: 4_000, at: due - DAY }, { at: due - DAY });
  assertEquals(
    done.when("insure", { carId: "c", until: due + 9 * DAY }).reminders.tick,
    due - DAY + 60_000,
  );
});

Deno.test("GARAGE-4: proved by staff who say what they saw", () => {
  assertEquals(mine().when("prove", { carId: "c", why: "" }).outcome, {
    ok: false,
    refusal: "reason_missing",
  });
  const proved = mine().when("prove", { carId: "c", why: "行驶证原件" });
  assertEquals(proved.state.cars[0]!.proof, "papers");
});

Deno.test("GARAGE-5: near is told once, passed is told once, and nothing past 50,000 km counts", () => {
  const day = (n: number) => ({ at: bought + n * DAY });
  const repair = (n: number, days: number, km: number, fault = "brakes") => ({
    ...day(n),
    ...{ carId: "c", days, fault, km, visit: `sh-xuhui.v${n}` },
  });
  const names = (events: readonly (readonly [string, unknown])[]) => events.map(([name]) => name);
  const once = mine().when("repair", repair(100, 19, 2_000), day(100));
  assertEquals(names(once.events), ["repaired"]);
  assertEquals(once.when("read_odometer", { carId: "c", km: 1_999 }).outcome.ok, false);
  const near = once.when("repair", repair(200, 1, 4_000, "body"), day(200));
  assertEquals(near.events[1], ["guarantee_near", {
    ...{ carId: "c", model: "lu", repairDays: 20, repeats: 1, fault: "brakes" },
    visit: "sh-xuhui.v200",
  }]);
  const still = near.when("repair", repair(210, 10, 5_000, "motor"), day(210));
  assertEquals(names(still.events), ["repaired"]);
  const far = still.when("repair", repair(220, 9, 50_001), day(220));
  assertEquals(names(far.events), ["repaired"]);
  const passed = still.when("repair", repair(220, 1, 6_000), day(220));
  assertEquals(names(passed.events), ["repaired", "guarantee_reached"]);
  const more = passed.when("repair", repair(230, 9, 7_000), day(230));
  assertEquals(names(more.events), ["repaired"]);
});

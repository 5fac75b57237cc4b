import { assert, assertEquals } from "@std/assert";
import { Chance } from "../kernel/testing/chance.ts";
import { forecast, type RehearsalPlan } from "./forecast.ts";

const plan: RehearsalPlan = {
  participants: 50_000,
  cars: 2_017,
  abandon: 0.3,
  holdMs: 6_000,
  offerMs: 4_000,
};

/** Deals the cars out by chance, as the lot does: whoever does not buy makes room for the next. */
function tried(plan: RehearsalPlan, chance: Chance) {
  const { participants, cars, abandon, cancel = 0, late = 0 } = plan;
  let asked = 0, sold = 0, returned = 0, rounds = 0, refunds = 0;
  for (let car = 0; car < cars && asked < participants; car++) {
    for (let held = 1; asked < participants; held++) {
      asked++;
      rounds = Math.max(rounds, held);
      const pays = !chance.hits(abandon);
      const givesBack = pays && chance.hits(cancel + late);
      if (pays && !givesBack) {
        sold++;
        break;
      }
      if (givesBack && chance.hits(cancel / (cancel + late) / 2)) refunds++;
      returned++;
    }
  }
  return { asked, sold, returned, rounds, refunds };
}

Deno.test("forecast: a plain sale is over at once, and sells what there is or as many as come", () => {
  const none = { ...plan, abandon: 0 };
  assertEquals(forecast(none), {
    ...{ sold: 2_017, returned: 0, asked: 2_017, waiting: 47_983, rounds: 1, seconds: 0 },
    ...{ payments: 2_017, refunds: 0 },
  });
  const few = forecast({ ...none, participants: 10 });
  assertEquals([few.sold, few.asked, few.waiting], [10, 10, 0]);
  assertEquals(forecast({ ...none, participants: 0 }).sold, 0);
});

Deno.test("forecast: abandoned cars are asked for until they are bought", () => {
  for (const abandon of [0.1, 0.3, 0.6, 0.9]) {
    const said = forecast({ ...plan, abandon });
    const runs = Array.from(
      { length: 20 },
      (_, i) => tried({ ...plan, abandon }, new Chance(i + 1)),
    );
    const mean = (what: "asked" | "sold" | "returned" | "rounds") =>
      runs.reduce((sum, run) => sum + run[what], 0) / runs.length;
    const near = (a: number, b: number, part: number) =>
      assert(Math.abs(a - b) <= Math.max(1, part * b), `${abandon}: ${a} is not near ${b}`);
    near(said.asked, mean("asked"), 0.03);
    near(said.sold, mean("sold"), 0.03);
    near(said.returned, mean("returned"), 0.05);
    near(said.rounds, mean("rounds"), 0.15);
  }
});

// Without those who give a car back or pay too late, the forecast of a rehearsal that had them said
// fewer returned cars than there came to be.
Deno.test("forecast: who gives a car back or pays too late makes room for the next as well", () => {
  const change = { cancel: 0.1, late: 0.05 };
  const said = forecast({ ...plan, ...change });
  const runs = Array.from({ length: 20 }, (_, i) => tried({ ...plan, ...change }, new Chance(i)));
  for (const what of ["asked", "returned", "refunds"] as const) {
    const mean = runs.reduce((sum, run) => sum + run[what], 0) / runs.length;
    assert(Math.abs(said[what] - mean) < 0.05 * mean, `${what}: ${said[what]} is not near ${mean}`);
  }
  assert(said.returned > forecast(plan).returned);
  assertEquals(said.payments, said.sold + said.refunds);
});

Deno.test("forecast: where nobody buys, everyone is asked and the cars are left", () => {
  const { sold, returned, asked, waiting } = forecast({ ...plan, abandon: 1, participants: 5_000 });
  assertEquals({ sold, returned, asked, waiting }, {
    ...{ sold: 0, returned: 5_000, asked: 5_000, waiting: 0 },
  });
});

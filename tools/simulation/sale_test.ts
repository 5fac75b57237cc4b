import { assert, assertEquals } from "@std/assert";
import { runSale } from "./sale.ts";
import { VARIANTS } from "./variants.ts";

const SEEDS = 25;
/** Within so many seeds each broken variant has to be found. */
const FOUND_WITHIN = 60;

Deno.test(`runSale: the books of ${SEEDS} sales are right, whatever goes wrong`, async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { violations } = await runSale(seed);
    assertEquals(violations, [], `seed ${seed}`);
  }
});

Deno.test("runSale: a seed gives the same sale again", async () => {
  assertEquals(await runSale(7), await runSale(7));
});

Deno.test("runSale: a third abandons, and every car is sold, none twice", async () => {
  const plan = { cars: 60, people: 400, abandons: 0.3, arrivalMs: 2_000 } as const;
  const { violations, sold, returned } = await runSale(11, { plan });
  assertEquals([violations, sold], [[], 60]);
  assert(returned > 0);
});

Deno.test("runSale: everyone abandons, and every car has been offered to everyone", async () => {
  const plan = { cars: 2, people: 12, abandons: 1, holdMs: 3_000, offerMs: 2_000 } as const;
  const { violations, sold, returned } = await runSale(12, { plan });
  assertEquals([violations, sold], [[], 0]);
  assert(returned >= 10);
});

for (const [name, variant] of Object.entries(VARIANTS)) {
  Deno.test(`runSale finds it where ${name}`, async () => {
    for (let seed = 1; seed <= FOUND_WITHIN; seed++) {
      const { violations } = await runSale(seed, { variant });
      if (violations.length === 0) continue;
      assertEquals((await runSale(seed)).violations, [], "the unbroken sale of the same seed");
      return;
    }
    throw new Error(`not found within ${FOUND_WITHIN} seeds`);
  });
}

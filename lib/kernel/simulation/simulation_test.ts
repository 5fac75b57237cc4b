/** The kernel under everything that a seed can think of. `deno task simulate` runs many more. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { runMany } from "./many.ts";
import { runSeed, type SeedResult } from "./run.ts";
import { SEEDS_A_ROUND } from "./themes.ts";

const ROUNDS = 24;

Deno.test("simulation passes a few dozen seeds of each theme", async () => {
  const failed: SeedResult[] = [];
  const sums = await runMany(1, ROUNDS * SEEDS_A_ROUND, (result) => failed.push(result));
  assertEquals(failed.map(({ seed, violations }) => `seed ${seed}: ${violations[0]}`), []);
  assertEquals(sums.seeds, ROUNDS * SEEDS_A_ROUND);
  for (const [what, times] of Object.entries(sums)) {
    if (what !== "failed") assert(times > 0, `Expected the seeds to meet ${what}`);
  }
});

Deno.test("simulation gives one history for one seed, and another for another", async () => {
  const hashes = new Set<string>();
  const themes = new Set<string>();
  let histories = 0;
  for (let seed = 1001; seed <= 1000 + SEEDS_A_ROUND; seed++) {
    const first = await runSeed(seed);
    const second = await runSeed(seed);
    assertEquals(second, first);
    hashes.add(first.hash);
    themes.add(first.theme);
    histories += first.histories;
  }
  assertEquals(hashes.size, SEEDS_A_ROUND);
  assertEquals(themes.size, 3 / 4 * SEEDS_A_ROUND + 1);
  assert(histories > 0, "Expected short histories that are judged by search as well");
});

Deno.test("simulation tells what happened in a seed, line by line, the same each time", async () => {
  const first = await runSeed(7, { trace: true });
  assert(first.trace.length > 100);
  assertEquals(await runSeed(7, { trace: true }), first);
  assertEquals((await runSeed(7)).hash, first.hash);
  assertNotEquals((await runSeed(8)).hash, first.hash);
});

Deno.test("simulation passes the seeds that have failed: a node of few steps a sweep left 200 letters", async () => {
  assertEquals((await runSeed(5029)).violations, []);
});

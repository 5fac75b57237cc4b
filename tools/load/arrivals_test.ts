import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { launchArrivals } from "./arrivals.ts";

Deno.test("launchArrivals: 80 % come in the first seconds, the last before five times as long", () => {
  const arrivals = launchArrivals(1_000, 10);
  assertEquals(arrivals(0), 0);
  assertEquals(arrivals(400), 5_000);
  assert(arrivals(799) < 10_000);
  assertEquals(arrivals(800), 10_000);
  assert(arrivals(999) < 50_000);
});

Deno.test("property: nobody comes before the one in front", () => {
  const counts = fc.integer({ min: 1, max: 2_000 });
  fc.assert(fc.property(counts, fc.integer({ min: 1, max: 600 }), (count, seconds) => {
    const arrivals = launchArrivals(count, seconds);
    for (let i = 1; i < count; i++) assert(arrivals(i - 1) < arrivals(i));
  }));
});

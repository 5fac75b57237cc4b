import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { Histogram } from "./histogram.ts";

function histogramOf(values: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

Deno.test("Histogram: small values are exact to the microsecond", () => {
  const histogram = histogramOf(Array.from({ length: 100 }, (_, i) => (i + 1) / 1000));
  assertEquals(histogram.quantileMs(0.5), 0.05);
  assertEquals(histogram.quantileMs(0.99), 0.099);
  assertEquals(histogram.quantileMs(1), 0.1);
  assertEquals(histogram.quantileMs(0), 0.001);
});

Deno.test("Histogram: an empty one answers 0", () => {
  assertEquals(new Histogram().quantileMs(0.99), 0);
  assertEquals(new Histogram().maxMs, 0);
});

Deno.test("Histogram: out of range counts as the nearest", () => {
  const histogram = histogramOf([-5, 1e12]);
  assertEquals(histogram.count, 2);
  assertEquals(histogram.quantileMs(0.5), 0);
  assertEquals(histogram.maxMs, (2 ** 31 - 1) / 1000);
});

const latencies = fc.array(fc.double({ min: 0, max: 2_000_000, noNaN: true }), { minLength: 1 });

Deno.test("property: a quantile is never below the exact one and at most 1.6 % above", () => {
  fc.assert(fc.property(latencies, fc.double({ min: 0, max: 1, noNaN: true }), (values, share) => {
    const sorted = values.map((value) => Math.round(value * 1000)).sort((a, b) => a - b);
    const exact = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
    const found = Math.round(histogramOf(values).quantileMs(share) * 1000);
    assert(found >= exact && found <= exact * (1 + 1 / 64), `${found} for ${exact}`);
  }));
});

Deno.test("property: two added are one of all values", () => {
  fc.assert(fc.property(latencies, latencies, (one, other) => {
    const sum = histogramOf(one);
    sum.add(histogramOf(other));
    const all = histogramOf([...one, ...other]);
    assertEquals(sum.count, all.count);
    assertEquals(sum.maxMs, all.maxMs);
    for (const share of [0, 0.5, 0.9, 0.99, 1]) {
      assertEquals(sum.quantileMs(share), all.quantileMs(share));
    }
  }));
});

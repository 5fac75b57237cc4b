import { assertEquals } from "@std/assert";
import { Histogram, Metrics, renderMetrics } from "./metrics.ts";

Deno.test("Histogram counts a value in the first bucket whose bound it does not pass", () => {
  const histogram = new Histogram([1, 10]);
  for (const value of [0, 1, 2, 10, 11]) histogram.observe(value);
  assertEquals(histogram.counts, [2, 2, 1]);
  assertEquals([histogram.sum, histogram.count], [24, 5]);
});

Deno.test("renderMetrics writes Prometheus' text format", () => {
  const metrics = new Metrics();
  metrics.lostRaces = 3;
  metrics.activations = 2;
  metrics.turnItems.observe(3);
  metrics.turnItems.observe(5_000);
  const lines = renderMetrics(metrics, "k_").split("\n");
  for (
    const line of [
      "# TYPE k_lost_races_total counter",
      "k_lost_races_total 3",
      "# TYPE k_activations gauge",
      "k_activations 2",
      "# TYPE k_turn_items histogram",
      'k_turn_items_bucket{le="1"} 0',
      'k_turn_items_bucket{le="4"} 1',
      'k_turn_items_bucket{le="4096"} 1',
      'k_turn_items_bucket{le="+Inf"} 2',
      "k_turn_items_sum 5003",
      "k_turn_items_count 2",
    ]
  ) assertEquals(lines.filter((other) => other === line).length, 1, line);
  assertEquals(lines.at(-1), "");
  const sample = /^(# TYPE [a-z_]+ (counter|gauge|histogram)|[a-z_]+(\{le="[^"]+"\})? [0-9.]+)$/;
  assertEquals(lines.slice(0, -1).filter((line) => !sample.test(line)), []);
});

import { assert, assertEquals } from "@std/assert";
import { CountTree } from "./count_tree.ts";
import { Pace } from "./pace.ts";

const START = 1_000_000;

/** Moves `perSecond(second)` people in each second. */
function paceOf(seconds: number, perSecond: (second: number) => number): Pace {
  const pace = new Pace();
  pace.restart(START);
  for (let second = 0; second < seconds; second++) {
    pace.moved(perSecond(second), START + second * 1_000);
  }
  return pace;
}

Deno.test("Pace: nothing is promised without evidence", () => {
  const after = (seconds: number, perSecond: number) =>
    paceOf(seconds, () => perSecond).estimate(100, START + seconds * 1_000);
  assertEquals(new Pace().estimate(100, START), null);
  assertEquals(after(25, 10), null, "too short");
  assertEquals(after(60, 0), null, "nobody moved");
  assert(after(60, 10));
});

Deno.test("Pace: a steady line gives a narrow range around the truth", () => {
  const estimate = paceOf(120, () => 10).estimate(600, START + 120_000)!;
  assert(estimate.low <= 60 && estimate.high >= 60, JSON.stringify(estimate));
  assert(estimate.high - estimate.low <= 12, JSON.stringify(estimate));
});

Deno.test("Pace: an uneven line gives a wide one, and a change of the rate starts anew", () => {
  const pace = paceOf(200, (second) => second % 100 < 50 ? 2 : 20);
  const { low, high } = pace.estimate(600, START + 200_000)!;
  assert(high > 2 * low, `${low} to ${high}`);
  pace.restart(START + 200_000);
  assertEquals(pace.estimate(600, START + 210_000), null);
  pace.stop();
  assertEquals(pace.estimate(600, START + 900_000), null);
});

Deno.test("Pace: a line that has stood still of late promises nothing", () => {
  const pace = paceOf(100, () => 10);
  assertEquals(pace.estimate(100, START + 800_000), null);
});

Deno.test("CountTree: counts as a list would, however it grows", () => {
  const tree = new CountTree();
  const marks = [3, 1, 5_000, 1_024, 1_023, 200_000, 7, 1_025];
  for (const mark of marks) tree.add(mark);
  for (const place of [0, 1, 2, 3, 6, 7, 1_022, 1_023, 1_024, 1_025, 4_999, 5_000, 1_000_000]) {
    assertEquals(tree.upTo(place), marks.filter((mark) => mark <= place).length, `${place}`);
  }
});

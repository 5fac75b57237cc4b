import { assertEquals } from "@std/assert";
import { CountUp } from "./count_up.ts";

/** Numbers as they come, and those that are found, with what was due. */
const series: [title: string, numbers: number[], found: [number, number][]][] = [
  ["in order", [1, 2, 3], []],
  ["one left out", [1, 2, 4, 5], [[4, 3]]],
  ["two left out", [1, 4, 5, 8, 9], [[4, 2], [8, 6]]],
  ["a late start", [3, 4, 5], [[3, 1]]],
  ["one slip", [1, 2, 7, 4, 5], [[7, 3]]],
  ["one too many", [1, 2, 7, 3, 4], [[7, 3]]],
  ["two swapped", [1, 3, 2, 4, 5], [[3, 2]]],
  ["one again", [1, 2, 2, 3], [[2, 3]]],
  ["one instead of another", [1, 2, 2, 4], [[2, 3]]],
  ["backwards", [3, 2, 1], [[3, 1], [1, 3]]],
];
for (const [title, numbers, found] of series) {
  Deno.test(`CountUp: ${title}`, () => {
    const count = new CountUp();
    const odd = numbers.map((n): [number, number | undefined] => [n, count.take(n)])
      .filter(([, due]) => due !== undefined);
    assertEquals(odd, found);
    assertEquals(count.highest, Math.max(...numbers));
  });
}

Deno.test("CountUp: after a gap any number goes", () => {
  const count = new CountUp();
  count.take(1);
  count.gap();
  assertEquals([9, 10, 12].map((n) => count.take(n)), [undefined, undefined, 11]);
});

Deno.test("CountUp: a number that is passed may have been the one due, or not", () => {
  for (const next of [2, 3]) {
    const count = new CountUp();
    count.take(1);
    count.pass();
    assertEquals(count.take(next), undefined);
  }
});

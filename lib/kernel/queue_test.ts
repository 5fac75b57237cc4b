import { assertEquals } from "@std/assert";
import { Queue } from "./queue.ts";

Deno.test("Queue: gives back in order what went in, over every cut of its list", () => {
  const queue = new Queue<number>();
  let put = 0, taken = 0;
  for (
    const [puts, takes] of [[5_000, 3_000], [1_000, 2_500], [0, 500], [10, 10], [2_000, 1_999]]
  ) {
    for (let i = 0; i < puts!; i++) queue.push(put++);
    for (let i = 0; i < takes!; i++) assertEquals(queue.shift(), taken++);
    assertEquals(queue.length, put - taken);
  }
  assertEquals([queue.shift(), queue.shift(), queue.length], [taken, undefined, 0]);
});

import { assertEquals } from "@std/assert";
import { linearizable, type Operation } from "./linearizable.ts";

const write = (from: number, until: number, to: number): Operation<number> => ({
  from,
  until,
  apply: () => to,
});
const read = (from: number, until: number, seen: number): Operation<number> => ({
  from,
  until,
  apply: (state) => state === seen ? state : undefined,
});
const judge = (...operations: Operation<number>[]) => linearizable(0, operations, String, 1_000);

Deno.test("linearizable finds the order of operations that overlap", () => {
  assertEquals(judge(), "linearizable");
  assertEquals(judge(write(1, 2, 7), read(3, 4, 7)), "linearizable");
  assertEquals(judge(write(1, 9, 7), read(2, 3, 0), read(4, 5, 7)), "linearizable");
  assertEquals(judge(write(1, 9, 7), write(1, 9, 8), read(2, 3, 8), read(4, 5, 7)), "linearizable");
});

Deno.test("linearizable finds what no order explains", () => {
  // Old news after the write has ended.
  assertEquals(judge(write(1, 2, 7), read(3, 4, 0)), "not linearizable");
  // One has seen it, and one who asks afterwards has not.
  assertEquals(judge(write(1, 9, 7), read(2, 3, 7), read(4, 5, 0)), "not linearizable");
  // Two see two writes in two orders.
  assertEquals(
    judge(
      write(1, 9, 7),
      write(1, 9, 8),
      read(2, 3, 7),
      read(4, 5, 8),
      read(6, 7, 7),
    ),
    "not linearizable",
  );
  assertEquals(judge(read(1, 2, 5)), "not linearizable");
});

Deno.test("linearizable lets what nobody heard of happen late, or never", () => {
  assertEquals(judge(write(1, Infinity, 7), read(2, 3, 0)), "linearizable");
  assertEquals(judge(write(1, Infinity, 7), read(2, 3, 0), read(8, 9, 7)), "linearizable");
  assertEquals(judge(write(5, Infinity, 7), read(2, 3, 7)), "not linearizable");
});

Deno.test("linearizable gives up where there is too much to try", () => {
  const many = Array.from({ length: 12 }, (_, i) => write(1, 9, i));
  assertEquals(linearizable(0, [...many, read(10, 11, -1)], String, 50), "unknown");
});

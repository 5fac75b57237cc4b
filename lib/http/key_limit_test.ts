import { assertEquals } from "@std/assert";
import { KeyLimit } from "./key_limit.ts";

Deno.test("KeyLimit: a new key takes a token, the same one again takes none", () => {
  let now = 0;
  const limit = new KeyLimit({ burst: 2, everyMs: 1_000, now: () => now });
  assertEquals([limit.take("m1", "a"), limit.take("m1", "b")], [0, 0]);
  assertEquals(limit.take("m1", "c"), 1_000);
  for (let i = 0; i < 100; i++) assertEquals(limit.take("m1", "a"), 0);
  assertEquals(limit.take("m2", "c"), 0, "others have tokens of their own");
  now = 1_000;
  assertEquals([limit.take("m1", "c"), limit.take("m1", "d")], [0, 1_000]);
});

Deno.test("KeyLimit: what is kept in memory is bounded, the longest unused goes first", () => {
  const limit = new KeyLimit({ burst: 3, everyMs: 1_000, known: 2, now: () => 0 });
  for (const key of ["a", "b", "a", "c"]) assertEquals(limit.take("m1", key), 0);
  assertEquals(limit.take("m1", "a"), 0, "used of late");
  assertEquals(limit.take("m1", "b"), 1_000, "forgotten, so it counts as new");
});

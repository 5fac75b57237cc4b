import { assertEquals } from "@std/assert";
import { forgetOldest } from "./forget_oldest.ts";

Deno.test("forgetOldest: the longest unused goes, of a map and of a set; of none, nothing", () => {
  const kept = new Map([["a", 1], ["b", 2], ["c", 3]]);
  kept.delete("a");
  kept.set("a", 1);
  forgetOldest(kept);
  assertEquals([...kept.keys()], ["c", "a"]);
  const names = new Set(["a"]);
  forgetOldest(names);
  forgetOldest(names);
  assertEquals(names.size, 0);
});

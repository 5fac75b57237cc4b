import { assertEquals } from "@std/assert";
import { lookUntil } from "./look_until.ts";

Deno.test("lookUntil: gives what is there at once, what comes, and undefined for what does not", async () => {
  let looks = 0;
  const after = (early: number) => () => ++looks > early ? `look ${looks}` : undefined;
  assertEquals(await lookUntil(after(0), 0), "look 1");
  looks = 0;
  assertEquals(await lookUntil(after(2), 500), "look 3");
  looks = 0;
  assertEquals([await lookUntil(after(9), 100), looks], [undefined, 3]);
});

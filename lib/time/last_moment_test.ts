import { assertEquals } from "@std/assert";
import { beijingTime } from "./beijing.ts";
import { LAST_MOMENT } from "./last_moment.ts";

Deno.test("LAST_MOMENT: the last second of the year 9999 in Beijing", () => {
  assertEquals(beijingTime(LAST_MOMENT), "9999-12-31 23:59:59");
  assertEquals(beijingTime(LAST_MOMENT + 1).slice(0, 7), "+010000");
});

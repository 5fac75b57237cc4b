import { assertEquals, assertRejects } from "@std/assert";
import { within } from "./within.ts";

const late = () => new RangeError("late");

Deno.test("within: gives what is done in time, and its own error where it fails", async () => {
  assertEquals(await within(Promise.resolve("done"), 60_000, late), "done");
  await assertRejects(() => within(Promise.reject(new TypeError("no")), 60_000, late), TypeError);
});

Deno.test("within: rejects what is not done by then", async () => {
  await assertRejects(() => within(new Promise(() => {}), 0, late), RangeError, "late");
});

import { assertEquals } from "@std/assert";
import { inSlices } from "./slices.ts";

Deno.test("inSlices: gives all in order, and what is ready goes on between two slices", async () => {
  const told: string[] = [];
  setTimeout(() => told.push("another's turn"), 0);
  for await (const slice of inSlices([1, 2, 3, 4, 5], 2)) told.push(slice.join());
  assertEquals(told, ["1,2", "another's turn", "3,4", "5"]);
});

Deno.test("inSlices: of nothing there is no slice, and a full last one is not followed by an empty one", async () => {
  assertEquals(await Array.fromAsync(inSlices([], 2)), []);
  assertEquals(await Array.fromAsync(inSlices([1, 2], 2)), [[1, 2]]);
});

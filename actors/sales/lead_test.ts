import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { lead } from "./lead.ts";

const entry = {
  saleId: "spring",
  outcome: "sold_out",
  position: 9,
  enteredAt: 5,
  from: { city: "杭州" },
} as const;

Deno.test("LEAD-1: a participant without a car is kept, with place and origin", () => {
  assertEquals(given(lead).when("enter", entry).state, { entries: [entry] });
});

Deno.test("LEAD-2: one lead holds all of a person's sales, each noted once", () => {
  const twice = given(lead, ["entered", entry]).when("enter", { ...entry, position: 1 });
  assertEquals([twice.events, twice.state.entries.length], [[], 1]);
  assertEquals(twice.when("enter", { ...entry, saleId: "autumn" }).state.entries.length, 2);
});

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
  assertEquals(given(lead).when("enter", entry).state, { entries: [{ ...entry, updatedAt: 5 }] });
});

Deno.test("LEAD-2: one lead holds all of a person's sales, each noted once", () => {
  const twice = given(lead, ["entered", entry]).when("enter", { ...entry, position: 1 });
  assertEquals([twice.events, twice.state.entries.length], [[], 1]);
  assertEquals(twice.when("enter", { ...entry, saleId: "autumn" }).state.entries.length, 2);
});

Deno.test("LEAD-3: an entry follows what becomes of the participant", () => {
  const at = (outcome: "allocated" | "ordered" | "lapsed", at: number) =>
    ({ saleId: "spring", outcome, position: 3, at }) as const;
  const offered = given(lead, ["entered", entry]).when("follow", at("allocated", 10));
  assertEquals(offered.state.entries[0], {
    ...entry,
    outcome: "allocated",
    position: 3,
    updatedAt: 10,
  });
  assertEquals(offered.when("follow", at("lapsed", 9)).events, []);
  assertEquals(offered.when("follow", at("ordered", 11)).state.entries[0]?.outcome, "ordered");
});

Deno.test("LEAD-3: who only entered becomes what the lot answered, and never the other way", () => {
  const entered = { ...entry, outcome: "entered", position: 700 } as const;
  const claimed = given(lead, ["entered", entered]).when("enter", entry);
  assertEquals(claimed.state.entries[0]?.outcome, "sold_out");
  assertEquals(claimed.when("enter", entered).events, []);
});

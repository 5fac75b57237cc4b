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

const known = given(lead, ["entered", entry]);
const refused = ({ outcome }: { outcome: { ok: boolean } }, refusal: string) =>
  assertEquals(outcome, { ok: false, refusal } as typeof outcome);
const staff = { by: { id: "s1", role: "staff" } };

Deno.test("LEAD-4: one staff member cares for a lead, another may take over", () => {
  const mine = known.when("assign", { staffId: "s1" });
  assertEquals(mine.state.assignee, "s1");
  assertEquals(mine.when("assign", { staffId: "s1" }).events, []);
  assertEquals(mine.when("assign", { staffId: "s2" }).state.assignee, "s2");
  refused(given(lead).when("assign", { staffId: "s1" }), "unknown_lead");
});

Deno.test("LEAD-5: the first response stays, later ones are counted", () => {
  const first = known.when("respond", { channel: "call" }, { at: 60_000, ...staff });
  assertEquals(first.outcome, { ok: true, value: { first: true } });
  assertEquals(first.events, [["responded", { channel: "call", staffId: "s1" }]]);
  const second = first.when("respond", { channel: "visit" }, { at: 90_000, ...staff });
  assertEquals(second.outcome, { ok: true, value: { first: false } });
  assertEquals([second.state.firstResponseAt, second.state.responses], [60_000, 2]);
});

Deno.test("LEAD-6: a duplicate takes nothing until it is split, and its entries still follow", () => {
  const merged = known.when("merge", { into: "m2" });
  assertEquals(merged.state.mergedInto, "m2");
  refused(merged.when("assign", { staffId: "s1" }), "merged");
  refused(merged.when("respond", { channel: "call" }), "merged");
  refused(merged.when("absorb", { from: "m3" }), "merged");
  refused(merged.when("merge", { into: "m3" }), "merged");
  const paid = { saleId: "spring", outcome: "ordered", position: 2, at: 9 } as const;
  assertEquals(merged.when("follow", paid).state.entries[0]?.outcome, "ordered");
  assertEquals(merged.when("split", {}).state.mergedInto, undefined);
  refused(known.when("split", {}), "not_merged");
});

Deno.test("LEAD-7: who others were merged into is not merged itself until they are released", () => {
  const main = known.when("absorb", { from: "m2" });
  assertEquals(main.state.duplicates, ["m2"]);
  assertEquals(main.when("absorb", { from: "m2" }).events, []);
  refused(main.when("merge", { into: "m3" }), "has_duplicates");
  const alone = main.when("release", { from: "m2" });
  assertEquals(alone.when("merge", { into: "m3" }).state.mergedInto, "m3");
  refused(alone.when("release", { from: "m2" }), "not_merged");
  refused(given(lead).when("merge", { into: "m3" }), "unknown_lead");
});

import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { staffLog } from "./staff_log.ts";

Deno.test("STAFF-1: an act is recorded with who did it, to what, and why", () => {
  const by = { id: "s1", role: "staff" };
  const act = { action: "member_erased", target: "m1", reason: "asked to be forgotten" } as const;
  const after = given(staffLog).when("record", act, { by });
  assertEquals(after.events, [["recorded", { ...act, by: "s1" }]]);
  assertEquals(after.state, { acts: 1 });
});

Deno.test("STAFF-2: discarding, erasing and taking people away need a reason, the rest does not", () => {
  for (const action of ["dead_letter_discarded", "member_erased", "people_exported"] as const) {
    for (const reason of [undefined, "", "  "]) {
      const act = { action, target: "x", ...(reason === undefined ? {} : { reason }) };
      assertEquals(given(staffLog).when("record", act).outcome, {
        ok: false,
        refusal: "reason_missing",
      });
    }
  }
  for (const action of ["actor_inspected", "dead_letter_replayed", "leads_exported"] as const) {
    assertEquals(given(staffLog).when("record", { action, target: "x" }).outcome.ok, true);
  }
});

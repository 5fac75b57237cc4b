import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { SAVED_AT_MOST, savedConfigurations } from "./saved_configurations.ts";

Deno.test("CONFIG-1: a member keeps each car once, and at most twenty", () => {
  let kept = given(savedConfigurations).when("save", { code: "LU1-0" });
  assertEquals(kept.when("save", { code: "LU1-0" }).events, []);
  for (let n = 1; n < SAVED_AT_MOST; n++) kept = kept.when("save", { code: `LU1-${n}` });
  const refused = kept.when("save", { code: "FAN1-0" });
  assertEquals(refused.events, []);
  assertEquals(refused.outcome, {
    ok: false,
    refusal: "too_many_saved",
    detail: { atMost: SAVED_AT_MOST },
  });
  assertEquals(refused.state.saved.length, SAVED_AT_MOST);
});

Deno.test("CONFIG-2: what is removed twice is removed once", () => {
  const removed = given(savedConfigurations)
    .when("save", { code: "LU1-0" }).when("remove", { code: "LU1-0" });
  assertEquals(removed.events, [["removed", { code: "LU1-0" }]]);
  assertEquals(removed.when("remove", { code: "LU1-0" }).events, []);
});

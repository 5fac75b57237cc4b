import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { FIRST_PROGRAMME } from "../../lib/loyalty/first_programme.ts";
import { programmeAt } from "../../lib/loyalty/programme.ts";
import { loyaltyProgramme } from "./loyalty_programme.ts";

const later = { ...FIRST_PROGRAMME, from: 5_000, burn: { fenPerPoint: 2, step: 1, mostPct: 10 } };

Deno.test("LOYALTY-1: a version follows the one before, which stays what it was", () => {
  const two = given(loyaltyProgramme).when("publish", { programme: later, after: 1 }, {
    at: 1_000,
  });
  assertEquals(two.outcome, { ok: true, value: { version: 2, from: 5_000 } });
  assertEquals(programmeAt(two.state.versions, 4_999), FIRST_PROGRAMME);
  assertEquals(programmeAt(two.state.versions, 5_000)?.burn.fenPerPoint, 2);
});

Deno.test("LOYALTY-2: a version begins now or later", () => {
  const now = { ...later, from: 0 };
  const step = given(loyaltyProgramme).when("publish", { programme: now, after: 1 }, { at: 9_000 });
  assertEquals(step.outcome, { ok: true, value: { version: 2, from: 9_000 } });
  assertEquals(
    given(loyaltyProgramme).when("publish", { programme: later, after: 1 }, { at: 9_000 }).outcome,
    { ok: false, refusal: "begins_in_the_past" },
  );
});

Deno.test("LOYALTY-3: who has not seen the version before is told of it", () => {
  const two = given(loyaltyProgramme).when("publish", { programme: later, after: 1 }, {
    at: 1_000,
  });
  assertEquals(two.when("publish", { programme: later, after: 1 }).outcome, {
    ok: false,
    refusal: "published_meanwhile",
    detail: { last: 2 },
  });
});

Deno.test("LOYALTY-4: what has not begun can be withdrawn", () => {
  const two = given(loyaltyProgramme).when("publish", { programme: later, after: 1 }, {
    at: 1_000,
  });
  assertEquals(two.when("withdraw", { version: 3 }).outcome.ok, false);
  assertEquals(two.when("withdraw", { version: 2 }).state.versions.length, 1);
  assertEquals(two.when("withdraw", { version: 2 }, { at: 5_000 }).outcome, {
    ok: false,
    refusal: "begun_already",
  });
});

import { assertEquals } from "@std/assert";
import { FIRST_PROGRAMME } from "../loyalty/first_programme.ts";
import { draftOf, fieldsOf } from "./draft.ts";

Deno.test("draftOf: a form that nothing was changed in gives the same rules back", () => {
  const form = new Map([...fieldsOf(FIRST_PROGRAMME)].map(([name, value]) => [name, `${value}`]));
  assertEquals(draftOf(FIRST_PROGRAMME, form, 0), FIRST_PROGRAMME);
});

Deno.test("draftOf: names the field that is wrong", () => {
  const wrong = (name: string, value: string) =>
    draftOf(FIRST_PROGRAMME, new Map([[name, value]]), 0);
  assertEquals(wrong("rule.check_in.pendingDays", "-1"), "rules.check_in.pendingDays");
  assertEquals(wrong("burn.mostPct", "101"), "burn.mostPct");
  assertEquals(wrong("tier.river.from", "9000"), "tiers");
});

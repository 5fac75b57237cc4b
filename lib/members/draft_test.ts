import { assertEquals } from "@std/assert";
import { FIRST_PROGRAMME } from "../loyalty/first_programme.ts";
import { draftOf, fieldsOf } from "./draft.ts";

Deno.test("draftOf: a form that nothing was changed in gives the same rules back", () => {
  const form = new Map([...fieldsOf(FIRST_PROGRAMME)].map(([name, value]) => [name, `${value}`]));
  assertEquals(draftOf(FIRST_PROGRAMME, form, 0), FIRST_PROGRAMME);
});

Deno.test("draftOf: what is switched off ends, what is new has an id of its own and begins now", () => {
  const form = new Map([
    ["rule.referral.off", "on"],
    ["item.model_lu.off", "on"],
    ["item.river_stone.stock", ""],
    ["coupon.wash_oil.takesOff", "120.50"],
    ["newRule.behaviour", "review"],
    ["newRule.gives", "20"],
    ["newRule.zh", "晒图点评"],
    ["newRule.en", "Review with pictures"],
    ["newItem.zh", "雨伞"],
    ["newItem.en", "Umbrella"],
    ["newItem.points", "700"],
    ["newItem.gives", "at_dealer"],
    ["text.zh", "新的规则"],
  ]);
  const draft = draftOf(FIRST_PROGRAMME, form, 0);
  if (typeof draft === "string") throw new Error(draft);
  assertEquals(draft.rules.map(({ id }) => id), [
    "deposit",
    "check_in",
    "test_drive",
    "maintenance",
    "review",
    "review_2",
  ]);
  assertEquals(draft.rules.at(-1)!.gives, { points: 20 });
  const { id, points, stock, gives } = draft.shop.at(-1)!;
  assertEquals([id, points, stock, gives], ["item_2_4", 700, null, { goods: "at_dealer" }]);
  assertEquals(draft.shop.map(({ stock }) => stock), [null, null, null, null]);
  assertEquals(draft.coupons[0]!.takesOff, { fen: 12_050 });
  assertEquals(draft.text.zh, "新的规则");
});

Deno.test("draftOf: names the field that is wrong", () => {
  const wrong = (name: string, value: string) =>
    draftOf(FIRST_PROGRAMME, new Map([[name, value]]), 0);
  assertEquals(wrong("rule.check_in.pendingDays", "-1"), "rules.check_in.pendingDays");
  assertEquals(wrong("burn.mostPct", "101"), "burn.mostPct");
  assertEquals(wrong("tier.river.from", "9000"), "tiers");
  assertEquals(wrong("newItem.zh", "雨伞"), "shop.item_2_4.name.en");
  assertEquals(wrong("newRule.behaviour", "review"), "rules.review_2.name.zh");
  assertEquals(wrong("text.en", " "), "text.en");
});

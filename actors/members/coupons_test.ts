import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { FIRST_PROGRAMME } from "../../lib/loyalty/first_programme.ts";
import { coupons } from "./coupons.ts";
import { shopItem } from "./shop_item.ts";

const DAY = 86_400_000;
const [maintenance, ninety, tyres] = FIRST_PROGRAMME.coupons;
const NOON = Temporal.Instant.from("2027-03-10T12:00:00+08:00").epochMilliseconds;
const grant = (id: string, coupon = maintenance!) => ({ id, coupon, reason: "welcome" });

Deno.test("COUPON-1: one grant gives one coupon", () => {
  const one = given(coupons).when("grant", grant("a"), { at: NOON }).when("grant", grant("a"));
  assertEquals([one.events, one.state.held.length], [[], 1]);
});

Deno.test("COUPON-2: all that were chosen are used as priced, or none with the reason", () => {
  const two = given(coupons).when("grant", grant("a", ninety), { at: NOON })
    .when("grant", grant("b", tyres)).when("grant", grant("c", maintenance));
  const bill = { bill: "1", on: "parts", amountFen: 300_000 } as const;
  assertEquals(two.when("use", { ...bill, coupons: ["a", "b"] }).outcome, {
    ok: false,
    refusal: "coupon_unfit",
    detail: { unfit: [{ id: "b", why: "alone" }] },
  });
  assertEquals(two.when("use", { ...bill, coupons: ["c"] }).outcome, {
    ok: false,
    refusal: "coupon_unfit",
    detail: { unfit: [{ id: "c", why: "for_something_else" }] },
  });
  assertEquals(two.when("use", { ...bill, coupons: ["x"] }).outcome.ok, false);
  const used = two.when("use", { ...bill, coupons: ["b"] });
  assertEquals(used.outcome, { ok: true, value: { toPayFen: 270_000 } });
  assertEquals(used.when("use", { ...bill, coupons: ["a"] }).events, []);
});

Deno.test("COUPON-3: a full refund brings the coupon back for a week at least", () => {
  const used = given(coupons).when("grant", grant("b", tyres), { at: NOON })
    .when("use", { bill: "1", on: "parts", amountFen: 300_000, coupons: ["b"] }, {
      at: NOON + 119 * DAY,
    });
  assertEquals(used.when("give_back", { bill: "2" }).outcome.ok, false);
  const back = used.when("give_back", { bill: "1" }, { at: NOON + 140 * DAY });
  assertEquals(
    back.state.held[0]!.expiresAt,
    Temporal.Instant.from("2027-08-05T00:00:00+08:00").epochMilliseconds,
  );
});

Deno.test("COUPON-4: a coupon ends with the member's day", () => {
  const one = given(coupons).when("grant", grant("b", tyres), { at: NOON });
  const use = { bill: "1", on: "parts", amountFen: 300_000, coupons: ["b"] } as const;
  const end = Temporal.Instant.from("2027-07-09T00:00:00+08:00").epochMilliseconds;
  assertEquals(one.state.held[0]!.expiresAt, end);
  assertEquals(one.when("use", { ...use, coupons: ["b"] }, { at: end - 1 }).outcome.ok, true);
  assertEquals(one.when("use", { ...use, coupons: ["b"] }, { at: end }).outcome.ok, false);
});

Deno.test("COUPON-5: no more of an item than it says; things that are sent are kept track of", () => {
  const receive = (id: string) => ({
    id,
    item: "model_lu",
    each: 2,
    gives: { goods: "posted" as const },
  });
  const two = given(coupons).when("receive", receive("a"), { at: NOON }).when(
    "receive",
    receive("b"),
  );
  assertEquals(two.when("receive", receive("b")).outcome.ok, true);
  assertEquals(two.when("receive", receive("c")).outcome, {
    ok: false,
    refusal: "had_enough",
    detail: { each: 2 },
  });
  assertEquals(two.when("hand_over", { id: "a" }).state.goods[0]!.status, "handed_over");
  assertEquals(two.when("hand_over", { id: "z" }).outcome.ok, false);
});

Deno.test("SHOP-1, SHOP-2: never more than there are, one exchange takes one", () => {
  const last = given(shopItem).when("take", { id: "a", stock: 1 });
  assertEquals(last.when("take", { id: "a", stock: 1 }).outcome.ok, true);
  assertEquals(last.when("take", { id: "b", stock: 1 }).outcome, {
    ok: false,
    refusal: "none_left",
  });
  const back = last.when("put_back", { id: "a" });
  assertEquals(back.when("take", { id: "b", stock: 1 }).outcome.ok, true);
});

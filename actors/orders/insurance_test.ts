import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { USUAL } from "../../lib/insurance/cover.ts";
import { insurance } from "./insurance.ts";

const car = { model: "lu", priceFen: 21_990_000, drive: "new_energy" as const };
const asked = { memberId: "m1", car, wish: USUAL, requestId: "r1" };
const quote = { quoteId: "q1", insurer: "qinghe", lines: [], totalFen: 5, validUntil: 1_000 };
const policy = {
  policyNo: "S1",
  compulsoryNo: "J1",
  insurer: "qinghe",
  lines: [],
  totalFen: 5,
  from: 0,
  to: 365 * 86_400_000,
};
const at = (time: number) => ({ at: time });
const quoted = () =>
  given(insurance).when("ask", asked, at(0))
    .when("quoted", { requestId: "r1", result: { quotes: [quote] } }, at(1));
const buying = { memberId: "m1", quoteId: "q1", consent: 1, from: 0 };

Deno.test("INS-1: new quotes take the place of the former, and late ones of before are dropped", () => {
  const again = quoted().when("ask", { ...asked, requestId: "r2" }, at(2));
  assertEquals(again.state.quotes, []);
  const late = again.when("quoted", { requestId: "r1", result: { quotes: [quote] } }, at(3));
  assertEquals(late.events, []);
  const other = quoted().when("ask", { ...asked, memberId: "m2" }, at(2));
  assertEquals(other.outcome, { ok: false, refusal: "not_yours" } as never);
});

Deno.test("INS-2: a policy is bought once, from a good quote, with consent", () => {
  const refusal = (more: Partial<Record<keyof typeof buying, unknown>>, time = 2) => {
    const { outcome } = quoted().when("buy", { ...buying, ...more } as typeof buying, at(time));
    return outcome.ok ? undefined : outcome.refusal;
  };
  assertEquals(refusal({ consent: null }), "consent_missing");
  assertEquals(refusal({ quoteId: "q2" }), "unknown_quote");
  assertEquals(refusal({}, 1_001), "quote_over");
  assertEquals(refusal({ memberId: "m2" }), "not_yours");
  const begun = quoted().when("buy", buying, at(2));
  assertEquals(begun.when("buy", buying, at(3)).events, []);
  const twice = begun.when("buy", { ...buying, quoteId: "q2" }, at(3));
  assertEquals(twice.outcome.ok, false);
  const insured = begun.when("bought", { result: { policy } }, at(4));
  assertEquals(insured.state.policies, [policy]);
  assertEquals(insured.when("bought", { result: { policy } }, at(5)).events, []);
  assertEquals(insured.when("buy", buying, at(6)).outcome.ok, false);
  assertEquals(insured.when("ask", asked, at(6)).outcome.ok, false);
});

Deno.test("INS-3: a purchase that was not answered may be tried again", () => {
  const failed = quoted().when("buy", buying, at(2)).when("not_bought", {}, at(3));
  assertEquals(failed.state.status, "failed");
  assertEquals(failed.when("buy", buying, at(4)).events.length, 1);
  const none = given(insurance).when("ask", asked, at(0))
    .when("not_quoted", { requestId: "r1" }, at(1));
  assertEquals(none.state.status, "no_quotes");
});

Deno.test("INS-4: thirty days before the end its owner is reminded", () => {
  const insured = quoted().when("buy", buying, at(2)).when("bought", { result: { policy } }, at(3));
  assertEquals(insured.reminders, { renew: policy.to - 30 * 86_400_000 });
  const near = insured.when("remind", {}, at(policy.to - 30 * 86_400_000));
  assertEquals(near.events, [["renewal_near", { memberId: "m1", to: policy.to }]]);
});

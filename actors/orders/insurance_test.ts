import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { USUAL } from "../../lib/insurance/cover.ts";
import { insurance } from "./insurance.ts";

const car = { model: "lu", priceFen: 21_990_000, drive: "new_energy" as const };
const wished = { memberId: "m1", car, wish: USUAL, requestId: "r1" };
const quote = { quoteId: "q1", insurer: "qinghe", lines: [], totalFen: 5, validUntil: 1_000_000 };
const policy = {
  policyNo: "S1",
  compulsoryNo: "J1",
  insurer: "qinghe",
  lines: [],
  totalFen: 5,
  from: 0,
  to: 365 * 86_400_000,
};
const paid = { paymentId: "p1", amountFen: 5 };
const at = (time: number) => ({ at: time });
const quoted = () =>
  given(insurance).when("ask", wished, at(0))
    .when("quoted", { requestId: "r1", result: { quotes: [quote] } }, at(1));
const buying = {
  memberId: "m1",
  quoteId: "q1",
  consent: 1,
  from: 0,
  paymentId: "p1",
  provider: "sandbox",
};

Deno.test("INS-1: new quotes take the place of the former, and late ones of before are dropped", () => {
  const again = quoted().when("ask", { ...wished, requestId: "r2" }, at(2));
  assertEquals(again.state.quotes, []);
  const late = again.when("quoted", { requestId: "r1", result: { quotes: [quote] } }, at(3));
  assertEquals(late.events, []);
  const other = quoted().when("ask", { ...wished, memberId: "m2" }, at(2));
  assertEquals(other.outcome, { ok: false, refusal: "not_yours" } as never);
});

Deno.test("INS-2: a policy is bought once, from a good quote, with consent", () => {
  const refusal = (more: Partial<Record<keyof typeof buying, unknown>>, time = 2) => {
    const { outcome } = quoted().when("buy", { ...buying, ...more } as typeof buying, at(time));
    return outcome.ok ? undefined : outcome.refusal;
  };
  assertEquals(refusal({ consent: null }), "consent_missing");
  assertEquals(refusal({ quoteId: "q2" }), "unknown_quote");
  assertEquals(refusal({}, 700_001), "quote_over");
  assertEquals(refusal({ memberId: "m2" }), "not_yours");
  const begun = quoted().when("buy", buying, at(2)).when("payment_succeeded", paid, at(2));
  const twice = begun.when("buy", { ...buying, quoteId: "q2" }, at(3));
  assertEquals(twice.outcome.ok, false);
  const insured = begun.when("bought", { result: { policy } }, at(4));
  assertEquals(insured.state.policies, [policy]);
  assertEquals(insured.when("bought", { result: { policy } }, at(5)).events, []);
  assertEquals(insured.when("buy", buying, at(6)).outcome.ok, false);
  assertEquals(insured.when("ask", wished, at(6)).outcome.ok, false);
});

Deno.test("INS-3: a purchase that was not answered may be tried again", () => {
  const failed = quoted().when("buy", buying, at(2)).when("payment_succeeded", paid, at(2))
    .when("not_bought", {}, at(3));
  assertEquals(failed.state.status, "failed");
  assertEquals(failed.when("buy", { ...buying, paymentId: "p2" }, at(4)).events.length, 1);
  const none = given(insurance).when("ask", wished, at(0))
    .when("not_quoted", { requestId: "r1" }, at(1));
  assertEquals(none.state.status, "no_quotes");
});

Deno.test("INS-4: thirty days before the end its owner is reminded", () => {
  const insured = quoted().when("buy", buying, at(2)).when("payment_succeeded", paid, at(2))
    .when("bought", { result: { policy } }, at(3));
  assertEquals(insured.reminders, { renew: policy.to - 30 * 86_400_000 });
  const near = insured.when("remind", {}, at(policy.to - 30 * 86_400_000));
  assertEquals(near.events, [["renewal_near", { memberId: "m1", to: policy.to }]]);
});

Deno.test("INS-5: a policy is asked for only once its premium was paid, and one premium is open at a time", () => {
  const begun = quoted().when("buy", buying, at(2));
  assertEquals(begun.state.status, "paying");
  assertEquals(begun.events.map(([name]) => name), ["payment_begun"]);
  const again = begun.when("buy", { ...buying, paymentId: "p2" }, at(3));
  assertEquals(again.events, []);
  assertEquals(again.outcome, {
    ok: true,
    value: { paymentId: "p1", amountFen: 5, expiresAt: 700_000 },
  });
  const other = begun.when("buy", { ...buying, quoteId: "q2" }, at(3));
  assertEquals(other.outcome, { ok: false, refusal: "payment_open" } as never);
  const dropped = begun.when("drop_payment", { memberId: "m1" }, at(4));
  assertEquals(dropped.events, [["payment_let_go", { paymentId: "p1" }]]);
  // From a tab that shows an earlier payment: the one that is open was closed under its payer.
  const stale = begun.when("drop_payment", { memberId: "m1", paymentId: "p0" }, at(4));
  assertEquals(stale.events, []);
  const closed = dropped.when("payment_closed", { paymentId: "p1" }, at(5));
  assertEquals(closed.state.status, "quoted");
  const issued = begun.when("payment_succeeded", paid, at(6));
  assertEquals(issued.events.map(([name]) => name), ["premium_paid", "purchase_begun"]);
});

Deno.test("INS-6: a premium that brings no policy goes back whole", () => {
  const refunds = (events: readonly (readonly [string, unknown])[]) =>
    events.filter(([name]) => name === "refund_due");
  const due = [["refund_due", { refundId: "p1-premium", ...paid, reason: "not_issued" }]];
  const issued = quoted().when("buy", buying, at(2)).when("payment_succeeded", paid, at(3));
  assertEquals(issued.when("payment_succeeded", paid, at(4)).events, []);
  const refused = issued.when("not_bought", {}, at(5));
  assertEquals(refunds(refused.events), due as never);
  const returned = refused.when("refund_done", { refundId: "p1-premium" }, at(6));
  assertEquals(returned.state.premiums[0]?.status, "returned");
  const late = quoted().when("buy", buying, at(2)).when(
    "payment_closed",
    { paymentId: "p1" },
    at(3),
  )
    .when("payment_succeeded", paid, at(4));
  assertEquals(refunds(late.events).length, 1);
  assertEquals(late.state.status, "quoted");
});

const begins = { ...policy, from: 86_400_000 };
const insured = () =>
  quoted().when("buy", { ...buying, from: begins.from }, at(2))
    .when("payment_succeeded", paid, at(3))
    .when("bought", { result: { policy: begins } }, at(4));

Deno.test("INS-7: before it begins a policy can be cancelled, and its premium goes back; afterwards not", () => {
  const asked = insured().when("cancel", { memberId: "m1" }, at(begins.from - 1));
  assertEquals(asked.events, [["cancelling", { policy: begins }]]);
  const cancelled = asked.when("cancelled", {}, at(begins.from - 1));
  assertEquals(cancelled.events.map(([name]) => name), ["cancelled", "refund_due"]);
  assertEquals(cancelled.state.policies, []);
  assertEquals(cancelled.reminders, {});
  assertEquals(
    cancelled.when("ask", { ...wished, requestId: "r3" }, at(begins.from)).outcome.ok,
    true,
  );
  const refused = asked.when("not_cancelled", {}, at(begins.from));
  assertEquals(refused.state.status, "insured");
  const late = insured().when("cancel", { memberId: "m1" }, at(begins.from));
  assertEquals(late.outcome, { ok: false, refusal: "begun_already" } as never);
  const anothers = insured().when("cancel", { memberId: "m2" }, at(5));
  assertEquals(anothers.outcome, { ok: false, refusal: "not_yours" } as never);
});

Deno.test("INS-8: with its order ends what has not begun: a premium is closed, a policy cancelled", () => {
  const paying = quoted().when("buy", buying, at(2)).when("order_ended", {}, at(3));
  assertEquals(paying.events.map(([name]) => name), ["order_ended", "payment_let_go"]);
  const paidAfter = paying.when("payment_succeeded", paid, at(4));
  assertEquals(paidAfter.events.map(([name]) => name), ["paid_for_nothing", "refund_due"]);
  const ended = insured().when("order_ended", {}, at(5));
  assertEquals(ended.events.map(([name]) => name), ["order_ended", "cancelling"]);
  assertEquals(ended.when("order_ended", {}, at(6)).events, []);
  const issuedAfter = quoted().when("buy", { ...buying, from: begins.from }, at(2))
    .when("payment_succeeded", paid, at(3)).when("order_ended", {}, at(4))
    .when("bought", { result: { policy: begins } }, at(5));
  assertEquals(issuedAfter.events.map(([name]) => name), ["insured", "cancelling"]);
  const begun = insured().when("order_ended", {}, at(begins.from));
  assertEquals(begun.events.map(([name]) => name), ["order_ended"]);
  assertEquals(given(insurance).when("order_ended", {}, at(1)).events, []);
});

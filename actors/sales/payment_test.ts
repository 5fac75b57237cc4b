import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { given, type NamedEvent } from "../../lib/kernel/testing/given.ts";
import { payment, refundedFen } from "./payment.ts";

const request = {
  orderId: "s-1",
  memberId: "a",
  provider: "sandbox",
  amountFen: 500_000,
  expiresAt: 60_000,
};
const success = { transactionId: "t1", amountFen: 500_000, paidAt: 9 };
type Event = NamedEvent<typeof payment>;
const opened: Event = ["opened", request];
const names = (events: readonly (readonly [string, unknown])[]) => events.map(([name]) => name);

Deno.test("PAYMENT-1: a payment succeeds once, however often it is told", () => {
  const paid = given(payment, opened).when("notify", success);
  assertEquals(paid.events, [["succeeded", { ...success, orderId: "s-1" }]]);
  let again = paid;
  for (let i = 0; i < 10; i++) again = again.when("notify", success);
  assertEquals(again.events, []);
  assertEquals(again.when("settled", { result: { status: "paid", ...success } }).events, []);
  assertEquals(again.when("open", request).events, []);
});

Deno.test("PAYMENT-2: what was told early counts as soon as the payment is known", () => {
  const early = given(payment).when("notify", success);
  assertEquals(names(early.events), ["told_early"]);
  assertEquals(early.when("notify", success).events, []);
  assertEquals(names(early.when("open", request).events), ["opened", "succeeded"]);
});

Deno.test("PAYMENT-3: another amount is not believed, and paid back if it is true", () => {
  const wrong = { ...success, amountFen: 1 };
  const doubted = given(payment, opened).when("notify", wrong);
  assertEquals(names(doubted.events), ["amount_doubted", "settling_begun"]);
  const true_ = doubted.when("settled", { result: { status: "paid", ...wrong } });
  assertEquals(names(true_.events), ["mispaid", "refund_asked"]);
  assertEquals(true_.when("notify", wrong).events, []);
  const forged = doubted.when("settled", { result: { status: "paid", ...success } });
  assertEquals(names(forged.events), ["succeeded"]);
  const none = doubted.when("settled", { result: { status: "closed" } });
  assertEquals(names(none.events), ["closed"]);
});

// The provider had answered "closed", and then took another amount all the same: nobody asked again.
Deno.test("PAYMENT-3: another amount that comes while the provider's answer is under way is paid back, too", () => {
  const wrong = { ...success, amountFen: 1 };
  const doubted = given(payment, opened).when("settle", {}).when("notify", wrong);
  assertEquals(names(doubted.events), ["amount_doubted", "settling_begun"]);
  const closed = doubted.when("settled", { result: { status: "closed" } });
  const true_ = closed.when("settled", { result: { status: "paid", ...wrong } });
  assertEquals(names(true_.events), ["mispaid", "refund_asked"]);
});

Deno.test("PAYMENT-4: an open payment is settled after its expiry, again until that works", () => {
  const open = given(payment).when("open", request);
  assertEquals(open.reminders, { settle: 65_000 });
  const settling = open.when("settle", {}, { at: 65_000 });
  assertEquals(names(settling.events), ["settling_begun"]);
  const failed = settling.when("settle_failed", {});
  assertEquals(failed.reminders.ask_again, 95_000);
  assertEquals(names(failed.when("settle_again", {}).events), ["settling_begun"]);
  const closed = failed.when("settled", { result: { status: "closed" } });
  assertEquals(closed.events, [["closed", { orderId: "s-1" }]]);
  assertEquals(closed.when("settle_again", {}).events, []);
});

Deno.test("PAYMENT-5: a success after closing is a success", () => {
  const late = given(payment, opened, ["closed", { orderId: "s-1" }]).when("notify", success);
  assertEquals(names(late.events), ["succeeded"]);
});

Deno.test("PAYMENT-6: a refund is asked for once, and again only while it failed", () => {
  const refund = { refundId: "r", amountFen: 100, reason: "x" };
  const asked = given(payment, opened, ["succeeded", { ...success, orderId: "s-1" }])
    .when("refund", refund);
  assertEquals(names(asked.events), ["refund_asked"]);
  assertEquals(asked.when("refund", refund).events, []);
  const failed = asked.when("refund_failed", { refundId: "r" });
  assertEquals(Object.keys(failed.reminders), ["refund r"]);
  const done = failed.when("refunded", { refundId: "r" });
  assertEquals(names(done.events), ["refund_done"]);
  assertEquals(done.when("refund_again", { refundId: "r" }).events, []);
  assertEquals(given(payment, opened).when("refund", refund).outcome, {
    ok: false,
    refusal: "not_paid",
  });
});

Deno.test("PAYMENT-6: a refund that the provider could not do is tried again under a new id", () => {
  const failed = given(payment, opened, ["succeeded", { ...success, orderId: "s-1" }])
    .when("refund_all", { refundId: "p-cancelled", reason: "x" })
    .when("refunded", { refundId: "p-cancelled", result: { status: "refund_failed" } });
  const again = failed.when("refund_again", { refundId: "p-cancelled" });
  assertEquals(names(again.events), ["refund_asked"]);
  assertEquals([...again.state.refunds.keys()], ["p-cancelled", "p-cancelled_2"]);
  // The API and the order's page added up both: twice the deposit seemed to go back.
  assertEquals(refundedFen(again.state), success.amountFen);
  assertEquals(again.when("refund_again", { refundId: "p-cancelled" }).events, []);
  const done = again.when("refunded", { refundId: "p-cancelled_2" });
  assertEquals(names(done.events), ["refund_done"]);
});

Deno.test("PAYMENT-6: never more is paid back than was paid", () => {
  fc.assert(fc.property(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 400_000 }))),
    (asked) => {
      let result = given(payment, opened).when("notify", success);
      let refunded = 0;
      for (const [id, amountFen] of asked) {
        const next = result.when("refund", { refundId: `r${id}`, amountFen, reason: "x" });
        refunded += next.events.length > 0 ? amountFen : 0;
        result = next as unknown as typeof result;
      }
      assertEquals(refunded <= success.amountFen, true);
      result.when("refund_all", { refundId: "all", reason: "x" });
    },
  ));
});

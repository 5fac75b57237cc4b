import { assertEquals } from "@std/assert";
import { given, type NamedEvent } from "../../lib/kernel/testing/given.ts";
import { order } from "./order.ts";

const PAY_BY = 1_000_000;
const reservation = {
  saleId: "s",
  memberId: "a",
  number: 7,
  payBy: PAY_BY,
  depositFen: 500_000,
};
type Event = NamedEvent<typeof order>;
const placed: Event = ["placed", reservation];
const begun = (paymentId: string): Event => [
  "payment_begun",
  { paymentId, memberId: "a", provider: "sandbox", amountFen: 500_000, expiresAt: 940_000 },
];
const paid: Event = ["deposit_paid", { saleId: "s", memberId: "a", paymentId: "p1" }];
const lapsed: Event = ["given_back", { saleId: "s", memberId: "a", reason: "lapsed" }];
const pay = { paymentId: "p1", memberId: "a", provider: "sandbox" };
const succeeded = { paymentId: "p1", amountFen: 500_000 };
const names = (events: readonly (readonly [string, unknown])[]) => events.map(([name]) => name);

Deno.test("ORDER-1: an order is placed once, and for one member", () => {
  const first = given(order).when("place", reservation, { at: 5 });
  assertEquals(first.events, [placed]);
  assertEquals(first.reminders, { lapse: PAY_BY });
  assertEquals(first.when("place", reservation).events, []);
  assertEquals(first.when("place", { ...reservation, memberId: "b" }).outcome, {
    ok: false,
    refusal: "placed_for_another",
  });
});

Deno.test("ORDER-2: one payment is open at a time, and its page closes before the hold ends", () => {
  const first = given(order, placed).when("begin_payment", pay, { at: 10 });
  assertEquals(first.outcome, {
    ok: true,
    value: { paymentId: "p1", amountFen: 500_000, expiresAt: PAY_BY - 60_000 },
  });
  const second = first.when("begin_payment", { ...pay, paymentId: "p2" });
  assertEquals(second.outcome.ok && second.outcome.value.paymentId, "p1");
  assertEquals(second.events, []);
  const again = first.when("payment_closed", { paymentId: "p1" })
    .when("begin_payment", { ...pay, paymentId: "p2" });
  assertEquals(again.outcome.ok && again.outcome.value.paymentId, "p2");
});

Deno.test("ORDER-2: nobody pays for another, too late, or twice", () => {
  const refusal = (
    at: number,
    asked: Partial<typeof pay>,
    ...events: Event[]
  ) => {
    const { outcome } = given(order, ...events).when("begin_payment", { ...pay, ...asked }, { at });
    return outcome.ok ? "begun" : outcome.refusal;
  };
  assertEquals(refusal(0, {}), "unknown_order");
  assertEquals(refusal(0, { memberId: "b" }, placed), "not_yours");
  assertEquals(refusal(PAY_BY - 60_001, {}, placed), "begun");
  assertEquals(refusal(PAY_BY - 60_000, {}, placed), "hold_over");
  assertEquals(refusal(0, {}, placed, paid), "paid_already");
  assertEquals(refusal(0, {}, placed, lapsed), "hold_over");
});

Deno.test("ORDER-3: a hold without a payment ends at once", () => {
  const over = given(order, placed).when("lapse", {}, { at: PAY_BY });
  assertEquals(over.events, [lapsed]);
  assertEquals(over.state.status, "lapsed");
});

Deno.test("ORDER-3: an open payment is settled before the car is given back", () => {
  const over = given(order, placed, begun("p1")).when("lapse", {}, { at: PAY_BY });
  assertEquals(over.events, [["settling_begun", { paymentId: "p1", reason: "lapsed" }]]);
  assertEquals(over.when("lapse", {}).events, []);
  const closed = over.when("payment_closed", { paymentId: "p1" });
  assertEquals(closed.events, [lapsed]);
  const saved = over.when("payment_succeeded", succeeded);
  assertEquals(names(saved.events), ["deposit_paid"]);
  assertEquals(saved.when("payment_closed", { paymentId: "p1" }).events, []);
});

Deno.test("ORDER-3: a payment in time ends the hold's clock", () => {
  const held = given(order).when("place", reservation, { at: 0 })
    .when("begin_payment", pay).when("payment_succeeded", succeeded);
  assertEquals(held.reminders, {});
  assertEquals(held.state.status, "paid");
  assertEquals(held.when("lapse", {}).events, []);
  assertEquals(held.when("payment_succeeded", succeeded).events, []);
});

Deno.test("ORDER-4: a late payment asks for a free car, and is paid back if there is none", () => {
  const late = given(order, placed, lapsed).when("payment_succeeded", succeeded);
  assertEquals(names(late.events), ["late_payment"]);
  const lucky = late.when("reinstated", { number: 9 });
  assertEquals([lucky.state.status, lucky.state.status === "paid" && lucky.state.number], [
    "paid",
    9,
  ]);
  const refused = late.when("reinstate_refused", {});
  assertEquals(refused.events, [
    ["refund_due", { paymentId: "p1", memberId: "a", reason: "no_car_left" }],
  ]);
  assertEquals(refused.state.status, "lapsed");
  assertEquals(refused.when("reinstate_refused", {}).events, []);
});

Deno.test("ORDER-5: its member cancels an order, and what was paid is paid back", () => {
  const cancel = { memberId: "a" };
  const free = given(order, placed).when("cancel", cancel);
  assertEquals(free.state.status, "cancelled");
  const back = given(order, placed, begun("p1"), paid).when("cancel", cancel);
  assertEquals(names(back.events), ["refund_due", "given_back"]);
  assertEquals(back.when("cancel", cancel).events, []);
  const open = given(order, placed, begun("p1")).when("cancel", cancel);
  assertEquals(open.outcome, { ok: true, value: { status: "settling" } });
  assertEquals(open.when("payment_closed", { paymentId: "p1" }).state.status, "cancelled");
  assertEquals(given(order, placed).when("cancel", { memberId: "b" }).outcome, {
    ok: false,
    refusal: "not_yours",
  });
});

Deno.test("ORDER-5: a payment for a cancelled order is paid back", () => {
  // Whether a buyer who had cancelled got the car after all was the outcome of a race.
  const open = given(order, placed, begun("p1")).when("cancel", { memberId: "a" });
  const quick = open.when("payment_succeeded", succeeded);
  assertEquals(quick.events, [
    ["refund_due", { paymentId: "p1", memberId: "a", reason: "cancelled" }],
    ["given_back", { saleId: "s", memberId: "a", reason: "cancelled" }],
  ]);
  assertEquals(quick.state.status, "cancelled");
  const late = given(order, placed).when("cancel", { memberId: "a" })
    .when("payment_succeeded", succeeded);
  assertEquals(late.events, [
    ["refund_due", { paymentId: "p1", memberId: "a", reason: "cancelled" }],
  ]);
});

Deno.test("ORDER-6: a second payment is paid back", () => {
  const twice = given(order, placed, begun("p1"), paid)
    .when("payment_succeeded", { ...succeeded, paymentId: "p2" });
  assertEquals(twice.events, [
    ["refund_due", { paymentId: "p2", memberId: "a", reason: "paid_twice" }],
  ]);
});

Deno.test("ORDER-7: another payment is begun only once the provider has closed the former one", () => {
  const again = { ...pay, paymentId: "p2", provider: "alipay" };
  const dropped = given(order, placed, begun("p1")).when("drop_payment", { memberId: "a" });
  assertEquals(dropped.events, [["payment_let_go", { paymentId: "p1" }]]);
  // From a tab that shows an earlier payment: the one that is open was closed under its payer.
  const stale = given(order, placed, begun("p1"))
    .when("drop_payment", { memberId: "a", paymentId: "p0" });
  assertEquals(stale.events, []);
  // Until it is closed the former one is answered, whoever asks.
  const early = dropped.when("begin_payment", again, { at: 10 });
  assertEquals(early.events, []);
  const closed = dropped.when("payment_closed", { paymentId: "p1" });
  assertEquals(names(closed.when("begin_payment", again, { at: 10 }).events), ["payment_begun"]);
  // It had gone through: the order is paid, and there is nothing to be begun.
  const through = dropped.when("payment_succeeded", succeeded);
  assertEquals(through.when("begin_payment", again, { at: 10 }).outcome.ok, false);
  assertEquals(given(order, placed).when("drop_payment", { memberId: "a" }).events, []);
  assertEquals(given(order, placed).when("drop_payment", { memberId: "b" }).outcome.ok, false);
});

const CAR = {
  model: "lu",
  trim: "plus",
  templateVersion: 1,
  code: "LU1-AZSVM",
  options: [],
  drive: "new_energy" as const,
  parts: [{ code: "base", kind: "base" as const, amountFen: 21_990_000 }],
  priceFen: 21_990_000,
};

Deno.test("ORDER-8: a paid order goes on once as the order of a car, which decides about the deposit", () => {
  const go = { memberId: "a", car: CAR, as: "reservation" as const };
  const early = given(order, placed, begun("p1")).when("continue", go);
  assertEquals(early.outcome, { ok: false, refusal: "not_paid_yet" });
  const sold = given(order, placed, begun("p1"), paid);
  assertEquals(sold.when("continue", { ...go, memberId: "b" }).outcome.ok, false);
  const on = sold.when("continue", go, { at: 9 });
  assertEquals(names(on.events), ["continued"]);
  const other = { ...CAR, priceFen: 1 };
  assertEquals(on.when("continue", { ...go, car: other }).events, []);
  assertEquals(on.when("cancel", { memberId: "a" }).outcome, {
    ok: false,
    refusal: "continued_already",
  });
  const ended = on.when("order_ended", {});
  // The deposit is the other order's to pay back, or to keep.
  assertEquals(names(ended.events), ["given_back"]);
  assertEquals(ended.when("order_ended", {}).events, []);
  assertEquals(sold.when("order_ended", {}).events, []);
});

Deno.test("ORDER-9: it knows of money that was another amount, until and after its end", () => {
  const mispaid = { paymentId: "p1", mispaid: true } as const;
  const open = given(order, placed, begun("p1")).when("payment_closed", mispaid);
  assertEquals(open.events, [["mispaid", { paymentId: "p1" }], ["payment_dropped", {
    paymentId: "p1",
  }]]);
  const told = (after: typeof open) => after.state.status !== "none" && after.state.mispaidBy;
  assertEquals(told(open), "p1");
  assertEquals(open.when("payment_closed", mispaid).events, [], "told once");
  const over = open.when("lapse", {});
  assertEquals([over.state.status, told(over)], ["lapsed", "p1"]);
  const late = given(order, placed, lapsed).when("payment_closed", mispaid);
  assertEquals([late.state.status, told(late)], ["lapsed", "p1"]);
});

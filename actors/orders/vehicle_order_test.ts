import { assertEquals } from "@std/assert";
import { given } from "../../lib/kernel/testing/given.ts";
import { FREE_CHANGE_MS, type PricedCar, WARNINGS } from "../../lib/orders/terms.ts";
import { vehicleOrder } from "./vehicle_order.ts";
import { balanceFen, heldFen } from "./vehicle_order_money.ts";
import type { OrderRefund } from "./vehicle_order_state.ts";

const DAY = 86_400_000;
const VIN = "LATPAB071W1005301";
const CAR = { vehicleId: "c1", vin: VIN };
const OTHER = { vehicleId: "c2", vin: "UU6JA69691D713820" };
const car = (priceFen = 22_600_000): PricedCar => ({
  model: "lu",
  trim: "long",
  templateVersion: 3,
  code: "lu-long-3-abc",
  options: ["paint-water"],
  drive: "new_energy",
  parts: [
    { code: "lu-long", kind: "base", amountFen: priceFen - 600_000 },
    { code: "paint-water", kind: "option", amountFen: 600_000 },
  ],
  priceFen,
});
const a = { memberId: "a" };
const none = () => given(vehicleOrder);
const start = () => none().when("place", { ...a, car: car() }, { at: 0 });
type Stage = ReturnType<typeof start>;

/** Begins and pays; the stage goes on as any decision does. */
const pay = (
  stage: Pick<Stage, "when">,
  purpose: "reservation" | "earnest" | "balance",
  paymentId: string,
  part?: number,
) => {
  const begun = stage.when("begin_payment", {
    ...a,
    paymentId,
    provider: "sandbox",
    purpose,
    ...(part === undefined ? {} : { amountFen: part }),
  });
  if (!begun.outcome.ok) throw new Error(begun.outcome.refusal);
  return begun.when("payment_succeeded", { paymentId, amountFen: begun.outcome.value.amountFen });
};
const named = (stage: Pick<Stage, "when">) =>
  stage.when("name_answered", { result: { matches: true, proofId: "n1" } });
const ordered = () => pay(named(pay(start(), "reservation", "p1")), "earnest", "p2");
const warn = (stage: Pick<Stage, "when">) =>
  stage.when("confirm_warnings", { ...a, version: 1, warnings: [...WARNINGS] });
const locked = () => warn(ordered()).when("lock", a);
const settled = () => pay(locked(), "balance", "p3");
const code = (decided: { outcome: { ok: boolean; refusal?: string } }) =>
  decided.outcome.ok ? "ok" : decided.outcome.refusal;
const ready = (at: number) => {
  let stage: Pick<Stage, "when" | "state" | "events"> = settled().when("bind", CAR);
  stage = stage.when("issue_invoice", { invoiceNumber: "12345678" }, { at }) as never;
  for (
    const code of [
      "identity_card",
      "contract",
      "invoice",
      "certificate_of_conformity",
      "compulsory_insurance",
    ] as const
  ) stage = stage.when("accept_document", { code }) as never;
  return stage;
};

Deno.test("VORDER-1: an order is placed once, at a price that its parts add up to", () => {
  assertEquals(start().events.map(([name]) => name), ["placed"]);
  assertEquals(
    start().when("place", { ...a, car: car(30_000_000) }).state.car?.priceFen,
    22_600_000,
  );
  assertEquals(code(start().when("place", { memberId: "b", car: car() })), "placed_for_another");
  assertEquals(
    code(none().when("place", { ...a, car: { ...car(), priceFen: 1 } })),
    "parts_do_not_add_up",
  );
});

Deno.test("VORDER-1: told again of another car it is a conflict, also once the car was changed", () => {
  const other = { ...a, car: { ...car(), code: "lu-pure-3-abc" } };
  assertEquals(code(start().when("place", other)), "idempotency_conflict");
  const changed = start().when("change", other);
  assertEquals(code(changed.when("place", { ...a, car: car() })), "ok");
  assertEquals(code(changed.when("place", other)), "idempotency_conflict");
});

Deno.test("VORDER-1: a deposit of a flash sale is carried over, and counts", () => {
  const credit = { paymentId: "flash", amountFen: 500_000, paidAt: 5 };
  const carried = none().when("place", { ...a, car: car(), credit });
  assertEquals([carried.state.status, heldFen(carried.state)], ["reserved", 500_000]);
  const back = carried.when("cancel", a);
  assertEquals(back.state.refunds.map((one: OrderRefund) => [one.paymentId, one.amountFen]), [[
    "flash",
    500_000,
  ]]);
});

Deno.test("VORDER-2: two tabs get one payment; another purpose waits for it", () => {
  const ask = { ...a, paymentId: "p1", provider: "sandbox", purpose: "reservation" } as const;
  const first = start().when("begin_payment", ask);
  const second = first.when("begin_payment", { ...ask, paymentId: "p2" });
  assertEquals(second.outcome.ok && second.outcome.value.paymentId, "p1");
  assertEquals(second.events, []);
  assertEquals(code(first.when("begin_payment", { ...ask, purpose: "earnest" })), "payment_open");
  const dropped = first.when("drop_payment", a);
  assertEquals(dropped.events, [["payment_let_go", { paymentId: "p1" }]]);
  // From a tab that shows an earlier payment: the one that is open was closed under its payer.
  assertEquals(first.when("drop_payment", { ...a, paymentId: "p0" }).events, []);
  assertEquals(
    dropped.when("payment_closed", { paymentId: "p1" }).state.payments[0]?.status,
    "closed",
  );
});

Deno.test("VORDER-3: earnest money needs the real name, and is at most a fifth", () => {
  const ask = { ...a, paymentId: "p1", provider: "sandbox", purpose: "earnest" } as const;
  assertEquals(code(start().when("begin_payment", ask)), "name_not_proved");
  const refused = start().when("name_answered", { result: { matches: false, proofId: "n" } });
  assertEquals(code(refused.when("begin_payment", ask)), "name_not_proved");
  const cheap = named(none().when("place", { ...a, car: car(1_000_001) })).when(
    "begin_payment",
    ask,
  );
  assertEquals(cheap.outcome.ok && cheap.outcome.value.amountFen, 200_000);
});

Deno.test("VORDER-4: a change freezes the new price; what is paid beyond it goes back", () => {
  const changed = ordered().when("change", { ...a, car: car(20_000_000) });
  assertEquals(changed.state.car?.priceFen, 20_000_000);
  const cheaper = ordered().when("change", { ...a, car: car(600_001) });
  assertEquals(heldFen(cheaper.state), 600_000);
  assertEquals(ordered().when("change", { ...a, car: car(550_000) }).events.slice(1), [[
    "refund_due",
    { refundId: "p2-r1x", paymentId: "p2", amountFen: 50_000, reason: "changed" },
  ]]);
  assertEquals(code(locked().when("change", { ...a, car: car() })), "locked_already");
});

Deno.test("VORDER-4: a price does not change under an open payment", () => {
  const paying = start().when("begin_payment", {
    ...a,
    paymentId: "p1",
    provider: "sandbox",
    purpose: "reservation",
  });
  assertEquals(code(paying.when("change", { ...a, car: car(20_000_000) })), "payment_open");
});

Deno.test("VORDER-5: no lock without all warnings in their present wording", () => {
  assertEquals(code(ordered().when("lock", a)), "warnings_missing");
  const two = ordered().when("confirm_warnings", {
    ...a,
    version: 1,
    warnings: ["configuration_fixed", "buyer_fixed"],
  });
  assertEquals(code(two), "warnings_missing");
  const old = ordered().when("confirm_warnings", { ...a, version: 0, warnings: [...WARNINGS] });
  assertEquals(code(old), "warnings_missing");
  assertEquals(code(warn(start()).when("lock", a)), "not_ordered");
  assertEquals(locked().state.status, "locked");
  // They were about the car that was ordered before.
  const changed = warn(ordered()).when("change", { ...a, car: car(23_000_000) });
  assertEquals(code(changed.when("lock", a)), "warnings_missing");
});

Deno.test("VORDER-5: after the free days it locks by itself, if the warnings were confirmed", () => {
  const paid = pay(named(start()), "earnest", "p1");
  assertEquals(paid.reminders.lock, FREE_CHANGE_MS);
  const late = { at: FREE_CHANGE_MS };
  assertEquals(warn(paid).when("lock_by_itself", {}, late).state.status, "locked");
  const waits = paid.when("lock_by_itself", {}, late);
  assertEquals(waits.state.status, "ordered");
  const then = waits.when("confirm_warnings", { ...a, version: 1, warnings: [...WARNINGS] }, late);
  assertEquals(then.state.status, "locked");
});

// It asked for a payment of nothing, which stayed open, and a locked order was never settled.
Deno.test("VORDER-5: an order whose whole price is paid owes nothing, and is settled by its lock", () => {
  const whole = named(pay(none().when("place", { ...a, car: car(700_000) }), "reservation", "p1"));
  const cheap = pay(whole, "earnest", "p2").when("change", { ...a, car: car(240_000) });
  const done = warn(cheap).when("lock", a);
  assertEquals(done.state.status, "settled");
  const more = { ...a, paymentId: "p3", provider: "sandbox", purpose: "balance" } as const;
  assertEquals(code(done.when("begin_payment", more)), "paid_already");
  assertEquals(code(cheap.when("begin_payment", more)), "paid_already");
});

Deno.test("VORDER-6: before the lock all goes back, after it the earnest money is kept", () => {
  const early = ordered().when("cancel", a).state;
  assertEquals([heldFen(early), early.cancelled?.keptFen], [0, 0]);
  const late = settled().when("cancel", a).state;
  assertEquals([heldFen(late), late.cancelled?.keptFen], [500_000, 500_000]);
  const failed = settled().when("fail", { reason: "the plant burnt down" });
  assertEquals(heldFen(failed.state), 0);
  const [cancelled] = failed.events;
  assertEquals(cancelled?.[0] === "cancelled" && cancelled[1].compensationFen, 500_000);
});

Deno.test("VORDER-7: money after the end goes back", () => {
  const paying = start().when("begin_payment", {
    ...a,
    paymentId: "p1",
    provider: "sandbox",
    purpose: "reservation",
  });
  const ended = paying.when("cancel", a);
  assertEquals(ended.events[0], ["payment_let_go", { paymentId: "p1" }]);
  const late = ended.when("payment_succeeded", { paymentId: "p1", amountFen: 100_000 });
  assertEquals(late.events.map(([name]) => name), ["paid_for_nothing", "refund_due"]);
  assertEquals(heldFen(late.state), 0);
  assertEquals(late.when("payment_succeeded", { paymentId: "p1", amountFen: 100_000 }).events, []);
});

Deno.test("VORDER-7: paid twice, through a payment that was thought closed, goes back once", () => {
  const ask = { ...a, provider: "sandbox", purpose: "reservation" } as const;
  const closed = start().when("begin_payment", { ...ask, paymentId: "p1" })
    .when("payment_closed", { paymentId: "p1" });
  const twice = pay(closed, "reservation", "p2")
    .when("payment_succeeded", { paymentId: "p1", amountFen: 100_000 });
  assertEquals(heldFen(twice.state), 100_000);
  assertEquals(twice.state.refunds.map(({ paymentId }: OrderRefund) => paymentId), ["p1"]);
});

Deno.test("VORDER-8: no more goes back than was paid", () => {
  const refund = (amountFen: number) => ({ paymentId: "p2", amountFen });
  const some = ordered().when("refund", refund(300_000));
  assertEquals(code(some.when("refund", refund(200_001))), "refund_too_large");
  // Two colleagues with one page, or one form twice: half the money went back twice over.
  const seen = { ...refund(100_000), leftFen: 500_000 };
  assertEquals(code(ordered().when("refund", seen)), "ok");
  assertEquals(code(some.when("refund", seen)), "refunded_meanwhile");
  assertEquals(code(some.when("refund", { ...seen, leftFen: 200_000 })), "ok");
  const rest = some.when("refund", refund(200_000));
  assertEquals(rest.state.refunds.map(({ refundId }: OrderRefund) => refundId), [
    "p2-r1x",
    "p2-r2x",
  ]);
  assertEquals(rest.when("refund_done", { refundId: "p2-r2x" }).state.refunds[1]?.status, "done");
});

Deno.test("VORDER-9: each revision of the expected delivery is kept, with its reason", () => {
  const once = start().when("expect", { from: DAY, to: 2 * DAY, reason: "as planned" }, { at: 5 });
  const twice = once.when("expect", { from: 3 * DAY, to: 4 * DAY, reason: "late tyres" }, {
    at: 9,
  });
  assertEquals(twice.state.expected, [
    { from: DAY, to: 2 * DAY, reason: "as planned", at: 5 },
    { from: 3 * DAY, to: 4 * DAY, reason: "late tyres", at: 9 },
  ]);
});

Deno.test("VORDER-10: paid, bound, invoiced and with its papers, a car is handed over", () => {
  const cleared = ready(Date.parse("2026-05-01"));
  assertEquals(cleared.events.at(-1), ["cleared", { memberId: "a", vehicleId: "c1" }]);
  assertEquals(code(cleared.when("cancel", a)), "ready_already");
  assertEquals(code(cleared.when("deliver", { vehicleId: "c2" })), "wrong_vin");
  const delivered = cleared.when("deliver", { vehicleId: "c1" });
  assertEquals(delivered.state.status, "delivered");
  assertEquals(code(delivered.when("register", {})), "papers_missing");
  const registered = delivered.when("accept_document", { code: "purchase_tax_proof" })
    .when("register", {});
  assertEquals(registered.state.status, "registered");
  assertEquals(code(settled().when("deliver", { vehicleId: "c1" })), "wrong_vin");
  assertEquals(code(locked().when("bind", { ...CAR, vin: "LATPAB072W1005301" })), "wrong_vin");
  assertEquals(code(ordered().when("bind", CAR)), "not_locked");
  const paid = locked().when("bind", CAR);
  assertEquals(code(paid.when("bind", OTHER)), "bound_already");
  assertEquals(code(paid.when("deliver", { vehicleId: "c1" })), "papers_missing");
});

Deno.test("VORDER-11: the day of the invoice in Beijing decides the tax", () => {
  const midnight = Date.parse("2026-01-01T00:00:00+08:00");
  const tax = (at: number) => {
    const issued = settled().when("bind", CAR)
      .when("issue_invoice", { invoiceNumber: "12345678" }, { at });
    return issued.state.invoice?.taxFen;
  };
  assertEquals([tax(midnight - 1), tax(midnight)], [0, 1_000_000]);
});

Deno.test("VORDER-12: an order for which nothing was paid ends, but never with a payment open", () => {
  assertEquals(start().reminders, { lapse: DAY });
  assertEquals(start().when("lapse", {}).state.status, "cancelled");
  const paying = start().when("begin_payment", {
    ...a,
    paymentId: "p1",
    provider: "sandbox",
    purpose: "reservation",
  });
  assertEquals(paying.when("lapse", {}).state.status, "placed");
  assertEquals(pay(start(), "reservation", "p1").when("lapse", {}).state.status, "reserved");
});

Deno.test("VORDER-2: the balance is paid in several payments, each of a part", () => {
  const part = pay(locked(), "balance", "b1", 10_000_000);
  assertEquals([part.state.status, balanceFen(part.state)], ["locked", 12_000_000]);
  const rest = pay(part, "balance", "b2");
  assertEquals([rest.state.status, balanceFen(rest.state)], ["settled", 0]);
});

Deno.test("VORDER-14: a paper is a file from the first payment on, and again until it is accepted", () => {
  const file = { seal: "a".repeat(64), bytes: 9 };
  const paper = { ...a, code: "identity_card", file } as const;
  assertEquals(code(start().when("hand_in", paper)), "not_due");
  assertEquals(code(start().when("cancel", a).when("hand_in", paper)), "cancelled_already");
  const handed = ordered().when("hand_in", paper);
  assertEquals(handed.state.documents.identity_card, "handed_in");
  assertEquals(handed.state.files.identity_card?.seal, file.seal);
  assertEquals(handed.when("hand_in", paper).events, []);
  const better = handed.when("hand_in", { ...paper, file: { ...file, seal: "b".repeat(64) } });
  assertEquals(better.state.files.identity_card?.seal, "b".repeat(64));
  const accepted = better.when("accept_document", { code: "identity_card" });
  assertEquals(code(accepted.when("hand_in", paper)), "paper_accepted");
  assertEquals(code(ordered().when("hand_in", { ...paper, code: "invoice" })), "not_due");
});

Deno.test("vehicle order: another member's is not theirs, whatever they ask", () => {
  const b = { memberId: "b" };
  const order = ordered();
  for (
    const decided of [
      order.when("change", { ...b, car: car() }),
      order.when("prove_name", b),
      order.when("confirm_warnings", { ...b, version: 1, warnings: [...WARNINGS] }),
      order.when("begin_payment", { ...b, paymentId: "x", provider: "s", purpose: "balance" }),
      order.when("drop_payment", b),
      order.when("lock", b),
      order.when("cancel", b),
      order.when("hand_in", { ...b, code: "contract" }),
    ]
  ) assertEquals(code(decided), "not_yours");
});

Deno.test("vehicle order: the journal holds no whole VIN, and a former one is read masked", () => {
  const bound = settled().when("bind", CAR);
  assertEquals(bound.state.vin, "LAT**********5301");
  assertEquals(JSON.stringify(bound.events).includes(VIN), false);
  const { upcast } = vehicleOrder;
  assertEquals(upcast!.bound!({ memberId: "a", vin: VIN }, 1), {
    memberId: "a",
    vehicleId: VIN,
    vin: "LAT**********5301",
  });
  assertEquals(upcast!.cancelled!({ fault: "buyer", vin: null }, 1), {
    fault: "buyer",
    vehicleId: null,
  });
});

Deno.test("VORDER-13: a carried deposit is earnest money by the sale's terms, once the name is proved", () => {
  const credit = { paymentId: "flash", amountFen: 500_000, paidAt: 5, purpose: "earnest" as const };
  const carried = none().when("place", { ...a, car: car(), credit });
  assertEquals(carried.state.status, "reserved");
  const counted = named(carried);
  assertEquals(counted.events.map(([name]) => name), ["name_proved", "earnest_counted"]);
  assertEquals([counted.state.status, Object.keys(counted.reminders)], ["ordered", ["lock"]]);
  const ask = { ...a, paymentId: "p1", provider: "sandbox", purpose: "earnest" } as const;
  assertEquals(code(counted.when("begin_payment", ask)), "paid_already");
  // Proved again it does not count again.
  assertEquals(named(counted).events.map(([name]) => name), ["name_proved"]);
  const lockedByBuyer = warn(counted).when("lock", a);
  const ended = lockedByBuyer.when("cancel", a);
  assertEquals([ended.state.cancelled?.keptFen, ended.state.refunds], [500_000, []]);
  const [, cancelled] = ended.events.find(([name]) => name === "cancelled")!;
  assertEquals((cancelled as { fromSale?: true }).fromSale, true);
});

/**
 * The order of one car, from the reservation to the plate.
 *
 * VORDER-1: an order is placed once, at a price frozen with its parts, which add up to it; told again
 * of another car it is a conflict.
 * VORDER-2: one payment is open at a time; asking again answers the one that is open.
 * VORDER-3: the earnest money is at most a fifth of the price, and is asked for only once the
 * buyer's real name is proved.
 * VORDER-4: until it is locked the car may be changed; the price is frozen anew and what was paid
 * beyond it goes back.
 * VORDER-5: it is locked only after all warnings, in their present wording, were confirmed: by the
 * buyer at any time, by itself when the free days are over.
 * VORDER-6: before the lock all money goes back; after it the buyer forfeits the earnest money; if
 * the maker fails, all goes back and as much as the earnest money is due on top.
 * VORDER-7: money that is not due, or comes after the end, is paid back; a payment counts once.
 * VORDER-8: no more of a payment is paid back than was paid; whoever says how much of it they saw is
 * refused once it is less.
 * VORDER-9: each revision of the expected delivery is kept, with its reason.
 * VORDER-10: handed over is a car that is paid, bound, invoiced and has its papers; from then on the
 * order cannot be cancelled.
 * VORDER-11: the invoice is over the frozen price; its day decides the tax.
 * VORDER-12: an order for which nothing was paid ends after a day, but never with a payment open.
 * VORDER-13: a deposit carried over from a flash sale counts once, as what the sale's terms say; as
 * earnest money only from the proof of the name on.
 * VORDER-14: a paper is handed in as a file from the first payment to the plate, and again until it
 * is accepted; the file is in the vault, its SHA-256 here.
 */
import { maskedVin, parseVin } from "../../lib/garage/vin.ts";
import { defineActor, type Turn } from "../../lib/kernel/actor.ts";
import { purchaseTax } from "../../lib/orders/purchase_tax.ts";
import { FREE_CHANGE_MS, partsAddUp, WARNINGS, WARNINGS_VERSION } from "../../lib/orders/terms.ts";
import { commands, events, upcast } from "./vehicle_order_messages.ts";
import {
  balanceFen,
  dueFen,
  earnestFen,
  heldFen,
  leftFen,
  openPayment,
  payment,
  refundOf,
  refundsOf,
  withPaid,
} from "./vehicle_order_money.ts";
import {
  isReady,
  nothingOrdered,
  type Status,
  type VehicleOrderState,
  vehicleOrderState,
  whyNoPaper,
} from "./vehicle_order_state.ts";

/** The provider's page stays open so long. */
const PAY_WITHIN_MS = 30 * 60_000;
const UNPAID_ENDS_MS = 24 * 3_600_000;

const BEFORE_LOCK: readonly Status[] = ["placed", "reserved", "ordered"];
const DELIVERED: readonly Status[] = ["ready", "delivered", "registered"];

export const vehicleOrder = defineActor("vehicle_order", {
  version: 4,
  live: true,
  state: vehicleOrderState,
  initial: nothingOrdered,
  commands,
  events,
  upcast,
  refusals: [
    "unknown_order",
    "placed_for_another",
    "idempotency_conflict",
    "not_yours",
    "parts_do_not_add_up",
    "cancelled_already",
    "ready_already",
    "locked_already",
    "payment_open",
    "name_not_proved",
    "not_due",
    "paid_already",
    "warnings_missing",
    "not_ordered",
    "not_locked",
    "refund_too_large",
    "refunded_meanwhile",
    "wrong_vin",
    "bound_already",
    "papers_missing",
    "paper_accepted",
  ],
  decide: {
    place(order, placing, turn) {
      if (order.status !== "none") {
        if (order.memberId !== placing.memberId) return turn.refuse("placed_for_another");
        // Two tabs may send one key for two cars at once.
        const { placedCode = placing.car.code } = order;
        if (placedCode !== placing.car.code) return turn.refuse("idempotency_conflict");
        return turn.reply({ placed: true });
      }
      if (!partsAddUp(placing.car)) return turn.refuse("parts_do_not_add_up");
      turn.emit("placed", placing);
      if (!placing.credit) turn.remind("lapse", turn.at + UNPAID_ENDS_MS, "lapse", {});
      return turn.reply({ placed: true });
    },
    change(order, { memberId, car, allotment }, turn) {
      if (order.memberId !== memberId) return turn.refuse("not_yours");
      if (order.status === "cancelled") return turn.refuse("cancelled_already");
      if (!BEFORE_LOCK.includes(order.status)) return turn.refuse("locked_already");
      if (!partsAddUp(car)) return turn.refuse("parts_do_not_add_up");
      if (openPayment(order)) return turn.refuse("payment_open");
      const left = order.allotment !== null && order.allotment !== allotment;
      turn.emit("changed", {
        car,
        ...(allotment === undefined ? {} : { allotment }),
        ...(left ? { givenBack: order.allotment! } : {}),
      });
      payBack(order, heldFen(order) - car.priceFen, "changed", turn);
      return turn.reply({ priceFen: car.priceFen });
    },
    prove_name(order, { memberId }, turn) {
      if (order.memberId !== memberId) return turn.refuse("not_yours");
      if (!BEFORE_LOCK.includes(order.status)) return turn.refuse("locked_already");
      return turn.emit("name_proof_asked", { memberId }).reply({});
    },
    name_answered(order, { result: { matches, proofId } }, turn) {
      // The buyer is fixed by the lock, also for an answer that comes after it.
      if (!BEFORE_LOCK.includes(order.status)) return turn.reply({});
      if (!matches) return turn.emit("name_refused", {}).reply({});
      turn.emit("name_proved", { proofId });
      const carried = order.payments.some((one) =>
        one.purpose === "earnest" && one.status === "paid"
      );
      if (order.status === "reserved" && carried) {
        turn.emit("earnest_counted", {});
        turn.remind("lock", turn.at + FREE_CHANGE_MS, "lock_by_itself", {});
      }
      return turn.reply({});
    },
    name_not_asked(_order, _reason, turn) {
      return turn.emit("name_refused", {}).reply({});
    },
    confirm_warnings(order, { memberId, version, warnings }, turn) {
      if (order.memberId !== memberId) return turn.refuse("not_yours");
      if (!BEFORE_LOCK.includes(order.status)) return turn.refuse("locked_already");
      const all = WARNINGS.every((warning) => warnings.includes(warning));
      if (!all || version !== WARNINGS_VERSION) return turn.refuse("warnings_missing");
      turn.emit("warnings_confirmed", { version });
      const { refundableUntil } = order;
      if (refundableUntil !== null && turn.at >= refundableUntil) lock(order, "time", turn);
      return turn.reply({});
    },
    begin_payment(order, { memberId, paymentId, provider, purpose, amountFen: part }, turn) {
      if (order.status === "none") return turn.refuse("unknown_order");
      if (order.memberId !== memberId) return turn.refuse("not_yours");
      if (order.status === "cancelled") return turn.refuse("cancelled_already");
      const open = openPayment(order);
      if (open) {
        if (open.purpose !== purpose) return turn.refuse("payment_open");
        const { paymentId, amountFen, expiresAt } = open;
        return turn.reply({ paymentId, amountFen, expiresAt });
      }
      const due = dueFen(order, purpose);
      if (due === "not_due" || due === "paid_already" || due === "name_not_proved") {
        return turn.refuse(due);
      }
      const amountFen = purpose === "balance" ? Math.min(part ?? due, due) : due;
      const expiresAt = turn.at + PAY_WITHIN_MS;
      turn.emit("payment_begun", { memberId, paymentId, provider, purpose, amountFen, expiresAt });
      return turn.reply({ paymentId, amountFen, expiresAt });
    },
    drop_payment(order, { memberId, paymentId }, turn) {
      if (order.memberId !== memberId) return turn.refuse("not_yours");
      const open = openPayment(order);
      if (open && (paymentId ?? open.paymentId) === open.paymentId) {
        turn.emit("payment_let_go", { paymentId: open.paymentId });
      }
      return turn.reply({});
    },
    payment_succeeded(order, { paymentId, amountFen }, turn) {
      const begun = order.payments.find((payment) => payment.paymentId === paymentId);
      if (!begun) return turn.refuse("unknown_order");
      if (begun.status === "paid") return turn.reply({});
      const { memberId } = order;
      const { purpose } = begun;
      const due = order.status === "cancelled" ? "not_due" : dueFen(order, purpose);
      if (due === "not_due" || due === "paid_already") {
        turn.emit("paid_for_nothing", { paymentId, amountFen });
        turn.emit("refund_due", refundOf(order, paymentId, amountFen, "not_due"));
        return turn.reply({});
      }
      turn.emit("paid", { memberId, paymentId, purpose, amountFen }).forget("lapse");
      const after = withPaid(order, paymentId);
      payBack(after, heldFen(after) - after.car!.priceFen, "not_due", turn);
      if (purpose === "earnest") {
        turn.remind("lock", turn.at + FREE_CHANGE_MS, "lock_by_itself", {});
      }
      if (order.status === "locked" && balanceFen(after) === 0) {
        turn.emit("settled", {});
        clearIfReady({ ...after, status: "settled" }, turn);
      }
      return turn.reply({});
    },
    payment_closed(order, { paymentId }, turn) {
      if (openPayment(order)?.paymentId === paymentId) turn.emit("payment_dropped", { paymentId });
      return turn.reply({});
    },
    lock(order, { memberId }, turn) {
      if (order.memberId !== memberId) return turn.refuse("not_yours");
      if (order.status === "cancelled") return turn.refuse("cancelled_already");
      if (order.status === "placed" || order.status === "reserved") {
        return turn.refuse("not_ordered");
      }
      if (order.status !== "ordered") return turn.reply({});
      if (order.warned?.version !== WARNINGS_VERSION) return turn.refuse("warnings_missing");
      lock(order, "buyer", turn);
      return turn.forget("lock").reply({});
    },
    lock_by_itself(order, _none, turn) {
      if (order.status === "ordered" && order.warned?.version === WARNINGS_VERSION) {
        lock(order, "time", turn);
      }
      return turn.reply({});
    },
    lapse(order, _none, turn) {
      if (order.status !== "placed") return turn.reply({});
      if (openPayment(order)) {
        turn.remind("lapse", turn.at + PAY_WITHIN_MS, "lapse", {});
      } else end(order, "buyer", "nothing was paid", turn);
      return turn.reply({});
    },
    cancel(order, { memberId }, turn) {
      if (order.memberId !== memberId) return turn.refuse("not_yours");
      if (DELIVERED.includes(order.status)) return turn.refuse("ready_already");
      if (order.status !== "cancelled") end(order, "buyer", "by the buyer", turn);
      return turn.reply({ status: "cancelled" });
    },
    fail(order, { reason }, turn) {
      if (order.status === "none") return turn.refuse("unknown_order");
      if (DELIVERED.includes(order.status)) return turn.refuse("ready_already");
      if (order.status !== "cancelled") end(order, "maker", reason, turn);
      return turn.reply({ status: "cancelled" });
    },
    refund(order, { paymentId, amountFen, leftFen: seen }, turn) {
      const left = leftFen(order, paymentId);
      // A colleague, another tab, or the same form once more.
      if (seen !== undefined && seen !== left) {
        return turn.refuse("refunded_meanwhile", { leftFen: left });
      }
      if (amountFen > left) return turn.refuse("refund_too_large", { leftFen: left });
      const refund = refundOf(order, paymentId, amountFen, "goodwill");
      return turn.emit("refund_due", refund).reply({ refundId: refund.refundId });
    },
    refund_done(order, { refundId }, turn) {
      const refund = order.refunds.find((refund) => refund.refundId === refundId);
      if (refund?.status === "asked") turn.emit("refund_done", { refundId });
      return turn.reply({});
    },
    expect(order, expected, turn) {
      if (order.status === "none") return turn.refuse("unknown_order");
      return turn.emit("expected", expected).reply({});
    },
    bind(order, { vehicleId, vin: written }, turn) {
      const whole = parseVin(written);
      if (whole === undefined) return turn.refuse("wrong_vin");
      const vin = maskedVin(whole);
      if (order.vehicleId !== null) {
        return order.vehicleId === vehicleId ? turn.reply({ vin }) : turn.refuse("bound_already");
      }
      if (order.status !== "locked" && order.status !== "settled") {
        return turn.refuse("not_locked");
      }
      turn.emit("bound", { memberId: order.memberId, vehicleId, vin });
      clearIfReady({ ...order, vehicleId }, turn);
      return turn.reply({ vin });
    },
    hand_in(order, { memberId, code, file }, turn) {
      if (order.memberId !== memberId) return turn.refuse("not_yours");
      if (file === undefined) {
        if (order.documents[code] === "missing") turn.emit("document_handed_in", { code });
        return turn.reply({});
      }
      const refusal = whyNoPaper(order, code);
      if (refusal) return turn.refuse(refusal);
      if (order.files[code]?.seal === file.seal) return turn.reply({});
      return turn.emit("document_handed_in", { code, file }).reply({});
    },
    accept_document(order, { code }, turn) {
      if (order.status === "none") return turn.refuse("unknown_order");
      if (order.documents[code] === "accepted") return turn.reply({});
      turn.emit("document_accepted", { code });
      const documents = { ...order.documents, [code]: "accepted" as const };
      clearIfReady({ ...order, documents }, turn);
      return turn.reply({});
    },
    issue_invoice(order, { invoiceNumber }, turn) {
      if (order.car === null || order.status !== "settled") return turn.refuse("not_due");
      if (order.vehicleId === null) return turn.refuse("wrong_vin");
      if (order.invoice !== null) return turn.reply({ taxFen: order.invoice.taxFen });
      const { priceFen, drive } = order.car;
      const { taxFen, ruleFrom } = purchaseTax(priceFen, drive, turn.at);
      const issued = { invoiceNumber, priceFen, invoicedAt: turn.at, taxFen, ruleFrom };
      turn.emit("invoiced", issued);
      clearIfReady({ ...order, invoice: issued }, turn);
      return turn.reply({ taxFen });
    },
    deliver(order, { vehicleId }, turn) {
      if (order.vehicleId !== vehicleId) return turn.refuse("wrong_vin");
      if (order.status === "delivered" || order.status === "registered") return turn.reply({});
      if (order.status !== "ready") return turn.refuse("papers_missing");
      const { memberId, car } = order;
      return turn.emit("delivered", { memberId, vehicleId, model: car!.model }).reply({});
    },
    register(order, _none, turn) {
      const { status, memberId, vehicleId } = order;
      if (status === "registered") return turn.reply({});
      if (status !== "delivered" || vehicleId === null) return turn.refuse("papers_missing");
      if (order.documents.purchase_tax_proof !== "accepted") return turn.refuse("papers_missing");
      return turn.emit("registered", { memberId, vehicleId }).reply({});
    },
  },
  evolve: {
    placed(order, { memberId, car, credit, allotment }, { at }) {
      order.allotment = allotment ?? null;
      order.status = credit ? "reserved" : "placed";
      order.memberId = memberId;
      order.placedAt = at;
      order.fromSale = credit !== undefined;
      order.car = car;
      order.placedCode = car.code;
      order.models = [car.model];
      if (credit) {
        const carried = { expiresAt: at, status: "paid" } as const;
        order.payments = [{ ...carried, ...credit, purpose: credit.purpose ?? "reservation" }];
      }
    },
    changed(order, { car, allotment }) {
      order.car = car;
      order.allotment = allotment ?? null;
      if (!order.models.includes(car.model)) order.models.push(car.model);
      // The warnings were about another car.
      order.warned = null;
    },
    name_proof_asked: () => {},
    name_proved: (order, { proofId }, { at }) =>
      void (order.realName = { proofId, verifiedAt: at }),
    name_refused: (order) => void (order.realName = null),
    earnest_counted(order, _event, { at }) {
      order.status = "ordered";
      order.refundableUntil = at + FREE_CHANGE_MS;
    },
    warnings_confirmed: (order, { version }, { at }) =>
      void (order.warned = { version, confirmedAt: at }),
    payment_begun(order, { memberId: _member, provider: _provider, ...payment }) {
      order.payments.push({ ...payment, status: "open", paidAt: null });
    },
    payment_let_go: () => {},
    payment_dropped: (order, { paymentId }) => void (payment(order, paymentId).status = "closed"),
    paid(order, { paymentId, purpose, amountFen }, { at }) {
      Object.assign(payment(order, paymentId), { status: "paid", amountFen, paidAt: at });
      if (purpose === "reservation") order.status = "reserved";
      if (purpose !== "earnest") return;
      order.status = "ordered";
      order.refundableUntil = at + FREE_CHANGE_MS;
    },
    paid_for_nothing: (order, { paymentId, amountFen }, { at }) =>
      void Object.assign(payment(order, paymentId), { status: "paid", amountFen, paidAt: at }),
    settled: (order) => void (order.status = "settled"),
    refund_due: (order, refund) => void order.refunds.push({ ...refund, status: "asked" }),
    refund_done(order, { refundId }) {
      order.refunds.find((refund) => refund.refundId === refundId)!.status = "done";
    },
    locked(order, _event, { at }) {
      order.status = "locked";
      order.lockedAt = at;
    },
    cancelled(order, { fault, keptFen }, { at }) {
      order.status = "cancelled";
      order.cancelled = { at, fault, keptFen };
    },
    expected: (order, expected, { at }) => void order.expected.push({ ...expected, at }),
    bound: (order, { vehicleId, vin }) => void Object.assign(order, { vehicleId, vin }),
    document_handed_in(order, { code, file }, { at }) {
      order.documents[code] = "handed_in";
      if (file) order.files[code] = { ...file, at };
    },
    document_accepted: (order, { code }) => void (order.documents[code] = "accepted"),
    invoiced: (order, invoice) => void (order.invoice = invoice),
    cleared: (order) => void (order.status = "ready"),
    delivered(order, _event, { at }) {
      order.status = "delivered";
      order.deliveredAt = at;
    },
    registered(order, _event, { at }) {
      order.status = "registered";
      order.registeredAt = at;
    },
  },
  invariant: (order) =>
    order.payments.every(({ paymentId }) => leftFen(order, paymentId) >= 0) ||
    "more is paid back than was paid",
});

type OrderTurn = Turn<typeof commands, typeof events, never>;

function payBack(
  order: VehicleOrderState,
  amountFen: number,
  reason: Parameters<typeof refundsOf>[2],
  turn: OrderTurn,
): void {
  for (const refund of refundsOf(order, amountFen, reason)) turn.emit("refund_due", refund);
}

function lock(order: VehicleOrderState, by: "buyer" | "time", turn: OrderTurn): void {
  turn.emit("locked", { memberId: order.memberId, by, ...carOf(order) });
  // What was paid before may be the whole price.
  if (balanceFen(order) === 0) turn.emit("settled", {});
}

function clearIfReady(next: VehicleOrderState, turn: OrderTurn): void {
  if (isReady(next)) turn.emit("cleared", { memberId: next.memberId, vehicleId: next.vehicleId! });
}

/** Ends the order; who is at fault, and whether it was locked, decides about the earnest money. */
function end(
  order: VehicleOrderState,
  fault: "buyer" | "maker",
  reason: string,
  turn: OrderTurn,
): void {
  const { memberId, vehicleId, allotment } = order;
  const fromSale = order.fromSale ? { fromSale: true as const } : {};
  const givenBack = allotment === null ? {} : { givenBack: allotment };
  const earnest = BEFORE_LOCK.includes(order.status) ? 0 : earnestFen(order);
  const keptFen = fault === "buyer" ? earnest : 0;
  const compensationFen = fault === "maker" ? earnest : 0;
  const open = openPayment(order);
  if (open) turn.emit("payment_let_go", { paymentId: open.paymentId });
  const ended = { memberId, fault, reason, keptFen, compensationFen, vehicleId };
  turn.emit("cancelled", { ...ended, ...givenBack, ...fromSale });
  turn.forget("lapse").forget("lock");
  const why = fault === "maker" ? "maker_fault" : "cancelled";
  payBack(order, heldFen(order) - keptFen, why, turn);
}

function carOf({ car }: VehicleOrderState) {
  if (car === null) return {};
  const { model, code, priceFen } = car;
  return { car: { model, code, priceFen } };
}

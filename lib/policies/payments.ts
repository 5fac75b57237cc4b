/** What follows from orders and payments for each other, the provider, and the buyer. */
import { insurance } from "../../actors/orders/insurance.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { order } from "../../actors/sales/order.ts";
import { lot } from "../../actors/sales/lot.ts";
import { payment } from "../../actors/sales/payment.ts";
import { payments } from "../adapters/payments/calls.ts";
import { sms } from "../adapters/sms/port.ts";
import { call, definePolicy, send, tell } from "../kernel/mod.ts";

const orderUsesPayment = definePolicy("order_uses_payment", order, {
  payment_begun: ({ paymentId, ...request }, { id }) => [
    send(payment(paymentId), "open", { orderId: id, ...request }),
  ],
  payment_let_go: ({ paymentId }) => [send(payment(paymentId), "settle", {})],
  settling_begun: ({ paymentId }) => [send(payment(paymentId), "settle", {})],
  refund_due: ({ paymentId, reason }) => [
    send(payment(paymentId), "refund_all", { refundId: `${paymentId}-${reason}`, reason }),
  ],
});

type Of = "vehicle_order" | "insurance" | undefined;

/** The orders of cars and of insurance keep all of their payments, and so need not be told of what. */
function closed(orderId: string, of: Of, paymentId: string, how: { mispaid?: true } = {}) {
  switch (of) {
    case "vehicle_order":
      return send(vehicleOrder(orderId), "payment_closed", { paymentId });
    case "insurance":
      return send(insurance(orderId), "payment_closed", { paymentId });
    case undefined:
      return send(order(orderId), "payment_closed", { paymentId, ...how });
  }
}

function succeeded(orderId: string, of: Of, paid: { paymentId: string; amountFen: number }) {
  switch (of) {
    case "vehicle_order":
      return send(vehicleOrder(orderId), "payment_succeeded", paid);
    case "insurance":
      return send(insurance(orderId), "payment_succeeded", paid);
    case undefined:
      return send(order(orderId), "payment_succeeded", paid);
  }
}

function refunded(orderId: string, of: Of, refundId: string) {
  switch (of) {
    case "vehicle_order":
      return [send(vehicleOrder(orderId), "refund_done", { refundId })];
    case "insurance":
      return [send(insurance(orderId), "refund_done", { refundId })];
    case undefined:
      return [];
  }
}

const paymentTellsItsOrder = definePolicy("payment_tells_its_order", payment, {
  succeeded: ({ orderId, of, amountFen }, { id }) => [
    succeeded(orderId, of, { paymentId: id, amountFen }),
  ],
  closed: ({ orderId, of }, { id }) => [closed(orderId, of, id)],
  mispaid: ({ orderId, of }, { id }) => [closed(orderId, of, id, { mispaid: true })],
  refund_done: ({ refundId, orderId, of }) =>
    // A further try has a number behind its id; whoever asked for it knows the first one.
    refunded(orderId, of, refundId.replace(/_\d+$/, "")),
});

const paymentAsksItsProvider = definePolicy("payment_asks_its_provider", payment, {
  settling_begun: ({ provider }, { id }) => [
    call(payments, { ask: "settle", provider, paymentId: id }, {
      done: tell(payment(id), "settled", {}),
      failed: tell(payment(id), "settle_failed", {}),
    }),
  ],
  refund_asked: ({ of: _, ...refund }, { id }) => [
    call(payments, { ask: "refund", paymentId: id, ...refund }, {
      done: tell(payment(id), "refunded", { refundId: refund.refundId }),
      failed: tell(payment(id), "refund_failed", { refundId: refund.refundId }),
    }),
  ],
});

const buyerIsTold = definePolicy("buyer_is_told", order, {
  deposit_paid: ({ memberId }, { id }) => [
    call(sms, { template: "deposit_paid", memberId, orderId: id }),
  ],
  got_another_car: ({ memberId }, { id }) => [
    call(sms, { template: "deposit_paid", memberId, orderId: id }),
  ],
  refund_due: ({ memberId, reason }, { id }) => [
    call(sms, { template: "paid_back", memberId, orderId: id, reason }),
  ],
});

const nextInLineIsTold = definePolicy("next_in_line_is_told", lot, {
  offered: ({ memberId, orderId, payBy }) => [
    call(sms, { template: "car_offered", memberId, orderId, payBy }),
  ],
});

export const paymentPolicies = [
  orderUsesPayment,
  paymentTellsItsOrder,
  paymentAsksItsProvider,
  buyerIsTold,
  nextInLineIsTold,
];

/** What follows from the insurance of a car on order: insurers are asked, its owner is reminded. */
import { inbox } from "../../actors/members/inbox.ts";
import { insurance } from "../../actors/orders/insurance.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { payment } from "../../actors/sales/payment.ts";
import { insurancePort } from "../adapters/insurance/port.ts";
import { call, definePolicy, send, tell } from "../kernel/mod.ts";
import { beijingDay } from "../time/beijing.ts";

const insurersAreAsked = definePolicy("insurers_are_asked", insurance, {
  quotes_asked: ({ car, wish, requestId }, { id }) => [
    call(insurancePort, { ask: "quote", request: { requestId, ...car, ...wish } }, {
      done: tell(insurance(id), "quoted", { requestId }),
      failed: tell(insurance(id), "not_quoted", { requestId }),
    }),
  ],
  purchase_begun: ({ quote, from }, { id }) => [
    call(insurancePort, { ask: "buy", quote, from }, {
      done: tell(insurance(id), "bought", {}),
      failed: tell(insurance(id), "not_bought", {}),
    }),
  ],
  cancelling: ({ policy }, { id }) => [
    call(insurancePort, { ask: "cancel", policy }, {
      done: tell(insurance(id), "cancelled", {}),
      failed: tell(insurance(id), "not_cancelled", {}),
    }),
  ],
  renewal_near: ({ memberId, to }, { id }) => [
    send(inbox(memberId), "deliver", {
      id: `insurance-${id}-${to}`,
      topic: "cars",
      code: "clock_insurance",
      values: { day: beijingDay(to) },
      href: `/my/orders/${id}/insurance`,
    }),
  ],
});

const OF = "insurance" as const;

/** A premium is paid as a deposit is, and goes back as one. */
const premiumUsesPayment = definePolicy("premium_uses_payment", insurance, {
  payment_begun: ({ paymentId, memberId, provider, amountFen, expiresAt }, { id }) => [
    send(payment(paymentId), "open", {
      orderId: id,
      of: OF,
      memberId,
      provider,
      amountFen,
      expiresAt,
    }),
  ],
  payment_let_go: ({ paymentId }) => [send(payment(paymentId), "settle", {})],
  refund_due: ({ paymentId, ...refund }) => [
    send(payment(paymentId), "refund", { ...refund, of: OF }),
  ],
});

const orderAndItsInsurance = definePolicy("order_ends_its_insurance", vehicleOrder, {
  cancelled: (_event, { id }) => [send(insurance(id), "order_ended", {})],
});

/** The policy of the compulsory insurance is one of the papers of the order. */
const policyIsHandedIn = definePolicy("policy_is_handed_in", insurance, {
  insured: ({ memberId }, { id }) => [
    send(vehicleOrder(id), "hand_in", { memberId, code: "compulsory_insurance" }),
  ],
});

export const insurancePolicies = [
  insurersAreAsked,
  premiumUsesPayment,
  orderAndItsInsurance,
  policyIsHandedIn,
];

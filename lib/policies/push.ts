/** Of what members are notified on their devices. */
import { lot } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { push } from "../adapters/push/port.ts";
import { call, definePolicy } from "../kernel/mod.ts";

const buyerIsNotified = definePolicy("buyer_is_notified", order, {
  deposit_paid: ({ memberId }, { id }) => [
    call(push, { template: "deposit_paid", memberId, orderId: id }),
  ],
  got_another_car: ({ memberId }, { id }) => [
    call(push, { template: "deposit_paid", memberId, orderId: id }),
  ],
  refund_due: ({ memberId, reason }, { id }) => [
    call(push, { template: "paid_back", memberId, orderId: id, reason }),
  ],
});

const nextInLineIsNotified = definePolicy("next_in_line_is_notified", lot, {
  offered: ({ memberId, orderId, payBy }) => [
    call(push, { template: "car_offered", memberId, orderId, payBy }),
  ],
});

export const pushPolicies = [buyerIsNotified, nextInLineIsNotified];

/** What follows from a vehicle order for its payments, its car, and the buyer's name; and back. */
import { allotment } from "../../actors/orders/allotment.ts";
import { handoverDesk } from "../../actors/orders/handover_desk.ts";
import { vehicle } from "../../actors/orders/vehicle.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { payment } from "../../actors/sales/payment.ts";
import { ownership } from "../adapters/ownership/port.ts";
import { realName } from "../adapters/real_name/port.ts";
import { call, definePolicy, send, tell } from "../kernel/mod.ts";

const OF = "vehicle_order" as const;

const vehicleOrderUsesPayment = definePolicy("vehicle_order_uses_payment", vehicleOrder, {
  payment_begun: ({ paymentId, purpose: _, ...request }, { id }) => [
    send(payment(paymentId), "open", { orderId: id, of: OF, ...request }),
  ],
  payment_let_go: ({ paymentId }) => [send(payment(paymentId), "settle", {})],
  refund_due: ({ paymentId, ...refund }) => [
    send(payment(paymentId), "refund", { ...refund, of: OF }),
  ],
});

const buyerProvesTheirName = definePolicy("buyer_proves_their_name", vehicleOrder, {
  name_proof_asked: ({ memberId }, { id }) => [
    call(realName, { memberId, orderId: id }, {
      done: tell(vehicleOrder(id), "name_answered", {}),
      failed: tell(vehicleOrder(id), "name_not_asked", {}),
    }),
  ],
});

/** Order and car are bound in one joint turn; what comes later goes by mail. */
const orderMovesItsCar = definePolicy("order_moves_its_car", vehicleOrder, {
  cleared: ({ vehicleId }, { id }) => [send(vehicle(vehicleId), "clear", { orderId: id })],
  cancelled: ({ vehicleId }, { id }) =>
    vehicleId === null ? [] : [send(vehicle(vehicleId), "release", { orderId: id })],
});

/** Its hour at the dealer's is free again for another car, as when it was handed over before. */
const carLeavesItsHour = definePolicy("car_leaves_its_hour", vehicle, {
  handed_over: ({ appointment }, { id, at }) =>
    appointment === undefined || appointment.at <= at
      ? []
      : [send(handoverDesk(appointment.dealerId), "leave", { vehicleId: id })],
  released: ({ dealerId }, { id }) =>
    dealerId === undefined ? [] : [send(handoverDesk(dealerId), "leave", { vehicleId: id })],
});

const carDeliversItsOrder = definePolicy("car_delivers_its_order", vehicle, {
  handed_over: ({ orderId, memberId }, { id, at }) => [
    send(vehicleOrder(orderId), "deliver", { vehicleId: id }),
    call(ownership, { memberId, vehicleId: id, at }),
  ],
});

/** A car of a limited configuration is taken before its order is placed, and given back by this. */
const orderKeepsItsAllotment = definePolicy("order_keeps_its_allotment", vehicleOrder, {
  placed: ({ allotment: code }, { id }) => code === undefined ? [] : [keepsOne(code, id)],
  changed: ({ allotment: code, givenBack }, { id }) => [
    ...(code === undefined ? [] : [keepsOne(code, id)]),
    ...(givenBack === undefined ? [] : [givesBack(givenBack, id)]),
  ],
  cancelled: ({ givenBack }, { id }) => givenBack === undefined ? [] : [givesBack(givenBack, id)],
});

const keepsOne = (code: string, orderId: string) => send(allotment(code), "keep", { orderId });
const givesBack = (code: string, orderId: string) =>
  send(allotment(code), "give_back", { orderId });

export const vehicleOrderPolicies = [
  orderKeepsItsAllotment,
  vehicleOrderUsesPayment,
  buyerProvesTheirName,
  orderMovesItsCar,
  carDeliversItsOrder,
  carLeavesItsHour,
];

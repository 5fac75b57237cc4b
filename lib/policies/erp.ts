/** What the ERP is told of: orders that are locked, money, cars on their way and handed over. */
import { vehicle } from "../../actors/orders/vehicle.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { type BookedDocument, erpDay } from "../../actors/platform/erp_day.ts";
import { payment } from "../../actors/sales/payment.ts";
import { type ErpDocument, erpPort } from "../adapters/erp/port.ts";
import { call, definePolicy, send, tell } from "../kernel/mod.ts";
import { beijingDay } from "../time/beijing.ts";

/** A premium is the insurer's money; the ERP is told of what is paid for cars. */
const ORDER = "vehicle_order";

const booked = (document: ErpDocument) => [send(erpDay(beijingDay(document.at)), "book", document)];

const orderIsBooked = definePolicy("order_is_booked", vehicleOrder, {
  // The deposit of a flash sale is the ERP's business once it is money for a car.
  placed: ({ credit }, { id, at }) =>
    credit
      ? booked({
        kind: "payment_received",
        number: `P-${credit.paymentId}`,
        at,
        orderId: id,
        amountFen: credit.amountFen,
      })
      : [],
  locked: ({ car }, { id, at }) =>
    car
      ? booked({
        kind: "order_booked",
        number: `B-${id}`,
        at,
        orderId: id,
        model: car.model,
        configuration: car.code,
        amountFen: car.priceFen,
      })
      : [],
  delivered: ({ vehicleId, model }, { id, at }) =>
    booked({
      kind: "car_delivered",
      number: `D-${vehicleId}`,
      at,
      orderId: id,
      model,
      vehicleId,
    }),
}, { deferred: true });

const moneyIsBooked = definePolicy("money_is_booked", payment, {
  succeeded: ({ orderId, of, amountFen }, { id, at }) =>
    of === ORDER
      ? booked({ kind: "payment_received", number: `P-${id}`, at, orderId, amountFen })
      : [],
  mispaid: ({ orderId, of, amountFen }, { id, at }) =>
    of === ORDER
      ? booked({ kind: "payment_received", number: `P-${id}`, at, orderId, amountFen })
      : [],
  refund_done: ({ refundId, orderId, of, amountFen }, { at }) =>
    of === ORDER && amountFen !== undefined
      ? booked({ kind: "payment_returned", number: `R-${refundId}`, at, orderId, amountFen })
      : [],
}, { deferred: true });

const moveIsBooked = definePolicy("move_is_booked", vehicle, {
  reached: ({ code, place, model }, { id, at }) =>
    model
      ? booked({
        kind: "stock_moved",
        number: `S-${id}-${code}`,
        at,
        model,
        vehicleId: id,
        to: place,
      })
      : [],
}, { deferred: true });

const bookedIsSent = definePolicy("booked_is_sent", erpDay, {
  booked: (document, { id }) => sent(id, document),
  sent_again: (document, { id }) => sent(id, document),
  comparing: (_event, { id }) => [
    call(erpPort, { ask: "list", day: id }, {
      done: tell(erpDay(id), "listed", {}),
      failed: tell(erpDay(id), "not_listed", {}),
    }),
  ],
});

/** What was kept was made above: its kind has all that it needs. */
const sent = (day: string, document: BookedDocument) => {
  const { number } = document;
  return [
    call(erpPort, { ask: "book", document: document as ErpDocument }, {
      done: tell(erpDay(day), "taken", { number }),
      failed: tell(erpDay(day), "not_taken", { number }),
    }),
  ];
};

export const erpPolicies = [orderIsBooked, moneyIsBooked, moveIsBooked, bookedIsSent];

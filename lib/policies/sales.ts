/** What follows from the events of a sale: its lot is told, orders are placed, leads are kept. */
import { draw } from "../../actors/sales/draw.ts";
import { lead } from "../../actors/sales/lead.ts";
import { lot } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { sale } from "../../actors/sales/sale.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { definePolicy, send } from "../kernel/mod.ts";
import { entersAsLead } from "./leads.ts";

const saleRunsItsLot = definePolicy("sale_runs_its_lot", sale, {
  scheduled: (
    { title: _, titleEn: _en, model: _model, car: _car, depositAs: _as, ...stock },
    { id },
  ) => [send(lot(id), "stock", stock)],
  adjusted: ({ titleEn: _, ...change }, { id }) => [send(lot(id), "adjust", change)],
  opened: (_event, { id }) => [send(lot(id), "open", {})],
  paused: (_event, { id }) => [send(lot(id), "pause", {})],
  resumed: (_event, { id }) => [send(lot(id), "resume", {})],
  closed: (_event, { id }) => [send(lot(id), "close", {})],
});

const carBecomesOrder = definePolicy("car_becomes_order", lot, {
  claimed: ({ orderId, from: _, identity: _person, disputed: _mark, ...car }, { id }) => [
    send(order(orderId), "place", { saleId: id, ...car }),
  ],
  offered: ({ orderId, place: _, ...car }, { id }) => [
    send(order(orderId), "place", { saleId: id, ...car }),
  ],
  reinstated: ({ orderId, number }) => [send(order(orderId), "reinstated", { number })],
  reinstate_refused: ({ orderId }) => [send(order(orderId), "reinstate_refused", {})],
});

const orderSettlesItsCar = definePolicy("order_settles_its_car", order, {
  deposit_paid: ({ saleId, memberId }, { id }) => [
    send(lot(saleId), "sell", { memberId, orderId: id }),
  ],
  late_payment: ({ saleId, memberId }, { id }) => [
    send(lot(saleId), "sell", { memberId, orderId: id }),
  ],
  given_back: ({ saleId, memberId, reason }, { id }) => [
    send(lot(saleId), "release", { memberId, orderId: id, reason }),
  ],
});

/** Deferred: hundreds of thousands of leads must not slow the turn that gives out the cars. */
const participantBecomesLead = definePolicy("participant_becomes_lead", lot, {
  claimed: ({ memberId, number, from }, { id, at }) => [
    entersAsLead(memberId, "allocated", number, { id, at }, from),
  ],
  missed: ({ memberId, place, from }, { id, at }) => [
    entersAsLead(memberId, "sold_out", place, { id, at }, from),
  ],
  offered: ({ memberId, number }, { id, at }) => [
    send(lead(memberId), "follow", { saleId: id, outcome: "allocated", position: number, at }),
  ],
  sold: ({ memberId, number }, { id, at }) => [
    send(lead(memberId), "follow", { saleId: id, outcome: "ordered", position: number, at }),
  ],
  reinstated: ({ memberId, number }, { id, at }) => [
    send(lead(memberId), "follow", { saleId: id, outcome: "ordered", position: number, at }),
  ],
  released: ({ memberId, number, reason }, { id, at }) => [
    send(lead(memberId), "follow", { saleId: id, outcome: reason, position: number, at }),
  ],
  left: ({ memberId, place }, { id, at }) => [
    send(lead(memberId), "follow", { saleId: id, outcome: "left", position: place, at }),
  ],
  rejoined: ({ memberId, place }, { id, at }) => [
    send(lead(memberId), "follow", { saleId: id, outcome: "sold_out", position: place, at }),
  ],
}, { deferred: true });

/** Whoever wanted in is a lead, also who never came to ask for a car. */
const entrantBecomesLead = definePolicy("entrant_becomes_lead", waitingRoom, {
  entered: ({ memberId, place }, { id, at }) => [
    entersAsLead(memberId, "entered", place, { id, at }),
  ],
}, { deferred: true });

const registrantBecomesLead = definePolicy("registrant_becomes_lead", draw, {
  registered: ({ memberId, number, from }, { id, at }) => [
    entersAsLead(memberId, "entered", number, { id, at }, from),
  ],
}, { deferred: true });

export const salesPolicies = [
  saleRunsItsLot,
  carBecomesOrder,
  orderSettlesItsCar,
  participantBecomesLead,
  entrantBecomesLead,
  registrantBecomesLead,
];

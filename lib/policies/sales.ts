/** What follows from the events of a sale: its lot is told, orders are placed, leads are kept. */
import { lead } from "../../actors/sales/lead.ts";
import { lot } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { sale } from "../../actors/sales/sale.ts";
import { definePolicy, send } from "../kernel/mod.ts";

const saleRunsItsLot = definePolicy("sale_runs_its_lot", sale, {
  scheduled: ({ capacity, opensAt, closesAt, holdMs }, { id }) => [
    send(lot(id), "stock", { capacity, opensAt, closesAt, holdMs }),
  ],
  opened: (_event, { id }) => [send(lot(id), "open", {})],
  paused: (_event, { id }) => [send(lot(id), "pause", {})],
  resumed: (_event, { id }) => [send(lot(id), "resume", {})],
  closed: (_event, { id }) => [send(lot(id), "close", {})],
});

const claimBecomesOrder = definePolicy("claim_becomes_order", lot, {
  claimed: ({ orderId, memberId, number, payBy }, { id }) => [
    send(order(orderId), "place", { saleId: id, memberId, number, payBy }),
  ],
});

/** Deferred: hundreds of thousands of leads must not slow the turn that gives out the cars. */
const participantBecomesLead = definePolicy("participant_becomes_lead", lot, {
  claimed: ({ memberId, number, from }, { id, at }) => [
    send(lead(memberId), "enter", {
      saleId: id,
      outcome: "allocated",
      position: number,
      enteredAt: at,
      ...(from ? { from } : {}),
    }),
  ],
  missed: ({ memberId, place, from }, { id, at }) => [
    send(lead(memberId), "enter", {
      saleId: id,
      outcome: "sold_out",
      position: place,
      enteredAt: at,
      ...(from ? { from } : {}),
    }),
  ],
}, { deferred: true });

export const salesPolicies = [saleRunsItsLot, claimBecomesOrder, participantBecomesLead];

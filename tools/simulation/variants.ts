/** Sales whose rules are broken on purpose: each has to be found by the simulation. */
import { lot } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { payment } from "../../actors/sales/payment.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { broken } from "./broken.ts";
import type { Variant } from "./sale_stage.ts";

export const VARIANTS: { readonly [name: string]: Variant } = {
  "the car is released before the provider was asked": broken(order, {
    lapse(state, _none, turn) {
      if (state.status === "reserved") {
        const { saleId, memberId } = state;
        turn.emit("given_back", { saleId, memberId, reason: "lapsed" });
      }
      return turn.reply({});
    },
  }),
  "a late payment is ignored": broken(order, {
    payment_succeeded: (state, payload, turn) =>
      state.status === "lapsed" || state.status === "cancelled"
        ? turn.reply({})
        : order.decide.payment_succeeded(state, payload, turn),
  }),
  "a car is returned on the timer and on cancelling": broken(order, {
    cancel(state, payload, turn) {
      if (state.status !== "lapsed") return order.decide.cancel(state, payload, turn);
      const { saleId, memberId } = state;
      return turn.emit("given_back", { saleId, memberId, reason: "cancelled" }).reply({});
    },
    lapse(state, _none, turn) {
      if (state.status === "none") return turn.reply({});
      const { saleId, memberId } = state;
      return turn.emit("given_back", { saleId, memberId, reason: "lapsed" }).reply({});
    },
  }),
  "a notice's amount is believed": broken(payment, {
    notify: (state, success, turn) =>
      state.request === null || state.success !== null
        ? payment.decide.notify(state, success, turn)
        : turn.emit("succeeded", { ...success, orderId: state.request.orderId }).reply({}),
  }),
  "a notice that comes early is lost": broken(payment, {
    notify: (state, success, turn) =>
      state.request === null ? turn.reply({}) : payment.decide.notify(state, success, turn),
    settle: (_state, _none, turn) => turn.reply({}),
  }),
  "newcomers jump the line": broken(lot, {
    claim: (state, payload, turn) => lot.decide.claim({ ...state, waiting: 0 }, payload, turn),
  }),
  "a returned car stays in the drawer": broken(lot, {
    release(state, { memberId, orderId, reason }, turn) {
      const car = state.allocated.get(memberId);
      if (car?.orderId !== orderId) return turn.reply({});
      return turn.emit("released", { memberId, number: car.number, orderId, reason }).reply({});
    },
  }),
  "a late payment takes a car that is held for another": broken(lot, {
    sell(state, { memberId, orderId }, turn) {
      const car = state.allocated.get(memberId);
      if (car?.orderId === orderId) return lot.decide.sell(state, { memberId, orderId }, turn);
      return turn.emit("reinstated", { memberId, orderId, number: 1 }).reply({});
    },
  }),
  "the queue is not shuffled": broken(waitingRoom, {}, {
    opened(room, _event, { at }) {
      Object.assign(room, { status: "open", credit: 0, creditAt: at, tickedAt: at });
    },
  }),
  "people wait behind a ghost": broken(waitingRoom, {
    advance(room, none, turn) {
      const front = new Map();
      for (const [place, standing] of room.front) {
        const { heardAt } = standing;
        if (heardAt === null || turn.at - heardAt > room.plan.graceMs) break;
        front.set(place, standing);
      }
      return waitingRoom.decide.advance({ ...room, front }, none, turn);
    },
  }),
  "the room lets in whoever comes": broken(waitingRoom, {
    advance: (room, none, turn) =>
      waitingRoom.decide.advance(
        { ...room, credit: 1e9, creditAt: turn.at, plan: { ...room.plan, ratePerMinute: 1e6 } },
        none,
        turn,
      ),
  }),
  "a cancelled order keeps the money": broken(order, {
    cancel(state, payload, turn) {
      if (state.status !== "paid") return order.decide.cancel(state, payload, turn);
      const { saleId, memberId } = state;
      return turn.emit("given_back", { saleId, memberId, reason: "cancelled" }).reply({});
    },
  }),
};

/**
 * The order that an allocated car becomes: held for a deposit, then paid, or given back.
 *
 * ORDER-1: an order is placed once; placing it again with the same facts changes nothing.
 * ORDER-2: a deposit can be paid until shortly before the hold's end; one payment is open at a time.
 * ORDER-3: at the hold's end a car is given back only after the provider has said that nothing was
 * paid and nothing can be: an open payment is settled first.
 * ORDER-4: a payment that succeeds after the car was given back gets a free car or is paid back.
 * ORDER-5: its member may cancel an order; a deposit that was paid, before or after, is paid back.
 * ORDER-6: a second payment that succeeds is paid back.
 * ORDER-7: another payment may be begun only once the provider has closed the former one.
 * ORDER-8: once its deposit is paid it goes on, once, as the order of a car with the same id; from
 * then on that one alone decides about the deposit, and with its end the car is given back.
 * ORDER-9: of money that came as another amount than was asked for, and so goes back, it knows.
 */
import * as z from "zod";
import { defineActor, type Turn } from "../../lib/kernel/actor.ts";
import { pricedCar } from "../../lib/orders/terms.ts";

/** The provider's page closes so long before the hold ends: a tenth of what is left, at most this. */
const PAY_MARGIN_MS = 60_000;

const reservation = z.object({
  saleId: z.string(),
  memberId: z.string(),
  /** The car's number in its lot. */
  number: z.int().min(1),
  /** Until when the car is held for the deposit, epoch milliseconds. */
  payBy: z.int(),
  depositFen: z.int().min(0).optional(),
});

const paymentId = z.string();
/** The code of a configuration of which only some are left, and of which this order has one. */
const allotment = z.string().optional();
const giveBackReason = z.enum(["lapsed", "cancelled"]);

const common = {
  ...reservation.shape,
  placedAt: z.int(),
  /** The payment that is open or, later, the one that counted. */
  paymentId: paymentId.nullable(),
  /** The last one of another amount than was asked for: it does not count, and goes back. */
  mispaidBy: paymentId.optional(),
};

const state = z.discriminatedUnion("status", [
  z.object({ status: z.literal("none") }),
  /** Held; can be paid. */
  z.object({ status: z.literal("reserved"), ...common }),
  /** To be given back; the provider is being asked whether the open payment has succeeded. */
  z.object({ status: z.literal("settling"), ...common, reason: giveBackReason }),
  z.object({
    status: z.literal("paid"),
    ...common,
    paidAt: z.int(),
    /** When it went on as the order of a car. */
    continuedAt: z.int().optional(),
  }),
  /** Given back; a late payment is looking for another car. */
  z.object({ status: z.literal("reinstating"), ...common, reason: giveBackReason }),
  z.object({ status: z.literal("lapsed"), ...common, endedAt: z.int() }),
  z.object({ status: z.literal("cancelled"), ...common, endedAt: z.int() }),
]);

export type OrderState = z.infer<typeof state>;
type Placed = Exclude<OrderState, { status: "none" }>;

const initial: OrderState = { status: "none" };

const commands = {
  place: reservation,
  /** `paymentId` is used if no payment is open yet. */
  begin_payment: z.object({ paymentId, memberId: z.string(), provider: z.string() }),
  payment_succeeded: z.object({ paymentId, amountFen: z.int() }),
  payment_closed: z.object({ paymentId, mispaid: z.literal(true).optional() }),
  /** Its member pays in another way: the open payment is closed, the hold goes on. */
  drop_payment: z.object({
    memberId: z.string(),
    /** This payment and no other: a tab that has lain open must not close a later one. */
    paymentId: paymentId.optional(),
  }),
  cancel: z.object({ memberId: z.string() }),
  /** Goes on as the order of a car; `as` is what the deposit counts as there. */
  continue: z.object({
    memberId: z.string(),
    car: pricedCar,
    as: z.enum(["reservation", "earnest"]),
    allotment,
  }),
  /** The car's order that it went on as has ended. */
  order_ended: z.object({}),
  /** The hold has ended; the order sends it to itself. */
  lapse: z.object({}),
  reinstated: z.object({ number: z.int().min(1) }),
  reinstate_refused: z.object({}),
};

const events = {
  placed: reservation,
  payment_begun: z.object({
    paymentId,
    memberId: z.string(),
    provider: z.string(),
    amountFen: z.int().min(0),
    /** When the provider's page closes, epoch milliseconds. */
    expiresAt: z.int(),
  }),
  payment_let_go: z.object({ paymentId }),
  /** The open payment has ended without money; another may be begun. */
  payment_dropped: z.object({ paymentId }),
  mispaid: z.object({ paymentId }),
  settling_begun: z.object({ paymentId, reason: giveBackReason }),
  deposit_paid: z.object({ saleId: z.string(), memberId: z.string(), paymentId }),
  continued: z.object({
    memberId: z.string(),
    car: pricedCar,
    allotment,
    credit: z.object({
      paymentId,
      amountFen: z.int().min(1),
      paidAt: z.int(),
      purpose: z.enum(["reservation", "earnest"]),
    }),
  }),
  late_payment: z.object({ saleId: z.string(), memberId: z.string(), paymentId }),
  given_back: z.object({ saleId: z.string(), memberId: z.string(), reason: giveBackReason }),
  got_another_car: z.object({ memberId: z.string(), number: z.int().min(1) }),
  refund_due: z.object({
    paymentId,
    memberId: z.string(),
    reason: z.enum(["no_car_left", "cancelled", "paid_twice"]),
  }),
};

export const order = defineActor("order", {
  version: 2,
  live: true,
  state,
  initial: initial as OrderState,
  commands,
  events,
  refusals: [
    "unknown_order",
    "placed_for_another",
    "not_yours",
    "hold_over",
    "paid_already",
    "cancelled_already",
    "not_paid_yet",
    "continued_already",
  ],
  decide: {
    place(order, reservation, turn) {
      if (order.status === "none") {
        return turn.emit("placed", reservation).remind("lapse", reservation.payBy, "lapse", {})
          .reply({ placed: true });
      }
      if (order.memberId !== reservation.memberId) return turn.refuse("placed_for_another");
      return turn.reply({ placed: true });
    },
    begin_payment(order, { paymentId, memberId, provider }, turn) {
      if (order.status === "none") return turn.refuse("unknown_order");
      if (order.memberId !== memberId) return turn.refuse("not_yours");
      switch (order.status) {
        case "paid":
        case "reinstating":
          return turn.refuse("paid_already");
        case "settling":
        case "lapsed":
        case "cancelled":
          return turn.refuse("hold_over");
        case "reserved": {
          const expiresAt = paysUntil(order);
          if (turn.at >= expiresAt) return turn.refuse("hold_over", { payBy: order.payBy });
          const amountFen = order.depositFen ?? 0;
          const open = order.paymentId;
          if (open !== null) return turn.reply({ paymentId: open, amountFen, expiresAt });
          turn.emit("payment_begun", { paymentId, memberId, provider, amountFen, expiresAt });
          return turn.reply({ paymentId, amountFen, expiresAt });
        }
      }
    },
    payment_succeeded(order, { paymentId }, turn) {
      if (order.status === "none") return turn.refuse("unknown_order");
      const { saleId, memberId } = order;
      switch (order.status) {
        case "settling":
          // That the money was quicker than our question after it gives nobody a car back.
          if (order.reason === "cancelled") {
            turn.emit("refund_due", { paymentId, memberId, reason: "cancelled" });
            return giveBack(order, "cancelled", turn).reply({});
          }
          return turn.emit("deposit_paid", { saleId, memberId, paymentId }).reply({});
        case "reserved":
          return turn.emit("deposit_paid", { saleId, memberId, paymentId }).forget("lapse")
            .reply({});
        case "paid":
        case "reinstating":
          if (order.paymentId === paymentId) return turn.reply({});
          return turn.emit("refund_due", { paymentId, memberId, reason: "paid_twice" }).reply({});
        case "lapsed":
          return turn.emit("late_payment", { saleId, memberId, paymentId }).reply({});
        case "cancelled":
          return turn.emit("refund_due", { paymentId, memberId, reason: "cancelled" }).reply({});
      }
    },
    payment_closed(order, { paymentId, mispaid }, turn) {
      if (order.status === "none") return turn.refuse("unknown_order");
      if (mispaid && order.mispaidBy !== paymentId) turn.emit("mispaid", { paymentId });
      if (order.paymentId !== paymentId) return turn.reply({});
      if (order.status === "settling") return giveBack(order, order.reason, turn).reply({});
      if (order.status === "reserved") turn.emit("payment_dropped", { paymentId });
      return turn.reply({});
    },
    drop_payment(order, { memberId, paymentId: meant = null }, turn) {
      if (order.status === "none") return turn.refuse("unknown_order");
      if (order.memberId !== memberId) return turn.refuse("not_yours");
      const { status, paymentId } = order;
      if (status === "reserved" && paymentId !== null && (meant ?? paymentId) === paymentId) {
        turn.emit("payment_let_go", { paymentId });
      }
      return turn.reply({ status });
    },
    cancel(order, { memberId }, turn) {
      if (order.status === "none") return turn.refuse("unknown_order");
      if (order.memberId !== memberId) return turn.refuse("not_yours");
      switch (order.status) {
        case "reserved":
          return settleFirst(order, "cancelled", turn).forget("lapse")
            .reply({ status: order.paymentId === null ? "cancelled" : "settling" });
        case "paid": {
          const { paymentId } = order;
          if (order.continuedAt !== undefined) return turn.refuse("continued_already");
          if (paymentId !== null) {
            turn.emit("refund_due", { paymentId, memberId, reason: "cancelled" });
          }
          return giveBack(order, "cancelled", turn).reply({ status: "cancelled" });
        }
        case "settling":
          return turn.reply({ status: "settling" });
        case "reinstating":
          return turn.refuse("paid_already");
        case "lapsed":
          return turn.refuse("hold_over");
        case "cancelled":
          return turn.reply({ status: "cancelled" });
      }
    },
    continue(order, { memberId, car, as: purpose, allotment }, turn) {
      if (order.status === "none") return turn.refuse("unknown_order");
      if (order.memberId !== memberId) return turn.refuse("not_yours");
      if (order.status !== "paid" || order.paymentId === null) return turn.refuse("not_paid_yet");
      if (order.continuedAt !== undefined) return turn.reply({});
      const { paymentId, paidAt, depositFen: amountFen = 0 } = order;
      const credit = { paymentId, amountFen, paidAt, purpose };
      const limited = allotment === undefined ? {} : { allotment };
      return turn.emit("continued", { memberId, car, credit, ...limited }).reply({});
    },
    order_ended(order, _none, turn) {
      if (order.status === "paid" && order.continuedAt !== undefined) {
        giveBack(order, "cancelled", turn);
      }
      return turn.reply({});
    },
    lapse(order, _none, turn) {
      if (order.status === "reserved") settleFirst(order, "lapsed", turn);
      return turn.reply({});
    },
    reinstated(order, { number }, turn) {
      if (order.status === "reinstating") {
        turn.emit("got_another_car", { memberId: order.memberId, number });
      }
      return turn.reply({});
    },
    reinstate_refused(order, _none, turn) {
      if (order.status === "reinstating" && order.paymentId !== null) {
        const { memberId, paymentId } = order;
        turn.emit("refund_due", { paymentId, memberId, reason: "no_car_left" });
      }
      return turn.reply({});
    },
  },
  evolve: {
    placed: (_order, reservation, { at }) => ({
      status: "reserved",
      ...reservation,
      placedAt: at,
      paymentId: null,
    }),
    payment_begun: (order, { paymentId }) => ({ ...placed(order), paymentId }),
    payment_let_go: () => {},
    mispaid: (order, { paymentId }) => ({ ...placed(order), mispaidBy: paymentId }),
    payment_dropped: (order) => ({ ...placed(order), paymentId: null }),
    settling_begun: (order, { reason }) => ({ ...placementOf(order), status: "settling", reason }),
    deposit_paid: (order, { paymentId }, { at }) => ({
      ...placementOf(order),
      status: "paid",
      paymentId,
      paidAt: at,
    }),
    continued(order, _event, { at }) {
      if (order.status === "paid") order.continuedAt = at;
    },
    late_payment: (order, { paymentId }) => ({
      ...placementOf(order),
      status: "reinstating",
      reason: order.status === "cancelled" ? "cancelled" : "lapsed",
      paymentId,
    }),
    given_back: (order, { reason }, { at }) => ({
      ...placementOf(order),
      status: reason,
      endedAt: at,
    }),
    got_another_car: (order, { number }, { at }) => ({
      ...placementOf(order),
      status: "paid",
      number,
      paidAt: at,
    }),
    refund_due(order, { reason }, { at }) {
      if (reason !== "no_car_left") return;
      return { ...placementOf(order), status: "lapsed", endedAt: at };
    },
  },
});

type OrderTurn = Turn<typeof commands, typeof events, never>;

/** When the provider's page closes: early enough that its success is known before the hold ends. */
const paysUntil = ({ payBy, placedAt }: Placed): number =>
  payBy - Math.min(PAY_MARGIN_MS, Math.ceil((payBy - placedAt) / 10));

/** Gives the car back, at once or after the open payment has been settled. */
function settleFirst<T extends OrderTurn>(
  order: Placed,
  reason: "lapsed" | "cancelled",
  turn: T,
): T {
  if (order.paymentId === null) return giveBack(order, reason, turn);
  return turn.emit("settling_begun", { paymentId: order.paymentId, reason });
}

const giveBack = <T extends OrderTurn>(
  { saleId, memberId }: Placed,
  reason: "lapsed" | "cancelled",
  turn: T,
): T => turn.emit("given_back", { saleId, memberId, reason });

function placed(order: OrderState): Placed {
  if (order.status === "none") throw new Error("an order that was not placed has no payment");
  return order;
}

function placementOf(order: OrderState): Omit<Placed, "status"> {
  const { saleId, memberId, number, payBy, depositFen, placedAt, paymentId, mispaidBy } = placed(
    order,
  );
  return {
    saleId,
    memberId,
    number,
    payBy,
    ...(depositFen === undefined ? {} : { depositFen }),
    placedAt,
    paymentId,
    ...(mispaidBy === undefined ? {} : { mispaidBy }),
  };
}

/**
 * The order that an allocated car becomes.
 *
 * ORDER-1: an order is placed once; placing it again with the same facts changes nothing.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";

const reservation = z.object({
  saleId: z.string(),
  memberId: z.string(),
  /** The car's number in its lot. */
  number: z.int().min(1),
  /** Until when the car is held for the deposit, epoch milliseconds. */
  payBy: z.int(),
});

const state = z.discriminatedUnion("status", [
  z.object({ status: z.literal("none") }),
  z.object({ status: z.literal("reserved"), ...reservation.shape, placedAt: z.int() }),
]);

export type OrderState = z.infer<typeof state>;

const initial: OrderState = { status: "none" };

export const order = defineActor("order", {
  version: 1,
  state,
  initial: initial as OrderState,
  commands: { place: reservation },
  events: { placed: reservation },
  refusals: ["placed_for_another"],
  decide: {
    place(order, reservation, turn) {
      if (order.status === "none") return turn.emit("placed", reservation).reply({ placed: true });
      if (order.memberId !== reservation.memberId) return turn.refuse("placed_for_another");
      return turn.reply({ placed: true });
    },
  },
  evolve: {
    placed: (_order, reservation, { at }) => ({ status: "reserved", ...reservation, placedAt: at }),
  },
});

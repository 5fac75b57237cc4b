/**
 * The cars that are left of one configuration. One without a number is built to order, without end.
 *
 * ALLOT-1: no more orders have a car than there are cars; an order that asks again has its car.
 * ALLOT-2: a car taken for an order that was then never placed comes back by itself.
 * ALLOT-3: the car of an order that ended, or was changed to another, comes back.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";

/** Between taking a car and placing its order lies one request. */
const PLACED_WITHIN_MS = 10 * 60_000;

const orderId = z.string().min(1);
const order = z.object({ orderId });

export const allotment = defineActor("allotment", {
  version: 1,
  state: z.object({
    /** Null: as many as are ordered. */
    cars: z.int().min(0).nullable(),
    taken: z.record(orderId, z.enum(["held", "kept"])),
  }),
  initial: { cars: null as number | null, taken: {} as Record<string, "held" | "kept"> },
  commands: {
    limit: z.object({ cars: z.int().min(0).max(100_000).nullable() }),
    take: order,
    keep: order,
    give_back: order,
    lapse: order,
  },
  events: {
    limited: z.object({ cars: z.int().nullable() }),
    taken: order,
    kept: order,
    given_back: order,
  },
  refusals: ["sold_out"],
  decide: {
    limit(_state, limit, turn) {
      return turn.emit("limited", limit).reply({});
    },
    take({ cars, taken }, { orderId }, turn) {
      if (taken[orderId] !== undefined) return turn.reply({ limited: true });
      if (cars === null) return turn.reply({ limited: false });
      if (Object.keys(taken).length >= cars) return turn.refuse("sold_out");
      turn.emit("taken", { orderId });
      turn.remind(orderId, turn.at + PLACED_WITHIN_MS, "lapse", { orderId });
      return turn.reply({ limited: true });
    },
    keep({ taken }, { orderId }, turn) {
      if (taken[orderId] === "held") turn.emit("kept", { orderId }).forget(orderId);
      return turn.reply({});
    },
    give_back({ taken }, { orderId }, turn) {
      if (taken[orderId] !== undefined) turn.emit("given_back", { orderId }).forget(orderId);
      return turn.reply({});
    },
    lapse({ taken }, { orderId }, turn) {
      if (taken[orderId] === "held") turn.emit("given_back", { orderId });
      return turn.reply({});
    },
  },
  evolve: {
    limited: (state, { cars }) => void (state.cars = cars),
    taken: (state, { orderId }) => void (state.taken[orderId] = "held"),
    kept: (state, { orderId }) => void (state.taken[orderId] = "kept"),
    given_back: (state, { orderId }) => void delete state.taken[orderId],
  },
});

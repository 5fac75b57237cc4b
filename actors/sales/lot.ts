/**
 * A lot: the cars of one sale and who gets them. The one actor that everybody asks at once.
 *
 * LOT-1: a lot gives the numbers 1 to its capacity, each once, in the order in which it was asked.
 * LOT-2: a member gets one answer in a sale; asking again repeats it.
 * LOT-3: who asks when no car is free gets the next place in line.
 * LOT-4: a lot answers from `opensAt` on, or from when it was opened; before `closesAt`; not while
 * paused; never after it was closed. The turn's time decides, to the millisecond.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { participantOrigin } from "./origin.ts";

/** Epoch milliseconds. */
const time = z.int().min(0);
const count = z.int().min(1);

const stock = z.object({
  capacity: count,
  opensAt: time,
  closesAt: time.nullable(),
  /** How long an allocated car is held for its deposit, milliseconds. */
  holdMs: z.int().min(1_000),
});

const state = z.object({
  status: z.enum(["empty", "stocked", "open", "paused", "closed"]),
  stock: stock.nullable(),
  /** The number of each member who got a car, and until when it is held. */
  allocated: z.map(z.string(), z.object({ number: count, payBy: time })),
  /** The place in line of each member who did not. */
  waiting: z.map(z.string(), count),
});

export type LotState = z.infer<typeof state>;

const initial: LotState = {
  status: "empty",
  stock: null,
  allocated: new Map(),
  waiting: new Map(),
};

export const lot = defineActor("lot", {
  version: 1,
  live: true,
  state,
  initial,
  commands: {
    stock,
    open: z.object({}),
    pause: z.object({}),
    resume: z.object({}),
    close: z.object({}),
    claim: z.object({ memberId: z.string(), from: participantOrigin.optional() }),
  },
  events: {
    stocked: stock,
    opened: z.object({}),
    paused: z.object({}),
    resumed: z.object({}),
    closed: z.object({}),
    claimed: z.object({
      memberId: z.string(),
      number: count,
      orderId: z.string(),
      payBy: time,
      from: participantOrigin.optional(),
    }),
    missed: z.object({ memberId: z.string(), place: count, from: participantOrigin.optional() }),
  },
  refusals: ["unknown_sale", "already_stocked", "not_open_yet", "paused", "closed"],
  decide: {
    stock(lot, stock, turn) {
      if (lot.status !== "empty") return turn.refuse("already_stocked");
      return turn.emit("stocked", stock).reply({});
    },
    open(lot, _none, turn) {
      if (lot.status === "empty") return turn.refuse("unknown_sale");
      if (lot.status === "stocked") turn.emit("opened", {});
      return turn.reply({});
    },
    pause(lot, _none, turn) {
      if (lot.status === "empty") return turn.refuse("unknown_sale");
      if (lot.status === "stocked" || lot.status === "open") turn.emit("paused", {});
      return turn.reply({});
    },
    resume(lot, _none, turn) {
      if (lot.status === "empty") return turn.refuse("unknown_sale");
      if (lot.status === "paused") turn.emit("resumed", {});
      return turn.reply({});
    },
    close(lot, _none, turn) {
      if (lot.status === "empty") return turn.refuse("unknown_sale");
      if (lot.status !== "closed") turn.emit("closed", {});
      return turn.reply({});
    },
    claim(lot, { memberId, from }, turn) {
      const { stock } = lot;
      if (stock === null) return turn.refuse("unknown_sale");
      const first = lot.allocated.get(memberId);
      if (first !== undefined) {
        const { number, payBy } = first;
        return turn.reply({ outcome: "already", number, orderId: orderId(turn.id, number), payBy });
      }
      const earlier = lot.waiting.get(memberId);
      if (earlier !== undefined) return turn.reply({ outcome: "sold_out", place: earlier });
      if (lot.status === "closed" || (stock.closesAt !== null && turn.at >= stock.closesAt)) {
        return turn.refuse("closed");
      }
      if (lot.status === "stocked" && turn.at < stock.opensAt) {
        return turn.refuse("not_open_yet", { opensAt: stock.opensAt });
      }
      if (lot.status === "paused") return turn.refuse("paused");
      const origin = from === undefined ? undefined : { from };
      if (lot.allocated.size >= stock.capacity) {
        const place = lot.waiting.size + 1;
        return turn.emit("missed", { memberId, place, ...origin }).reply({
          outcome: "sold_out",
          place,
        });
      }
      const number = lot.allocated.size + 1;
      const car = { number, orderId: orderId(turn.id, number), payBy: turn.at + stock.holdMs };
      return turn.emit("claimed", { memberId, ...car, ...origin }).reply({
        outcome: "allocated",
        ...car,
      });
    },
  },
  evolve: {
    stocked: (lot, stock) => {
      lot.status = "stocked";
      lot.stock = stock;
    },
    opened: (lot) => void (lot.status = "open"),
    paused: (lot) => void (lot.status = "paused"),
    resumed: (lot) => void (lot.status = "open"),
    closed: (lot) => void (lot.status = "closed"),
    claimed: (lot, { memberId, number, payBy }) =>
      void lot.allocated.set(memberId, { number, payBy }),
    missed: (lot, { memberId, place }) => void lot.waiting.set(memberId, place),
  },
  invariant: (lot) =>
    lot.allocated.size <= (lot.stock?.capacity ?? 0) ||
    `${lot.allocated.size} cars given of ${lot.stock?.capacity ?? 0}`,
});

/** The order's number: the sale, then the car's number in it. */
export const orderId = (saleId: string, number: number): string => `${saleId}-${number}`;

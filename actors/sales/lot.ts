/**
 * A lot: the cars of one sale and who gets them. The one actor that everybody asks at once.
 *
 * LOT-1: a lot gives the numbers 1 to its capacity, in the order in which it was asked.
 * LOT-2: a member gets one answer in a sale; asking again repeats it.
 * LOT-3: who asks when no car is free gets the next place in line.
 * LOT-4: a lot answers from `opensAt` on, or from when it was opened; before `closesAt`; not while
 * paused; never after it was closed. The turn's time decides, to the millisecond.
 * LOT-5: a car that is returned goes to the first in line, with a hold of its own; if nobody waits,
 * it is free for the next who asks.
 * LOT-6: a car is returned once, by the order it was held for; what is sold stays sold until that
 * order is cancelled.
 * LOT-7: a payment that comes after the hold gets a free car, or is refused and paid back.
 * LOT-8: who leaves the line, or gave a car back, may join again at the end of the line.
 * LOT-9: while a lot is paused nobody is offered a car; the line goes on when it is resumed.
 * LOT-10: in a lot that is drawn, cars go by the draw's order and cannot be claimed.
 * LOT-11: where a lot asks for identities, one that another member has a car or a place under is
 * refused, unless the member says that it is theirs: then they are answered, and it is disputed.
 * LOT-12: a lot that requires an identity answers nobody new without one; one that asks for none keeps
 * none.
 * LOT-13: who gave a car or place back keeps nobody from it; staff free an identity from a member, who
 * keeps what they have.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { textHash } from "../../lib/ids/text_hash.ts";
import {
  admitIdentity,
  forgetIdentity,
  givenIdentity,
  NO_IDENTITY,
  noteIdentity,
  othersWith,
} from "./identities.ts";
import {
  type Car,
  carOf,
  carsLeft,
  carsToGive,
  give,
  hasCar,
  lineIsEmpty,
  nextCar,
  nextOffers,
  orderId,
} from "./lot_cars.ts";
import { join, leave, placeOf } from "./line_state.ts";
import { type LotState, lotState, stock, time } from "./lot_state.ts";
import { participantOrigin } from "./origin.ts";

export type { LotState } from "./lot_state.ts";
export { orderId, saleOfOrder } from "./lot_cars.ts";

const memberId = z.string();
const count = z.int().min(1);

/** Claims of one batch of a draw: each is an order as well, in the same commit. */
const MOST_CLAIMS = 40;

const held = z.object({
  memberId,
  number: count,
  orderId: z.string(),
  /** Until when the car is held for the deposit, epoch milliseconds. */
  payBy: time,
  depositFen: z.int().min(0).optional(),
});

const initial: LotState = {
  status: "empty",
  stock: null,
  allocated: new Map(),
  issued: 0,
  sold: 0,
  free: [],
  returned: 0,
  line: [],
  waiting: 0,
  called: 0,
  gone: new Map(),
  drawn: 0,
  identities: new Map(),
  identityOf: new Map(),
};

export const lot = defineActor("lot", {
  version: 5,
  live: true,
  state: lotState,
  initial,
  commands: {
    stock,
    open: z.object({}),
    pause: z.object({}),
    resume: z.object({}),
    close: z.object({}),
    adjust: z.object({
      /** Never less than it was. */
      capacity: count.optional(),
      closesAt: time.nullable().optional(),
      holdMs: z.int().min(1_000).optional(),
      offerMs: z.int().min(1_000).optional(),
    }),
    claim: z.object({
      memberId,
      from: participantOrigin.optional(),
      ...givenIdentity,
    }),
    /** The next entrants of a draw, from place `from` (0 is the first) on. */
    allocate: z.object({
      from: z.int().min(0),
      entrants: z.array(memberId).max(2_000),
      /** Where each of them came from. */
      origins: z.array(participantOrigin.nullable()).optional(),
    }),
    /** The deposit for an order is paid. */
    sell: z.object({ memberId, orderId: z.string() }),
    /** The car of an order is given back. */
    release: z.object({
      memberId,
      orderId: z.string(),
      reason: z.enum(["lapsed", "cancelled"]),
    }),
    leave: z.object({ memberId }),
    rejoin: z.object({ memberId }),
    /** Staff have seen whose the identity is. */
    free_identity: z.object({ memberId }),
    /** Goes on offering cars; the lot sends it to itself. */
    offer: z.object({}),
  },
  events: {
    stocked: stock,
    opened: z.object({}),
    paused: z.object({}),
    resumed: z.object({}),
    closed: z.object({}),
    adjusted: z.object({
      capacity: count,
      closesAt: time.nullable(),
      holdMs: z.int(),
      offerMs: z.int(),
    }),
    claimed: held.extend({
      from: participantOrigin.optional(),
      ...givenIdentity,
    }),
    missed: z.object({
      memberId,
      place: count,
      from: participantOrigin.optional(),
      ...givenIdentity,
    }),
    sold: z.object({ memberId, number: count, orderId: z.string() }),
    released: z.object({
      memberId,
      number: count,
      orderId: z.string(),
      reason: z.enum(["lapsed", "cancelled"]),
    }),
    offered: held.extend({ place: count }),
    left: z.object({ memberId, place: count }),
    rejoined: z.object({ memberId, place: count }),
    identity_freed: z.object({ memberId }),
    /** The draw's order is dealt with up to this place; so many cars are left. */
    allocated: z.object({ upTo: z.int(), free: z.int() }),
    /** A late payment got a car that was free. */
    reinstated: z.object({ memberId, number: count, orderId: z.string() }),
    /** A late payment found no car. */
    reinstate_refused: z.object({ memberId, orderId: z.string() }),
  },
  refusals: [
    "unknown_sale",
    "already_stocked",
    "not_open_yet",
    "paused",
    "closed",
    "by_draw",
    "identity_required",
    "identity_taken",
    "not_by_draw",
    "out_of_order",
    "fewer_cars",
    "not_in_line",
    "in_the_sale_already",
    "no_identity",
  ],
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
      if (lot.status === "paused") {
        turn.emit("resumed", {}).remind("offer", turn.at, "offer", {});
      }
      return turn.reply({});
    },
    close(lot, _none, turn) {
      if (lot.status === "empty") return turn.refuse("unknown_sale");
      if (lot.status === "paused") turn.remind("offer", turn.at, "offer", {});
      if (lot.status !== "closed") turn.emit("closed", {});
      return turn.reply({});
    },
    adjust(lot, change, turn) {
      if (lot.stock === null) return turn.refuse("unknown_sale");
      const { capacity, closesAt, holdMs, offerMs } = { ...lot.stock, ...change };
      if (capacity < lot.stock.capacity) {
        return turn.refuse("fewer_cars", { capacity: lot.stock.capacity });
      }
      if (capacity > lot.stock.capacity) turn.remind("offer", turn.at, "offer", {});
      return turn.emit("adjusted", { capacity, closesAt, holdMs, offerMs }).reply({});
    },
    claim(lot, said, turn) {
      const { stock } = lot;
      const { memberId, from } = said;
      if (stock === null) return turn.refuse("unknown_sale");
      const first = answerOf(lot, memberId);
      if (first !== undefined) return turn.reply(first);
      if (isOver(lot, turn.at)) return turn.refuse("closed");
      if (stock.mode === "draw") return turn.refuse("by_draw");
      if (lot.status === "stocked" && turn.at < stock.opensAt) {
        return turn.refuse("not_open_yet", { opensAt: stock.opensAt });
      }
      if (lot.status === "paused") return turn.refuse("paused");
      const given = admitIdentity(lot, stock.identity, said, takesPartIn);
      if (typeof given === "string") return turn.refuse(given);
      if (!hasCar(lot) || !lineIsEmpty(lot)) {
        const place = lot.line.length + 1;
        // Most of a rush comes here, and to spread what is not there takes longer than the rest.
        const missed = from === undefined ? { memberId, place } : { memberId, place, from };
        turn.emit("missed", given === NO_IDENTITY ? missed : { ...missed, ...given });
        return turn.reply({ outcome: "sold_out", place });
      }
      const origin = from === undefined ? given : { from, ...given };
      const car = holdOf(turn.id, nextCar(lot), turn.at + stock.holdMs);
      const deposit = depositOf(lot);
      turn.emit("claimed", { memberId, ...car, ...deposit, ...origin });
      return turn.reply({ outcome: "allocated", ...car });
    },
    allocate(lot, { from, entrants, origins }, turn) {
      const { stock } = lot;
      if (stock === null) return turn.refuse("unknown_sale");
      if (stock.mode !== "draw") return turn.refuse("not_by_draw");
      if (from > lot.drawn) return turn.refuse("out_of_order", { drawn: lot.drawn });
      if (from + entrants.length <= lot.drawn) return turn.reply({ drawn: lot.drawn });
      const payBy = turn.at + stock.holdMs;
      const left = carsLeft(lot);
      const cars = lineIsEmpty(lot) ? carsToGive(lot, MOST_CLAIMS) : [];
      let upTo = lot.drawn, given = 0, place = lot.line.length;
      for (; upTo < from + entrants.length; upTo++) {
        const memberId = entrants[upTo - from]!, origin = origins?.[upTo - from];
        const source = origin ? { from: origin } : undefined;
        const car = cars[given];
        if (car !== undefined) {
          const hold = holdOf(turn.id, car, payBy);
          turn.emit("claimed", { memberId, ...hold, ...depositOf(lot), ...source });
          given++;
        } else if (given > 0 && given < left) break; // The rest is sent again.
        else turn.emit("missed", { memberId, place: ++place, ...source });
      }
      turn.emit("allocated", { upTo, free: left - given });
      return turn.reply({ drawn: upTo });
    },
    sell(lot, { memberId, orderId }, turn) {
      const car = lot.allocated.get(memberId);
      if (car?.orderId === orderId) {
        if (!car.sold) turn.emit("sold", { memberId, number: car.number, orderId });
        return turn.reply({ sold: true });
      }
      if (car !== undefined || !hasCar(lot)) {
        return turn.emit("reinstate_refused", { memberId, orderId }).reply({ sold: false });
      }
      const { number } = nextCar(lot);
      return turn.emit("reinstated", { memberId, number, orderId }).reply({ sold: true });
    },
    release(lot, { memberId, orderId, reason }, turn) {
      const car = lot.allocated.get(memberId);
      // It was returned before: by the timer, by the member or by an older copy of this letter.
      if (car?.orderId !== orderId) return turn.reply({ released: false });
      const { number } = car;
      turn.emit("released", { memberId, number, orderId, reason });
      for (const offer of nextOffers(lot, turn.id, turn.at, { number, times: car.times + 1 })) {
        turn.emit("offered", { ...offer, ...depositOf(lot) });
      }
      return turn.reply({ released: true });
    },
    offer(lot, _none, turn) {
      const offers = nextOffers(lot, turn.id, turn.at);
      for (const offer of offers) turn.emit("offered", { ...offer, ...depositOf(lot) });
      // The rest in turns of their own, so that a commit keeps within its bounds.
      if (offers.length > 0) turn.remind("offer", turn.at, "offer", {});
      return turn.reply({ offered: offers.length });
    },
    leave(lot, { memberId }, turn) {
      const place = placeOf(lot, memberId);
      if (place === undefined) return turn.refuse("not_in_line");
      return turn.emit("left", { memberId, place }).reply({ place });
    },
    rejoin(lot, { memberId }, turn) {
      if (lot.stock === null) return turn.refuse("unknown_sale");
      if (!lot.gone.has(memberId)) return turn.refuse("in_the_sale_already");
      if (isOver(lot, turn.at)) return turn.refuse("closed");
      const identity = lot.identityOf.get(memberId);
      if (othersWith(lot, identity, memberId, takesPartIn).length > 0) {
        return turn.refuse("identity_taken");
      }
      const place = lot.line.length + 1;
      turn.emit("rejoined", { memberId, place });
      if (hasCar(lot)) turn.remind("offer", turn.at, "offer", {});
      return turn.reply({ outcome: "sold_out", place });
    },
    free_identity(lot, { memberId }, turn) {
      if (lot.stock === null) return turn.refuse("unknown_sale");
      if (!lot.identityOf.has(memberId)) return turn.refuse("no_identity");
      return turn.emit("identity_freed", { memberId }).reply({});
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
    adjusted: (lot, change) => {
      if (lot.stock) lot.stock = { ...lot.stock, ...change };
    },
    claimed(lot, { memberId, number, orderId, payBy, identity }) {
      give(lot, memberId, { number, orderId, payBy });
      noteIdentity(lot, memberId, identity);
      if (lot.stock?.mode === "draw") lot.drawn++;
    },
    missed(lot, { memberId, identity }) {
      join(lot, memberId);
      noteIdentity(lot, memberId, identity);
      if (lot.stock?.mode === "draw") lot.drawn++;
    },
    sold(lot, { memberId }) {
      lot.allocated.get(memberId)!.sold = true;
      lot.sold++;
    },
    released(lot, { memberId, number, orderId, reason }) {
      const car = lot.allocated.get(memberId)!;
      if (car.sold) lot.sold--;
      lot.allocated.delete(memberId);
      lot.free.push({ number, times: car.times + 1 });
      lot.gone.set(memberId, { reason, number, orderId });
      lot.returned++;
    },
    offered(lot, { memberId, number, orderId, payBy, place }) {
      lot.waiting--;
      lot.called = place;
      give(lot, memberId, { number, orderId, payBy });
    },
    left(lot, { memberId, place }) {
      leave(lot, place);
      lot.gone.set(memberId, { reason: "left" });
    },
    rejoined(lot, { memberId }) {
      lot.gone.delete(memberId);
      join(lot, memberId);
    },
    identity_freed: (lot, { memberId }) => forgetIdentity(lot, memberId),
    reinstated(lot, { memberId, number, orderId }, { at }) {
      const place = placeOf(lot, memberId);
      if (place !== undefined) leave(lot, place);
      give(lot, memberId, { number, orderId, payBy: at });
      lot.allocated.get(memberId)!.sold = true;
      lot.sold++;
    },
    reinstate_refused: () => {},
    allocated: () => {},
  },
  // Version 1 had no returned cars: its events are a part of today's.
  upcast: {
    stocked: (payload) => ({ offerMs: 600_000, mode: "first_come", ...payload as object }),
  },
  invariant: (lot) => {
    const capacity = lot.stock?.capacity ?? 0;
    if (lot.issued > capacity) return `${lot.issued} cars given of ${capacity}`;
    const counted = lot.free.length + lot.allocated.size;
    return counted === lot.issued || `${counted} cars are free, held or sold of ${lot.issued}`;
  },
});

/** What the member was told before: the first answer, or what has become of it. */
function answerOf(lot: LotState, memberId: string) {
  const hash = textHash(memberId);
  const car = carOf(lot, memberId, hash);
  if (car !== undefined) {
    const { number, orderId, payBy } = car;
    return { outcome: "already" as const, number, orderId, payBy };
  }
  const place = placeOf(lot, memberId, hash);
  if (place !== undefined) return { outcome: "sold_out" as const, place };
  const gone = lot.gone.size === 0 ? undefined : lot.gone.get(memberId);
  return gone === undefined ? undefined : { outcome: "returned" as const, ...gone };
}

/** Whether somebody has a car, or a place in line. */
const takesPartIn = (lot: LotState, memberId: string): boolean =>
  lot.allocated.has(memberId) || placeOf(lot, memberId) !== undefined;

/** Closed, or past its time though nobody has told it yet. */
const isOver = ({ status, stock }: LotState, at: number): boolean =>
  status === "closed" || (stock !== null && stock.closesAt !== null && at >= stock.closesAt);

const holdOf = (saleId: string, car: Car, payBy: number) => ({
  number: car.number,
  orderId: orderId(saleId, car),
  payBy,
});

const depositOf = ({ stock }: LotState) =>
  stock?.depositFen === undefined ? undefined : { depositFen: stock.depositFen };

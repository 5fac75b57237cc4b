/**
 * A draw: who may buy the cars of a sale, in an order that nobody could know or choose beforehand.
 *
 * DRAW-1: whoever registers before `drawsAt` is in the draw, once; asking again repeats the answer.
 * DRAW-2: a registration can be withdrawn until `drawsAt`; to register again gives a new number.
 * DRAW-3: a draw begins with a commitment to a secret and a future round of a public beacon, which
 * is published after `drawsAt`. Neither changes.
 * DRAW-4: the list of entrants is closed at `drawsAt`, to the millisecond, and its hash recorded.
 * DRAW-5: only the secret that was committed to and the round that was named make a draw, and only
 * once the list is closed. Anything else is recorded and draws nothing.
 * DRAW-6: the order follows from secret, randomness and list alone; each entrant is in it once.
 * DRAW-7: a late beacon is recorded and waited for. Another round is never taken.
 * DRAW-8: the lot is given the order in batches, and more as it takes them; what it has not taken
 * after a while is sent again, and it takes none twice.
 * DRAW-9: a secret that comes out before the list is closed is recorded as revealed early.
 * DRAW-10: a draw can be called off until it is drawn, for good.
 * DRAW-11: where a draw asks for identities, one that another entrant gave is refused, unless the member
 * says that it is theirs: then they are in, and it is disputed; withdrawn, it may come back.
 * DRAW-12: a draw that requires an identity takes nobody without one; one that asks for none keeps none.
 * DRAW-13: staff free an identity from an entrant, who stays in the draw.
 */
import * as z from "zod";
import { defineActor, type Refused } from "../../lib/kernel/actor.ts";
import { drawOrder, hashOfHex, listHash } from "./draw_order.ts";
import { type DrawState, drawState, entrant, plan, revelation, roundAt } from "./draw_state.ts";
import { admitIdentity, forgetIdentity, identityAsked, noteIdentity } from "./identities.ts";

export { placeIn, ticketOf } from "./draw_order.ts";
export { type DrawPlan, type DrawState, roundAt } from "./draw_state.ts";

/** Units of JSON of one batch: a letter and an event of it fit a value of the store. */
const BATCH_UNITS = 12_000;
/** While there are cars each entrant of a batch becomes an order as well, in the same commit. */
const BATCH_WITH_CARS = 32;
const MOST_IN_A_BATCH = 400;
/** Batches under way to the lot, so that neither waits for the other's commit. */
const BATCHES_UNDER_WAY = 6;
/** How long a late beacon is left alone before it is asked again. */
const ASK_AGAIN_MS = 60_000;
/** How long the lot may take for a batch before it is sent again. */
const SEND_AGAIN_MS = 60_000;

const initial: DrawState = { status: "none" };

export const draw = defineActor("draw", {
  version: 3,
  live: true,
  state: drawState,
  initial: initial as DrawState,
  commands: {
    schedule: z.object({
      result: plan.omit({ identity: true }),
      identity: identityAsked.optional(),
    }),
    register: entrant.omit({ number: true }),
    withdraw: z.object({ memberId: z.string() }),
    /** Staff have seen whose the identity is. */
    free_identity: z.object({ memberId: z.string() }),
    close: z.object({}),
    reveal: z.object({}),
    draw: z.object({ result: revelation }),
    note_late: z.object({ reason: z.string() }),
    /** The lot has taken the order up to this place, and has so many cars left. */
    hand_over: z.object({ upTo: z.int().min(0), free: z.int().min(0) }),
    /** The lot has said nothing for a while. */
    send_again: z.object({}),
    cancel: z.object({}),
  },
  events: {
    scheduled: plan,
    registered: entrant,
    withdrawn: z.object({ memberId: z.string(), number: z.int() }),
    identity_freed: z.object({ memberId: z.string() }),
    closed: z.object({ entrants: z.int(), list: z.string() }),
    round_asked: z.object({ round: z.int() }),
    beacon_late: z.object({ round: z.int(), reason: z.string() }),
    revealed_early: z.object({ secret: z.string() }),
    reveal_refused: z.object({
      reason: z.enum(["wrong_round", "wrong_secret", "wrong_randomness"]),
      result: revelation,
    }),
    drawn: revelation,
    /** Entrants in the order of the draw, from place `from` (0 is the first) on. */
    ordered: z.object({
      /** Places that the lot had taken by then. */
      taken: z.int(),
      from: z.int(),
      entrants: z.array(z.string()),
      /** Where each of them came from; left out where that is not known of any. */
      origins: z.array(entrant.shape.from.unwrap().nullable()).optional(),
    }),
    handed_over: z.object({ entrants: z.int() }),
    cancelled: z.object({}),
  },
  refusals: [
    "unknown_draw",
    "already_scheduled",
    "round_too_early",
    "draw_cancelled",
    "registration_closed",
    "identity_required",
    "identity_taken",
    "not_registered",
    "no_identity",
    "registration_open",
    "drawn_already",
    "not_drawn",
    "wrong_round",
    "wrong_secret",
    "wrong_randomness",
  ],
  decide: {
    schedule(draw, { result, identity }, turn) {
      if (draw.status !== "none") return turn.refuse("already_scheduled");
      const plan = { ...result, ...(identity === undefined ? {} : { identity }) };
      if (roundAt(plan) <= plan.drawsAt) return turn.refuse("round_too_early");
      return turn.emit("scheduled", plan).remind("close", plan.drawsAt, "close", {}).reply({});
    },
    register(draw, said, turn) {
      if (draw.status === "none") return turn.refuse("unknown_draw");
      const { memberId, from } = said;
      const { drawsAt } = draw.plan;
      const known = draw.registered.get(memberId);
      if (known !== undefined) {
        return turn.reply({ outcome: "already", number: known.number, drawsAt });
      }
      if (draw.status === "cancelled") return turn.refuse("draw_cancelled");
      if (draw.status !== "registering" || turn.at >= drawsAt) {
        return turn.refuse("registration_closed", { drawsAt });
      }
      const given = admitIdentity(draw, draw.plan.identity, said, isIn);
      if (typeof given === "string") return turn.refuse(given);
      const number = draw.issued + 1;
      turn.emit("registered", {
        ...{ memberId, number },
        ...(from === undefined ? {} : { from }),
        ...given,
      });
      return turn.reply({ outcome: "registered", number, drawsAt });
    },
    withdraw(draw, { memberId }, turn) {
      if (draw.status === "none") return turn.refuse("unknown_draw");
      const known = draw.registered.get(memberId);
      if (known === undefined) return turn.refuse("not_registered");
      if (draw.status !== "registering" || turn.at >= draw.plan.drawsAt) {
        return turn.refuse("registration_closed", { drawsAt: draw.plan.drawsAt });
      }
      return turn.emit("withdrawn", { memberId, number: known.number }).reply({});
    },
    free_identity(draw, { memberId }, turn) {
      if (draw.status === "none") return turn.refuse("unknown_draw");
      if (!draw.identityOf.has(memberId)) return turn.refuse("no_identity");
      return turn.emit("identity_freed", { memberId }).reply({});
    },
    close(draw, _none, turn) {
      if (draw.status === "none") return turn.refuse("unknown_draw");
      if (draw.status !== "registering") return turn.reply({});
      const { drawsAt } = draw.plan;
      if (turn.at < drawsAt) return turn.refuse("registration_open", { drawsAt });
      const ids = draw.registered.keys();
      turn.emit("closed", { entrants: draw.registered.size, list: listHash(ids) });
      turn.remind("reveal", Math.max(turn.at, roundAt(draw.plan)), "reveal", {});
      return turn.reply({});
    },
    reveal(draw, _none, turn) {
      if (draw.status !== "closed") return turn.reply({});
      return turn.emit("round_asked", { round: draw.plan.round }).reply({});
    },
    note_late(draw, { reason }, turn) {
      if (draw.status !== "closed") return turn.reply({});
      turn.emit("beacon_late", { round: draw.plan.round, reason: reason.slice(0, 200) });
      return turn.remind("reveal", turn.at + ASK_AGAIN_MS, "reveal", {}).reply({});
    },
    draw(draw, { result }, turn) {
      switch (draw.status) {
        case "none":
          return turn.refuse("unknown_draw");
        case "cancelled":
          return turn.refuse("draw_cancelled");
        case "drawn":
        case "handed_over":
          return turn.reply({});
        case "registering": {
          const ours = hashOfHex(result.secret) === draw.plan.commitment;
          if (ours && draw.revealedAt === undefined) {
            turn.emit("revealed_early", { secret: result.secret });
          }
          return turn.refuse("registration_open", { drawsAt: draw.plan.drawsAt });
        }
        case "closed": {
          const reason = whyNot(draw.plan, result);
          if (reason === undefined) {
            turn.emit("drawn", result).forget("reveal");
            return turn.remind("send_again", turn.at, "hand_over", { upTo: 0, free: 1 }).reply({});
          }
          turn.emit("reveal_refused", { reason, result });
          turn.remind("reveal", turn.at + ASK_AGAIN_MS, "reveal", {});
          return turn.refuse(reason) as Refused<typeof reason>;
        }
      }
    },
    hand_over(draw, { upTo, free }, turn) {
      if (draw.status === "handed_over") return turn.reply({ handed: draw.order.length });
      if (draw.status !== "drawn") return turn.refuse("not_drawn");
      const { order, sent } = draw;
      if (upTo < draw.handed) return turn.reply({ handed: draw.handed });
      if (upTo >= order.length) {
        turn.emit("handed_over", { entrants: order.length }).forget("send_again");
        return turn.reply({ handed: order.length });
      }
      const most = free > 0 ? BATCH_WITH_CARS : MOST_IN_A_BATCH;
      const end = Math.min(upTo + BATCHES_UNDER_WAY * most, order.length);
      for (let from = Math.max(sent, upTo), n = 0; from < end && n < BATCHES_UNDER_WAY; n++) {
        const batch = batchFrom(draw, upTo, from, most);
        turn.emit("ordered", batch);
        from += batch.entrants.length;
      }
      turn.remind("send_again", turn.at + SEND_AGAIN_MS, "send_again", {});
      return turn.reply({ handed: upTo });
    },
    send_again(draw, _none, turn) {
      if (draw.status !== "drawn") return turn.refuse("not_drawn");
      turn.emit("ordered", batchFrom(draw, draw.handed, draw.handed, BATCH_WITH_CARS));
      turn.remind("send_again", turn.at + SEND_AGAIN_MS, "send_again", {});
      return turn.reply({});
    },
    cancel(draw, _none, turn) {
      switch (draw.status) {
        case "none":
          return turn.refuse("unknown_draw");
        case "drawn":
        case "handed_over":
          return turn.refuse("drawn_already");
        case "cancelled":
          return turn.reply({});
        case "registering":
        case "closed":
          return turn.emit("cancelled", {}).forget("close").forget("reveal").reply({});
      }
    },
  },
  evolve: {
    scheduled: (_draw, plan) => ({
      status: "registering" as const,
      plan,
      registered: new Map(),
      identities: new Map(),
      identityOf: new Map(),
      issued: 0,
    }),
    registered(draw, { memberId, number, from, identity }) {
      const state = registering(draw);
      state.registered.set(memberId, { number, ...(from === undefined ? {} : { from }) });
      noteIdentity(state, memberId, identity);
      state.issued = number;
    },
    withdrawn(draw, { memberId }) {
      const state = registering(draw);
      forgetIdentity(state, memberId);
      state.registered.delete(memberId);
    },
    identity_freed(draw, { memberId }) {
      if (draw.status !== "none") forgetIdentity(draw, memberId);
    },
    closed: (draw, { list }, { at }) => ({
      ...registering(draw),
      status: "closed" as const,
      list,
      closedAt: at,
      late: 0,
    }),
    round_asked: () => {},
    beacon_late(draw) {
      if (draw.status === "closed") draw.late++;
    },
    revealed_early(draw, _event, { at }) {
      registering(draw).revealedAt = at;
    },
    reveal_refused: () => {},
    drawn(draw, revealed, { at }) {
      if (draw.status !== "closed") throw new Error(`a draw that is ${draw.status} is drawn`);
      const { randomness, secret } = revealed;
      const order = drawOrder(draw.registered.keys(), { randomness, secret, list: draw.list });
      return {
        ...draw,
        status: "drawn" as const,
        revealed,
        order,
        drawnAt: at,
        handed: 0,
        sent: 0,
      };
    },
    ordered(draw, { taken, from, entrants }) {
      if (draw.status !== "drawn") return;
      draw.handed = taken;
      draw.sent = from + entrants.length;
    },
    handed_over(draw, { entrants }) {
      if (draw.status !== "drawn") throw new Error(`a draw that is ${draw.status} is handed over`);
      return { ...draw, status: "handed_over" as const, handed: entrants, sent: entrants };
    },
    cancelled(draw, _event, { at }) {
      if (draw.status !== "registering" && draw.status !== "closed") return;
      return { ...draw, status: "cancelled" as const, cancelledAt: at };
    },
  },
  invariant: (draw) =>
    draw.status === "none" || draw.registered.size <= draw.issued ||
    `${draw.registered.size} entrants of ${draw.issued} registrations`,
});

type Registering = Extract<DrawState, { status: "registering" }>;
type Drawn = Extract<DrawState, { status: "drawn" }>;

const isIn = ({ registered }: Pick<Registering, "registered">, memberId: string): boolean =>
  registered.has(memberId);

function registering(draw: DrawState): Registering {
  if (draw.status !== "registering") throw new Error(`a draw that is ${draw.status} is open`);
  return draw;
}

/** Why what was revealed does not make the draw that was announced. */
function whyNot(
  { commitment, round }: z.infer<typeof plan>,
  revealed: z.infer<typeof revelation>,
): "wrong_round" | "wrong_secret" | "wrong_randomness" | undefined {
  if (revealed.round !== round) return "wrong_round";
  if (hashOfHex(revealed.secret) !== commitment) return "wrong_secret";
  if (hashOfHex(revealed.signature) !== revealed.randomness) return "wrong_randomness";
  return undefined;
}

/** The next entrants in order, as many as fit. */
function batchFrom({ order, registered }: Drawn, taken: number, from: number, most: number) {
  const entrants: string[] = [];
  const origins = [];
  let units = 0;
  for (const memberId of order.slice(from, from + most)) {
    const origin = registered.get(memberId)?.from ?? null;
    units += memberId.length + 8 + (origin === null ? 0 : JSON.stringify(origin).length);
    if (entrants.length > 0 && units > BATCH_UNITS) break;
    entrants.push(memberId);
    origins.push(origin);
  }
  const known = origins.some((origin) => origin !== null);
  return { taken, from, entrants, ...(known ? { origins } : {}) };
}

/**
 * The waiting room of a sale; it has the sale's id. People come before the sale opens and while it
 * runs; it lets in as many at a time as the sale can serve.
 *
 * ROOM-1: who enters before the opening is in the pre-queue. At the opening it is shuffled once, by a
 * seed made of a secret that was committed to beforehand and of the entrants themselves.
 * ROOM-2: who enters later stands behind all of them, first come, first served.
 * ROOM-3: a member has one place; entering again gives the same answer.
 * ROOM-4: never more are admitted than the rate allows, give or take two seconds of it, and never
 * more are inside at once than `maxActive`. Staff change both at any time.
 * ROOM-5: an admission ends when the member has finished, leaves, or its time is over; not while the
 * sale is paused.
 * ROOM-6: nobody waits behind a ghost: who is not there when the turn comes is stepped over at once.
 * ROOM-7: who stays away for the grace period after being called loses the turn, and comes back to
 * the front within the time for returning; after that, to the end.
 * ROOM-8: a room that slept itself, with its server, calls again before it blames the absent.
 * ROOM-9: who leaves gives up the place; who comes again after that goes to the end.
 * ROOM-10: a secret that is lost or is not the one committed to does not stop the opening: the seed
 * is made of the entrants alone, and the journal shows it.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { commitmentTo, entrantsDigest, seedOf } from "./fair_shuffle.ts";
import {
  creditOf,
  dealPlaces,
  due,
  earliest,
  guard,
  initial,
  inParts,
  isQuiet,
  maxActive,
  memberId,
  MOST_AT_ONCE,
  MOST_CALLED,
  MOST_ENTRIES,
  ONE,
  place,
  PLACES,
  places,
  plan,
  ratePerMinute,
  readyAt,
  SLEPT_MS,
  standingOf,
  state,
  TICK_MS,
  time,
  waitingIn,
  walk,
} from "./room_state.ts";

const none = z.object({});

export const waitingRoom = defineActor("waiting_room", {
  version: 1,
  live: true,
  state,
  initial,
  commands: {
    configure: z.object({ plan, commitment: z.string().regex(/^[0-9a-f]{64}$/) }),
    set_rate: z.object({ ratePerMinute, maxActive }),
    set_guard: guard,
    enter: z.object({ memberId }),
    begin: none,
    /** Without a result where the secret could not be had, with the reason. */
    open: z.object({
      result: z.object({
        secret: z.string(),
        /** Public randomness that was drawn after the sealing, where there is some. */
        randomness: z.string().nullable(),
      }).optional(),
      reason: z.string().optional(),
    }),
    advance: none,
    seen: z.object({ places }),
    leave: z.object({ memberId }),
    finish: z.object({ memberIds: z.array(memberId).min(1).max(PLACES) }),
    pause: none,
    resume: none,
    close: none,
  },
  events: {
    configured: z.object({ plan, commitment: z.string() }),
    rate_set: z.object({ ratePerMinute, maxActive, credit: z.int() }),
    guard_set: guard,
    entered: z.object({ memberId, place }),
    left: z.object({ place }),
    sealed: z.object({ entrants: z.int(), digest: z.string() }),
    opened: z.object({
      secret: z.string().nullable(),
      randomness: z.string().nullable(),
      seed: z.string(),
    }),
    ticked: none,
    called: z.object({ upTo: place }),
    called_again: none,
    heard: z.object({ places }),
    passed: z.object({ places, returnBy: time }),
    returned: z.object({ places }),
    lapsed: z.object({ places }),
    admitted: z.object({ places, until: time, credit: z.int() }),
    expired: z.object({ places }),
    finished: z.object({ places }),
    paused: none,
    resumed: none,
    closed: none,
  },
  refusals: ["no_waiting_room", "already_open", "closed", "not_open_yet", "room_full"],
  decide: {
    configure(room, { plan, commitment }, turn) {
      if (room.status === "closed") return turn.refuse("closed");
      if (room.status !== "none" && room.status !== "prequeue") return turn.refuse("already_open");
      // Whoever could change the commitment after people came could choose their order.
      const kept = room.line.length > 0 ? room.commitment : commitment;
      turn.emit("configured", { plan, commitment: kept });
      return turn.remind("begin", plan.opensAt, "begin", {}).reply({ status: "prequeue" });
    },
    set_rate(room, { ratePerMinute, maxActive }, turn) {
      if (room.plan === null) return turn.refuse("no_waiting_room");
      if (room.status === "closed") return turn.refuse("closed");
      turn.emit("rate_set", { ratePerMinute, maxActive, credit: creditOf(room, turn.at) });
      if (room.status === "open" && !isQuiet(room)) {
        turn.remind("advance", turn.at + TICK_MS, "advance", {});
      }
      return turn.reply({ status: room.status });
    },
    set_guard(room, guard, turn) {
      if (room.plan === null) return turn.refuse("no_waiting_room");
      return turn.emit("guard_set", guard).reply({ status: room.status });
    },
    enter(room, { memberId }, turn) {
      const { plan, status } = room;
      if (plan === null) return turn.refuse("no_waiting_room");
      if (status === "closed") return turn.refuse("closed");
      const known = room.places.get(memberId);
      if (known !== undefined) {
        const standing = standingOf(room, known, turn.at);
        if (standing.state === "passed") {
          turn.emit("returned", { places: [known] }).remind("advance", turn.at, "advance", {});
          return turn.reply({ state: "waiting", place: known });
        }
        if (standing.state !== "gone") return turn.reply(standing);
      }
      if (plan.prequeueAt !== null && turn.at < plan.prequeueAt) {
        return turn.refuse("not_open_yet", { opensAt: plan.prequeueAt });
      }
      if (room.line.length >= MOST_ENTRIES) return turn.refuse("room_full");
      // In the pre-queue a place means nothing yet: who left it and comes again takes the same.
      const again = known !== undefined && status === "prequeue" ? known : undefined;
      const place = again ?? room.line.length + 1;
      turn.emit("entered", { memberId, place });
      if (status === "prequeue") return turn.reply({ state: "prequeue", place });
      if (status !== "open" || !isQuiet(room)) return turn.reply({ state: "waiting", place });
      const credit = creditOf(room, turn.at) - ONE;
      if (credit < 0 || room.pausedAt !== null || room.admitted.size >= plan.maxActive) {
        turn.remind("advance", turn.at + TICK_MS, "advance", {});
        return turn.reply({ state: "waiting", place });
      }
      const until = turn.at + plan.admissionMs;
      turn.emit("admitted", { places: [place], until, credit });
      if (room.admitted.size === 0) turn.remind("advance", until, "advance", {});
      return turn.reply({ state: "admitted", place, until });
    },
    begin(room, _none, turn) {
      if (room.status !== "prequeue") return turn.reply({ status: room.status });
      const digest = entrantsDigest(room.line);
      turn.emit("sealed", { entrants: room.line.length, digest }).forget("begin");
      return turn.reply({ status: "sealed" });
    },
    open(room, { result }, turn) {
      if (room.status !== "sealed") return turn.reply({ status: room.status });
      const honest = result !== undefined && commitmentTo(result.secret) === room.commitment;
      const secret = honest ? result.secret : null;
      const randomness = result?.randomness ?? null;
      const seed = seedOf({
        saleId: turn.id,
        secret: secret ?? "",
        entrants: entrantsDigest(room.line.slice(0, room.sealed)),
        randomness: randomness ?? "",
      });
      turn.emit("opened", { secret, randomness, seed });
      if (room.line.length > 0) {
        turn.emit("called", { upTo: Math.min(room.line.length, readyAt(room)) });
      }
      return turn.remind("advance", turn.at + TICK_MS, "advance", {}).reply({ status: "open" });
    },
    advance(room, _none, turn) {
      const { plan } = room;
      if (plan === null || room.status !== "open" || room.pausedAt !== null) {
        return turn.reply({ admitted: 0 });
      }
      const expired = due(room.admitted, turn.at);
      const active = room.admitted.size - expired.length;
      const credit = creditOf(room, turn.at);
      const free = Math.min(Math.floor(credit / ONE), plan.maxActive - active, MOST_AT_ONCE);
      const slept = room.front.size > 0 && turn.at - room.tickedAt > SLEPT_MS;
      const { admit, pass, ready } = walk(room, Math.max(0, free), slept, turn.at);
      const until = turn.at + plan.admissionMs;
      const upTo = Math.min(
        room.line.length,
        room.called + Math.max(0, readyAt(room) - ready),
        room.called + Math.max(0, MOST_CALLED - room.front.size),
      );

      turn.emit("ticked", {});
      if (slept) turn.emit("called_again", {});
      for (const places of inParts(expired)) turn.emit("expired", { places });
      for (const places of inParts(due(room.passed, turn.at))) turn.emit("lapsed", { places });
      for (const places of inParts(pass)) {
        turn.emit("passed", { places, returnBy: turn.at + plan.returnMs });
      }
      let rest = credit;
      for (const places of inParts(admit)) {
        rest -= ONE * places.length;
        turn.emit("admitted", { places, until, credit: rest });
      }
      if (upTo > room.called) turn.emit("called", { upTo });

      const firstEnd = Math.min(
        earliest(room.admitted, turn.at),
        admit.length > 0 ? until : Infinity,
      );
      if (waitingIn(room) > admit.length + pass.length) {
        turn.remind("advance", turn.at + TICK_MS, "advance", {});
      } else if (firstEnd < Infinity) turn.remind("advance", firstEnd, "advance", {});
      return turn.reply({ admitted: admit.length });
    },
    seen(room, { places }, turn) {
      if (room.plan === null || room.status !== "open") return turn.reply({});
      const again = room.plan.graceMs / 4;
      const stale = (heardAt: number | null | undefined) =>
        heardAt === null || (heardAt !== undefined && turn.at - heardAt > again);
      const heard = places.filter((place) =>
        stale(room.front.get(place)?.heardAt) || stale(room.returned.get(place))
      );
      const returned = places.filter((place) => turn.at < (room.passed.get(place) ?? 0));
      if (heard.length > 0) turn.emit("heard", { places: heard });
      if (returned.length > 0) {
        turn.emit("returned", { places: returned }).remind("advance", turn.at, "advance", {});
      }
      return turn.reply({});
    },
    leave(room, { memberId }, turn) {
      if (room.plan === null) return turn.refuse("no_waiting_room");
      const place = room.places.get(memberId);
      if (place === undefined) return turn.reply({ left: false });
      const { state } = standingOf(room, place, turn.at);
      if (state === "gone" || state === "done") return turn.reply({ left: false });
      return turn.emit("left", { place }).reply({ left: true });
    },
    finish(room, { memberIds }, turn) {
      const inside = (place: number | undefined) => place !== undefined && room.admitted.has(place);
      const places = memberIds.map((id) => room.places.get(id)).filter(inside) as number[];
      if (places.length > 0) turn.emit("finished", { places: [...new Set(places)] });
      return turn.reply({ finished: places.length });
    },
    pause(room, _none, turn) {
      if (room.status !== "none" && room.status !== "closed" && room.pausedAt === null) {
        turn.emit("paused", {}).forget("advance");
      }
      return turn.reply({});
    },
    resume(room, _none, turn) {
      if (room.pausedAt !== null) {
        turn.emit("resumed", {}).remind("advance", turn.at, "advance", {});
      }
      return turn.reply({});
    },
    close(room, _none, turn) {
      if (room.status !== "none" && room.status !== "closed") {
        turn.emit("closed", {}).forget("begin").forget("advance");
      }
      return turn.reply({});
    },
  },
  evolve: {
    configured: (room, { plan, commitment }) => {
      room.status = "prequeue";
      room.plan = { ...plan };
      room.commitment = commitment;
    },
    rate_set: (room, { credit, ...limits }, { at }) => {
      Object.assign(room.plan!, limits);
      room.credit = credit;
      room.creditAt = at;
    },
    guard_set: (room, guard) => void (room.guard = guard),
    entered: (room, { memberId, place }) => {
      if (place <= room.line.length) return void room.left.delete(place);
      room.line.push(memberId);
      room.places.set(memberId, place);
    },
    left: (room, { place }) => {
      if (place > room.called) return void room.left.add(place);
      for (const part of [room.front, room.returned, room.passed, room.admitted]) {
        part.delete(place);
      }
    },
    sealed: (room, { entrants }) => {
      room.status = "sealed";
      room.sealed = entrants;
    },
    opened: (room, { seed }, { at }) => {
      dealPlaces(room, seed);
      room.status = "open";
      room.credit = 0;
      room.creditAt = room.tickedAt = at;
    },
    ticked: (room, _none, { at }) => void (room.tickedAt = at),
    called: (room, { upTo }, { at }) => {
      for (let place = room.called + 1; place <= upTo; place++) {
        if (!room.left.delete(place)) room.front.set(place, { calledAt: at, heardAt: null });
      }
      room.called = upTo;
    },
    called_again: (room, _none, { at }) => {
      for (const standing of room.front.values()) standing.calledAt = at;
    },
    heard: (room, { places }, { at }) => {
      for (const place of places) {
        const standing = room.front.get(place);
        if (standing) standing.heardAt = at;
        else room.returned.set(place, at);
      }
    },
    passed: (room, { places, returnBy }) => {
      for (const place of places) {
        room.front.delete(place);
        room.returned.delete(place);
        room.passed.set(place, returnBy);
      }
    },
    returned: (room, { places }, { at }) => {
      for (const place of places) {
        room.passed.delete(place);
        room.returned.set(place, at);
      }
    },
    lapsed: (room, { places }) => places.forEach((place) => room.passed.delete(place)),
    admitted: (room, { places, until, credit }, { at }) => {
      for (const place of places) {
        room.front.delete(place);
        room.returned.delete(place);
        room.admitted.set(place, until);
        // Who was admitted on entering was never called; whoever stood in front had left.
        while (room.called < place) room.left.delete(++room.called);
      }
      room.credit = credit;
      room.creditAt = at;
    },
    expired: (room, { places }) => places.forEach((place) => room.admitted.delete(place)),
    finished: (room, { places }) => {
      for (const place of places) {
        room.admitted.delete(place);
        room.done.add(place);
      }
    },
    paused: (room, _none, { at }) => void (room.pausedAt = at),
    resumed: (room, _none, { at }) => {
      const pause = at - (room.pausedAt ?? at);
      for (const [place, until] of room.admitted) room.admitted.set(place, until + pause);
      room.pausedAt = null;
      // Nothing was saved up in the meantime.
      room.credit = 0;
      room.creditAt = at;
    },
    closed: (room) => {
      room.status = "closed";
      room.front.clear();
      room.returned.clear();
      room.passed.clear();
    },
  },
  invariant: (room) =>
    room.called <= room.line.length && room.places.size <= room.line.length &&
    room.sealed <= room.line.length,
});

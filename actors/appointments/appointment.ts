/**
 * What becomes of a visit beside its place in the calendar: the reminder, and what the visitor says.
 *
 * APPOINTMENT-1: the visitor is reminded once, a day before the start, however often it has moved.
 * APPOINTMENT-2: only who came may review, once, and only their own visit.
 * APPOINTMENT-3: the dealer replies to a review; a later reply takes the place of the first.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";
import { DAY_MS } from "../../lib/time/day.ts";

const kind = z.enum(["test_drive", "maintenance"]);
const scores = z.object({ overall: z.int().min(1).max(5), people: z.int().min(1).max(5) });
/** The text itself is in the visitor's vault: a journal cannot forget. */
const review = z.object({ scores, hasText: z.boolean(), at: z.int() });
const reply = z.object({ text: z.string().min(1).max(500), at: z.int() });

const state = z.object({
  memberId: z.string(),
  dealerId: z.string(),
  kind: kind.nullable(),
  model: z.string(),
  startAt: z.int(),
  status: z.enum(["none", "open", "closed", "done"]),
  review: review.nullable(),
  reply: reply.nullable(),
});
export type AppointmentState = z.infer<typeof state>;

const opening = z.object({
  memberId: z.string(),
  dealerId: z.string(),
  kind,
  model: z.string(),
  startAt: z.int(),
});

export const appointment = defineActor("appointment", {
  version: 1,
  live: true,
  state,
  initial: {
    memberId: "",
    dealerId: "",
    kind: null,
    model: "",
    startAt: 0,
    status: "none",
    review: null,
    reply: null,
  } as AppointmentState,
  commands: {
    open: opening,
    move: z.object({ startAt: z.int() }),
    close: z.object({}),
    finish: z.object({}),
    tell_day_before: z.object({}),
    review: z.object({ memberId: z.string(), scores, hasText: z.boolean() }),
    reply: z.object({ text: reply.shape.text }),
  },
  events: {
    opened: opening,
    moved: z.object({ startAt: z.int() }),
    closed: z.object({}),
    finished: z.object({ memberId: z.string() }),
    day_before: opening,
    reviewed: z.object({ memberId: z.string(), scores, hasText: z.boolean() }),
    replied: z.object({ memberId: z.string(), text: reply.shape.text }),
  },
  refusals: ["unknown_booking", "not_visited", "reviewed_already", "not_reviewed"],
  decide: {
    open(state, opening, turn) {
      if (state.status !== "none") return turn.reply({});
      const dayBefore = opening.startAt - DAY_MS;
      if (dayBefore > turn.at) turn.remind("day_before", dayBefore, "tell_day_before", {});
      return turn.emit("opened", opening).reply({});
    },
    move(state, { startAt }, turn) {
      if (state.status !== "open") return turn.reply({});
      const dayBefore = startAt - DAY_MS;
      if (dayBefore > turn.at) turn.remind("day_before", dayBefore, "tell_day_before", {});
      else turn.forget("day_before");
      return turn.emit("moved", { startAt }).reply({});
    },
    close(state, _none, turn) {
      if (state.status !== "open") return turn.reply({});
      return turn.forget("day_before").emit("closed", {}).reply({});
    },
    finish({ status, memberId }, _none, turn) {
      if (status !== "open") return turn.reply({});
      return turn.forget("day_before").emit("finished", { memberId }).reply({});
    },
    tell_day_before({ status, kind, memberId, dealerId, model, startAt }, _none, turn) {
      // A clock that jumped past the visit has nothing to remind of.
      if (status !== "open" || kind === null || turn.at >= startAt) return turn.reply({});
      return turn.emit("day_before", { memberId, dealerId, kind, model, startAt }).reply({});
    },
    review(state, review, turn) {
      if (state.memberId !== review.memberId) return turn.refuse("unknown_booking");
      if (state.status !== "done") return turn.refuse("not_visited");
      if (state.review) return turn.refuse("reviewed_already");
      return turn.emit("reviewed", review).reply({});
    },
    reply(state, { text }, turn) {
      if (!state.review) return turn.refuse("not_reviewed");
      return turn.emit("replied", { memberId: state.memberId, text }).reply({});
    },
  },
  evolve: {
    opened: (state, opening) => ({ ...state, ...opening, status: "open" }),
    moved: (state, { startAt }) => void (state.startAt = startAt),
    closed: (state) => void (state.status = "closed"),
    finished: (state) => void (state.status = "done"),
    day_before: () => {},
    reviewed(state, { scores, hasText }, { at }) {
      state.review = { scores: { ...scores }, hasText, at };
    },
    replied: (state, { text }, { at }) => void (state.reply = { text, at }),
  },
});

/**
 * A dealer's calendar holds the capacity of its people, bays and demo cars, and so all its visits.
 *
 * CALENDAR-1: no person, bay or car is in two visits at once, buffers counted.
 * CALENDAR-2: whoever asks for a start that is taken hears the next best starts in the same answer.
 * CALENDAR-3: a booking told again gets its first answer.
 * CALENDAR-4: a visit moves to a free start or stays where it is; it never gives its place up first.
 * CALENDAR-5: another member's booking is unknown to whoever asks.
 * CALENDAR-6: a cancelled visit gives its place back; one that was checked in cannot be cancelled.
 * CALENDAR-7: a no-show can be told only after the start, and gives the consultant the turn back.
 */
import * as z from "zod";
import {
  assign,
  availability,
  type Capacity,
  nextBest,
  occupied,
  type Visit,
} from "../../lib/appointments/availability.ts";
import { roundRobin } from "../../lib/appointments/round_robin.ts";
import { defineActor } from "../../lib/kernel/actor.ts";

const OFFERS = 3;
const HORIZON_DAYS = 30;

const kind = z.enum(["person", "bay", "car"]);
const span = z.object({ from: z.int(), until: z.int() });
const hours = z.object({ from: z.int().min(0), until: z.int().max(1440) });
const resource = z.object({
  id: z.string(),
  kind,
  can: z.array(z.string()),
  away: z.array(span),
});
const visit = z.object({
  needs: z.array(z.object({ kind, can: z.string() })).min(1).max(3)
    .refine((needs) => new Set(needs.map(({ kind }) => kind)).size === needs.length),
  durationMs: z.int().positive(),
  beforeMs: z.int().min(0),
  afterMs: z.int().min(0),
  stepMs: z.int().min(300_000),
  leadMs: z.int().min(0),
});
const plan = z.object({
  opening: z.object({
    timeZone: z.string(),
    week: z.array(hours.nullable()).length(7),
    exceptions: z.record(z.string(), hours.nullable()),
  }),
  resources: z.array(resource).max(200),
});
const place = z.object({ startAt: z.int(), taken: span, resources: z.array(z.string()) });
const booking = z.object({
  ...place.shape,
  memberId: z.string(),
  visit,
  status: z.enum(["confirmed", "checked_in", "no_show", "cancelled"]),
  bookedAt: z.int(),
});

const state = z.object({ plan: plan.nullable(), bookings: z.map(z.string(), booking) });
export type CalendarState = z.infer<typeof state>;
type Booking = z.infer<typeof booking>;
type Plan = z.infer<typeof plan>;

/** The plan with what its visits take; `without` is the visit that is about to move. */
function capacityOf(plan: Plan, bookings: CalendarState["bookings"], without?: string): Capacity {
  const busy = new Map(plan.resources.map(({ id, away }) => [id, [...away]]));
  for (const [id, { status, taken, resources }] of bookings) {
    if (id === without || status === "cancelled" || status === "no_show") continue;
    for (const one of resources) busy.get(one)?.push(taken);
  }
  return {
    opening: plan.opening,
    resources: plan.resources.map((one) => ({ ...one, busy: busy.get(one.id)! })),
  };
}

function order(plan: Plan, bookings: CalendarState["bookings"]): string[] {
  return roundRobin(
    plan.resources.filter(({ kind }) => kind === "person").map(({ id }) => {
      const theirs = [...bookings.values()].filter(({ resources, status }) =>
        resources.includes(id) && status !== "cancelled"
      );
      return {
        id,
        assigned: theirs.length,
        noShows: theirs.filter(({ status }) => status === "no_show").length,
        lastAt: theirs.length ? Math.max(...theirs.map(({ bookedAt }) => bookedAt)) : null,
      };
    }),
  );
}

type Found = { place: z.infer<typeof place> } | { offers: { startAt: number; places: number }[] };

function find(state: CalendarState, wish: Visit, startAt: number, at: number, moving?: string) {
  const capacity = capacityOf(state.plan!, state.bookings, moving);
  const present = moving === undefined ? undefined : state.bookings.get(moving)!.startAt;
  const slots = availability(capacity, wish, at, HORIZON_DAYS);
  const chosen = slots.some((slot) => slot.startAt === startAt)
    ? assign(capacity, wish, startAt, order(state.plan!, state.bookings))
    : null;
  const found: Found = chosen
    ? {
      place: {
        startAt,
        taken: occupied(wish, startAt),
        resources: chosen.map(({ id }) => id),
      },
    }
    : { offers: nextBest(slots.filter((slot) => slot.startAt !== present), startAt, OFFERS) };
  return found;
}

function answer({ startAt, resources }: z.infer<typeof place>) {
  return { startAt, resources: [...resources] };
}

function own(state: CalendarState, id: string, memberId: string): Booking | undefined {
  const found = state.bookings.get(id);
  return found?.memberId === memberId ? found : undefined;
}

const id = z.string().min(1).max(80);
const mine = z.object({ id, memberId: id });

export const calendar = defineActor("calendar", {
  version: 1,
  live: true,
  state,
  initial: { plan: null, bookings: new Map() } as CalendarState,
  commands: {
    set_up: plan,
    book: z.object({ ...mine.shape, visit, startAt: z.int() }),
    reschedule: z.object({ ...mine.shape, startAt: z.int() }),
    cancel: mine,
    check_in: z.object({ id }),
    tell_no_show: z.object({ id }),
  },
  events: {
    set_up: plan,
    booked: z.object({ ...mine.shape, ...place.shape, visit }),
    rescheduled: z.object({ ...mine.shape, ...place.shape, wasAt: z.int() }),
    cancelled: z.object({ ...mine.shape, startAt: z.int() }),
    checked_in: mine,
    missed: mine,
  },
  refusals: ["not_set_up", "unknown_booking", "booking_closed", "too_early", "slot_taken"],
  decide: {
    set_up(_state, plan, turn) {
      return turn.emit("set_up", plan).reply({});
    },
    book(state, { id, memberId, visit, startAt }, turn) {
      if (!state.plan) return turn.refuse("not_set_up");
      const before = state.bookings.get(id);
      if (before && before.memberId !== memberId) return turn.refuse("unknown_booking");
      if (before) return turn.reply(answer(before));
      const found = find(state, visit, startAt, turn.at);
      if ("offers" in found) return turn.refuse("slot_taken", { offers: found.offers });
      return turn.emit("booked", { id, memberId, visit, ...found.place })
        .reply(answer(found.place));
    },
    reschedule(state, { id, memberId, startAt }, turn) {
      const before = own(state, id, memberId);
      if (!before) return turn.refuse("unknown_booking");
      if (before.status !== "confirmed") return turn.refuse("booking_closed");
      if (before.startAt === startAt) return turn.reply(answer(before));
      const found = find(state, before.visit, startAt, turn.at, id);
      if ("offers" in found) return turn.refuse("slot_taken", { offers: found.offers });
      return turn.emit("rescheduled", { id, memberId, wasAt: before.startAt, ...found.place })
        .reply(answer(found.place));
    },
    cancel(state, { id, memberId }, turn) {
      const before = own(state, id, memberId);
      if (!before) return turn.refuse("unknown_booking");
      if (before.status === "cancelled") return turn.reply({});
      if (before.status !== "confirmed") return turn.refuse("booking_closed");
      return turn.emit("cancelled", { id, memberId, startAt: before.startAt }).reply({});
    },
    check_in(state, { id }, turn) {
      const before = state.bookings.get(id);
      if (!before) return turn.refuse("unknown_booking");
      if (before.status === "checked_in") return turn.reply({});
      if (before.status !== "confirmed") return turn.refuse("booking_closed");
      return turn.emit("checked_in", { id, memberId: before.memberId }).reply({});
    },
    tell_no_show(state, { id }, turn) {
      const before = state.bookings.get(id);
      if (!before) return turn.refuse("unknown_booking");
      if (before.status === "no_show") return turn.reply({});
      if (before.status !== "confirmed") return turn.refuse("booking_closed");
      if (turn.at < before.startAt) return turn.refuse("too_early");
      return turn.emit("missed", { id, memberId: before.memberId }).reply({});
    },
  },
  evolve: {
    set_up(state, plan) {
      state.plan = structuredClone(plan);
    },
    booked(state, { id, ...event }, { at }) {
      const copy = structuredClone(event);
      state.bookings.set(id, { ...copy, status: "confirmed", bookedAt: at });
    },
    rescheduled(state, { id, startAt, taken, resources }) {
      Object.assign(state.bookings.get(id)!, structuredClone({ startAt, taken, resources }));
    },
    cancelled(state, { id }) {
      state.bookings.get(id)!.status = "cancelled";
    },
    checked_in(state, { id }) {
      state.bookings.get(id)!.status = "checked_in";
    },
    missed(state, { id }) {
      state.bookings.get(id)!.status = "no_show";
    },
  },
});

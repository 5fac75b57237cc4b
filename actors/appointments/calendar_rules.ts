/** How a calendar finds places: who is free, whose turn it is, who has waited best. */
import {
  assign,
  availability,
  type Capacity,
  nextBest,
  occupied,
  type Slot,
  type Visit,
} from "../../lib/appointments/availability.ts";
import { roundRobin } from "../../lib/appointments/round_robin.ts";
import { DAY_MS } from "../../lib/time/day.ts";
import type { Booking, CalendarState, Place, Plan, Waiting } from "./calendar_state.ts";

const OFFERS = 3;
export const HORIZON_DAYS = 30;
/** What lies so far back is no longer held here: the round robin looks no further. */
const KEPT_MS = 30 * DAY_MS;

/** Whether the visit takes its place: given back ones do not, and who never came has left it. */
export const takesPlace = ({ status }: Pick<Booking, "status">): boolean =>
  status === "offered" || status === "confirmed" || status === "checked_in" ||
  status === "completed";

export const isOpen = ({ status }: Pick<Booking, "status">): boolean =>
  status === "offered" || status === "confirmed";

/** The plan with what its visits take; `without` is the visit that is about to move. */
export function capacityOf({ plan, bookings }: CalendarState, without?: string): Capacity {
  const { opening, resources } = plan!;
  const busy = new Map(resources.map(({ id, away }) => [id, [...away]]));
  for (const [id, booking] of bookings) {
    if (id === without || !takesPlace(booking)) continue;
    for (const one of booking.resources) busy.get(one)?.push(booking.taken);
  }
  return { opening, resources: resources.map((one) => ({ ...one, busy: busy.get(one.id)! })) };
}

function order(plan: Plan, bookings: CalendarState["bookings"]): string[] {
  return roundRobin(
    plan.resources.filter(({ kind }) => kind === "person").map(({ id }) => {
      const theirs = [...bookings.values()].filter(({ resources, status }) =>
        resources.includes(id) && status !== "cancelled" && status !== "lapsed"
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

export type Found = { place: Place } | { offers: { startAt: number; places: number }[] };

/** The place for a start, or the starts that come nearest to it. */
export function find(
  state: CalendarState,
  wish: Visit,
  startAt: number,
  at: number,
  moving?: string,
): Found {
  const capacity = capacityOf(state, moving);
  const present = moving === undefined ? undefined : state.bookings.get(moving)!.startAt;
  const slots = availability(capacity, wish, at, HORIZON_DAYS);
  const chosen = slots.some((slot) => slot.startAt === startAt)
    ? assign(capacity, wish, startAt, order(state.plan!, state.bookings))
    : null;
  return chosen
    ? {
      place: {
        startAt,
        taken: occupied(wish, startAt),
        resources: chosen.map(({ id }) => id),
      },
    }
    : { offers: nextBest(slots.filter((slot) => slot.startAt !== present), startAt, OFFERS) };
}

/** Free starts of a visit within a span of time. */
export function freeStarts(
  state: CalendarState,
  visit: Visit,
  at: number,
  { from, until }: { from: number; until: number },
  moving?: string,
): Slot[] {
  if (!state.plan) return [];
  return availability(capacityOf(state, moving), visit, at, HORIZON_DAYS)
    .filter(({ startAt }) => startAt >= from && startAt < until);
}

/** Who gets the next freed place first: those who always came, then those who have waited longest. */
export function bestWaiting({ waiting, bookings }: CalendarState): Waiting[] {
  const missed = new Map<string, number>();
  for (const { memberId, status } of bookings.values()) {
    if (status === "no_show") missed.set(memberId, (missed.get(memberId) ?? 0) + 1);
  }
  const misses = (one: Waiting) => missed.get(one.memberId) ?? 0;
  return [...waiting].sort((a, b) => misses(a) - misses(b) || a.since - b.since);
}

/** The day's span in the dealer's zone, open or not. */
export function daySpan({ opening: { timeZone } }: Plan, date: string) {
  const day = Temporal.PlainDate.from(date);
  const from = day.toZonedDateTime({ timeZone }).epochMilliseconds;
  return { from, until: day.add({ days: 1 }).toZonedDateTime({ timeZone }).epochMilliseconds };
}

/** Lets go of what lies far back, so that a calendar does not grow for ever. */
export function prune(state: CalendarState, at: number): void {
  for (const [id, { taken }] of state.bookings) {
    if (taken.until < at - KEPT_MS) state.bookings.delete(id);
  }
  state.waiting = state.waiting.filter(({ until }) => until > at);
}

/** The first resource that is in two visits at once; undefined where all is well. */
export function doubleBooked({ bookings }: CalendarState): string | undefined {
  const spans = new Map<string, { from: number; until: number }[]>();
  for (const booking of bookings.values()) {
    if (!takesPlace(booking)) continue;
    for (const id of booking.resources) {
      const taken = spans.get(id);
      if (taken) taken.push(booking.taken);
      else spans.set(id, [booking.taken]);
    }
  }
  for (const [id, taken] of spans) {
    taken.sort((a, b) => a.from - b.from);
    if (taken.some(({ from }, at) => at > 0 && from < taken[at - 1]!.until)) return id;
  }
  return undefined;
}

/** A dealer's day as its staff see it: who, where and when, read at once from the calendar. */
import { calendar } from "../../actors/appointments/calendar.ts";
import { daySpan, freeStarts, takesPlace } from "../../actors/appointments/calendar_rules.ts";
import type { Booking } from "../../actors/appointments/calendar_state.ts";
import { openSpans } from "../appointments/opening.ts";
import type { ActorSystem } from "../kernel/mod.ts";
import { DAY_MS } from "../time/day.ts";

const MOVES_DAYS = 14;

export interface DayBooking extends
  Pick<
    Booking,
    "about" | "memberId" | "mustMove" | "reduction" | "resources" | "startAt" | "status" | "taken"
  > {
  readonly id: string;
  readonly endAt: number;
  readonly agreed: boolean;
}

export interface DayResource {
  readonly id: string;
  readonly kind: "person" | "bay" | "car";
}

export interface DealerDay {
  /** Undefined on a day that is closed. */
  readonly hours: { readonly from: number; readonly until: number } | undefined;
  readonly resources: readonly DayResource[];
  /** In order of time. */
  readonly bookings: readonly DayBooking[];
  readonly waiting: number;
  /** Closed by hand or as a holiday, not by the week. */
  readonly closedByDate: boolean;
}

export async function readDealerDay(
  system: ActorSystem,
  dealerId: string,
  date: string,
): Promise<DealerDay | undefined> {
  return await system.view(calendar(dealerId), ({ plan, bookings, waiting }) => {
    if (!plan) return undefined;
    const span = daySpan(plan, date);
    const within = (at: number) => at >= span.from && at < span.until;
    const ofDay = [...bookings].filter(([, { startAt, status }]) =>
      within(startAt) && status !== "cancelled" && status !== "lapsed"
    ).map(([id, one]): DayBooking => ({
      id,
      startAt: one.startAt,
      endAt: one.startAt + one.visit.durationMs,
      taken: { ...one.taken },
      resources: [...one.resources],
      about: structuredClone(one.about),
      memberId: one.memberId,
      status: one.status,
      mustMove: one.mustMove,
      agreed: one.agreement !== null,
      ...(one.reduction ? { reduction: structuredClone(one.reduction) } : {}),
    }));
    const [hours] = openSpans(plan.opening, span.from, 1);
    return {
      hours: hours && { ...hours },
      resources: plan.resources.map(({ id, kind }) => ({ id, kind })),
      bookings: ofDay.sort((a, b) => a.startAt - b.startAt || (a.id < b.id ? -1 : 1)),
      waiting: waiting.filter(({ from, until }) => from < span.until && until > span.from).length,
      closedByDate: plan.opening.exceptions[date] === null,
    };
  });
}

export const visitStart = (
  system: ActorSystem,
  dealerId: string,
  id: string,
): Promise<number | undefined> =>
  system.view(calendar(dealerId), ({ bookings }) => bookings.get(id)?.startAt);

/** How much of the open time the resources of a kind are taken, from 0 to 1. */
export function utilisation(
  { hours, resources, bookings }: DealerDay,
  has: (resource: DayResource) => boolean,
): number {
  const counted = new Set(resources.filter(has).map(({ id }) => id));
  if (!hours || counted.size === 0) return 0;
  let taken = 0;
  for (const booking of bookings) {
    if (!takesPlace(booking)) continue;
    const { from, until } = booking.taken;
    const within = Math.max(0, Math.min(until, hours.until) - Math.max(from, hours.from));
    taken += within * booking.resources.filter((id) => counted.has(id)).length;
  }
  return taken / ((hours.until - hours.from) * counted.size);
}

/** Starts to which staff could move a visit, of the next two weeks. */
export async function movesFrom(
  system: ActorSystem,
  dealerId: string,
  id: string,
  now: number,
): Promise<number[]> {
  return await system.view(calendar(dealerId), (state) => {
    const booking = state.bookings.get(id);
    if (booking?.status !== "confirmed") return [];
    const span = { from: now, until: now + MOVES_DAYS * DAY_MS };
    return freeStarts(state, booking.visit, now, span, id)
      .map(({ startAt }) => startAt).filter((startAt) => startAt !== booking.startAt);
  });
}

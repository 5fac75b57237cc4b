/**
 * A dealer's calendar holds the capacity of its people, bays and demo cars, and so all its visits.
 *
 * CALENDAR-1: no person, bay or car is in two visits at once, buffers counted.
 * CALENDAR-2: whoever asks for a start that is taken hears the next best starts in the same answer.
 * CALENDAR-3: a booking told again gets its first answer; under its key nothing else is booked.
 * CALENDAR-4: a visit moves to a free start or stays where it is; it never gives its place up first.
 * CALENDAR-5: another member's booking is unknown to whoever asks.
 * CALENDAR-6: a cancelled visit gives its place back; one that was checked in cannot be cancelled.
 * CALENDAR-7: a no-show can be told only after the start, and gives the consultant the turn back.
 * CALENDAR-8: a member has at most three open visits at a dealer.
 * CALENDAR-9: a test drive begins only with a signed agreement and a licence that staff have seen.
 * CALENDAR-10: a closed day takes no visit; those it has are kept and asked to move.
 * CALENDAR-11: a freed place is held for the best of those who wait, and goes on when the hold lapses.
 * CALENDAR-12: what ended thirty days ago is let go of.
 * CALENDAR-13: a repair counts the days since the car was brought, each begun one as a whole, one at
 * least.
 * CALENDAR-14: coupons and points are on a visit's bill once and for no more than it comes to; they go
 * back when the member takes them off, the visit is cancelled or nobody comes, and stay once it is done.
 * CALENDAR-15: who moves a visit that was moved since they saw it hears by whom and to when; it stays
 * there.
 * CALENDAR-16: nobody drives one model, or brings one car, twice at one time: who asks again hears of
 * the visit that they have.
 */
import { defineActor } from "../../lib/kernel/actor.ts";
import { DAY_MS } from "../../lib/time/day.ts";
import { type CalendarTurn, commands, events, refusals } from "./calendar_messages.ts";
import {
  bestWaiting,
  daySpan,
  doubleBooked,
  find,
  freeStarts,
  isOpen,
  prune,
} from "./calendar_rules.ts";
import {
  type Booking,
  type CalendarState,
  calendarState,
  type Place,
  reducedFen,
  type Reduction,
} from "./calendar_state.ts";

const MOST_OPEN = 3;
const MOST_WAITING = 200;
const HOLD_MS = 30 * 60_000;

const answer = ({ startAt, resources }: Place) => ({ startAt, resources: [...resources] });

function own(state: CalendarState, id: string, memberId: string): Booking | undefined {
  const found = state.bookings.get(id);
  return found?.memberId === memberId ? found : undefined;
}

const off = ({ reduction }: Pick<Booking, "reduction">) =>
  reduction ? { reduction: structuredClone(reduction) } : {};

const fits = (about: Booking["about"], reduction: Reduction): boolean =>
  about.kind === "maintenance" && reducedFen(reduction) <= about.priceFen;

/** The open visit of the same member at the same time for the same: a form sent twice, or gone back to. */
function twinOf(
  { bookings }: CalendarState,
  { memberId, about, startAt }: Pick<Booking, "memberId" | "about" | "startAt">,
): string | undefined {
  for (const [id, one] of bookings) {
    if (one.memberId !== memberId || one.startAt !== startAt || !isOpen(one)) continue;
    if (sameFor(one.about, about)) return id;
  }
  return undefined;
}

function sameFor(one: Booking["about"], other: Booking["about"]): boolean {
  if (one.kind === "maintenance") return other.kind === one.kind && other.carId === one.carId;
  return other.kind === one.kind && other.model === one.model;
}

const isStaff = ({ by }: CalendarTurn): boolean => by.role === "staff";

/** A place was freed: whoever waits is asked in a turn of their own. */
const offerNext = ({ waiting }: CalendarState, turn: CalendarTurn, more = 0) =>
  waiting.length > more ? turn.remind("offer", turn.at + 1, "offer_freed", {}) : turn;

export const calendar = defineActor("calendar", {
  version: 1,
  live: true,
  state: calendarState,
  initial: { plan: null, bookings: new Map(), waiting: [] } as CalendarState,
  commands,
  events,
  refusals,
  invariant(state) {
    const twice = doubleBooked(state);
    return twice === undefined || `${twice} is in two visits at once`;
  },
  decide: {
    set_up(state, plan, turn) {
      return offerNext(state, turn.emit("set_up", plan)).reply({});
    },
    book(state, { id, memberId, visit, about, startAt, asked, reduction }, turn) {
      if (!state.plan) return turn.refuse("not_set_up");
      const before = state.bookings.get(id);
      if (before && before.memberId !== memberId) return turn.refuse("unknown_booking");
      if (before?.asked !== undefined && before.asked !== asked) {
        return turn.refuse("idempotency_conflict");
      }
      // Told again after something was taken off and given back, it would be taken off once more.
      if (before && reduction && before.reduction?.no !== reduction.no) {
        return turn.refuse("bill_reduced");
      }
      if (before) return turn.reply(answer(before));
      if (reduction && !fits(about, reduction)) return turn.refuse("more_than_bill");
      const twin = twinOf(state, { memberId, about, startAt });
      if (twin !== undefined) return turn.refuse("booked_already", { booking: twin });
      const open = [...state.bookings.values()].filter((one) =>
        one.memberId === memberId && isOpen(one) && one.startAt > turn.at
      );
      if (open.length >= MOST_OPEN) return turn.refuse("too_many_bookings");
      const found = find(state, visit, startAt, turn.at);
      if ("offers" in found) return turn.refuse("slot_taken", { offers: found.offers });
      return turn.emit("booked", {
        id,
        memberId,
        visit,
        about,
        ...found.place,
        ...(asked === undefined ? {} : { asked }),
        ...off({ reduction }),
      })
        .reply(answer(found.place));
    },
    reduce_bill(state, { id, memberId, reduction }, turn) {
      const before = own(state, id, memberId);
      if (!before) return turn.refuse("unknown_booking");
      if (before.status !== "confirmed" && before.status !== "checked_in") {
        return turn.refuse("booking_closed");
      }
      // Another tab, or the same form twice: one of them counts.
      if (before.reduction || reduction.no !== (before.reductions ?? 0) + 1) {
        return turn.refuse("bill_reduced");
      }
      if (!fits(before.about, reduction)) return turn.refuse("more_than_bill");
      return turn.emit("bill_reduced", { id, memberId, reduction }).reply({});
    },
    restore_bill(state, { id, memberId }, turn) {
      const before = own(state, id, memberId);
      if (!before) return turn.refuse("unknown_booking");
      if (!before.reduction) return turn.reply({});
      if (before.status !== "confirmed" && before.status !== "checked_in") {
        return turn.refuse("booking_closed");
      }
      const { reduction } = structuredClone(before) as { reduction: Reduction };
      return turn.emit("bill_restored", { id, memberId, reduction }).reply({});
    },
    reschedule(state, { id, memberId, startAt, wasAt }, turn) {
      const before = own(state, id, memberId);
      if (!before) return turn.refuse("unknown_booking");
      if (before.status !== "confirmed") return turn.refuse("booking_closed");
      if (before.startAt === startAt) return turn.reply(answer(before));
      if (wasAt !== undefined && wasAt !== before.startAt) {
        const { startAt, movedByStaff: byStaff = false } = before;
        return turn.refuse("moved_meanwhile", { startAt, byStaff });
      }
      const found = find(state, before.visit, startAt, turn.at, id);
      if ("offers" in found) return turn.refuse("slot_taken", { offers: found.offers });
      turn.emit("rescheduled", {
        ...{ id, memberId, wasAt: before.startAt },
        ...found.place,
        byStaff: isStaff(turn),
      });
      return offerNext(state, turn).reply(answer(found.place));
    },
    cancel(state, { id, memberId }, turn) {
      const before = own(state, id, memberId);
      if (!before) return turn.refuse("unknown_booking");
      if (before.status === "cancelled") return turn.reply({});
      if (before.status !== "confirmed") return turn.refuse("booking_closed");
      const { startAt, about } = structuredClone(before);
      turn.emit("cancelled", {
        id,
        memberId,
        startAt,
        byStaff: isStaff(turn),
        about,
        ...off(before),
      });
      return offerNext(state, turn).reply({});
    },
    sign(state, { id, memberId, version }, turn) {
      const before = own(state, id, memberId);
      if (!before) return turn.refuse("unknown_booking");
      if (before.agreement?.version === version) return turn.reply({});
      if (before.status !== "confirmed") return turn.refuse("booking_closed");
      return turn.emit("signed", { id, memberId, version }).reply({});
    },
    check_in(state, { id, licenceSeen }, turn) {
      const before = state.bookings.get(id);
      if (!before) return turn.refuse("unknown_booking");
      if (before.status === "checked_in") return turn.reply({});
      if (before.status !== "confirmed") return turn.refuse("booking_closed");
      const drives = before.about.kind === "test_drive";
      if (drives && !before.agreement) return turn.refuse("agreement_missing");
      if (drives && !licenceSeen) return turn.refuse("licence_missing");
      return turn.emit("checked_in", { id, memberId: before.memberId }).reply({});
    },
    complete(state, { id, fault }, turn) {
      const before = state.bookings.get(id);
      if (!before) return turn.refuse("unknown_booking");
      if (before.status === "completed") return turn.reply({});
      if (before.status !== "checked_in") return turn.refuse("booking_closed");
      const { memberId, about, arrivedAt = before.startAt } = structuredClone(before);
      const days = Math.max(1, Math.ceil((turn.at - arrivedAt) / DAY_MS));
      const repaired = fault !== undefined && about.kind === "maintenance";
      return turn.emit("completed", {
        ...{ id, memberId, about },
        ...(repaired ? { repair: { fault, days } } : {}),
        ...off(before),
      }).reply({});
    },
    tell_no_show(state, { id }, turn) {
      const before = state.bookings.get(id);
      if (!before) return turn.refuse("unknown_booking");
      if (before.status === "no_show") return turn.reply({});
      if (before.status !== "confirmed") return turn.refuse("booking_closed");
      if (turn.at < before.startAt) return turn.refuse("too_early");
      return turn.emit("missed", { id, memberId: before.memberId, ...off(before) }).reply({});
    },
    close_day(state, { date }, turn) {
      if (!state.plan) return turn.refuse("not_set_up");
      if (state.plan.opening.exceptions[date] !== null) turn.emit("day_closed", { date });
      const { from, until } = daySpan(state.plan, date);
      let moved = 0;
      for (const [id, { startAt, memberId, status, mustMove }] of state.bookings) {
        if (startAt < from || startAt >= until || startAt <= turn.at) continue;
        if (status !== "confirmed" || mustMove) continue;
        turn.emit("must_move", { id, memberId, startAt });
        moved++;
      }
      return turn.reply({ moved });
    },
    open_day(state, { date }, turn) {
      if (!state.plan) return turn.refuse("not_set_up");
      if (state.plan.opening.exceptions[date] === undefined) return turn.reply({});
      turn.emit("day_opened", { date });
      const { from, until } = daySpan(state.plan, date);
      for (const [id, { startAt, memberId, mustMove }] of state.bookings) {
        if (mustMove && startAt >= from && startAt < until) turn.emit("may_stay", { id, memberId });
      }
      return offerNext(state, turn).reply({});
    },
    wait(state, wish, turn) {
      if (!state.plan) return turn.refuse("not_set_up");
      const { id, memberId, visit } = wish;
      if (state.waiting.some((one) => one.id === id && one.memberId === memberId)) {
        return turn.reply({});
      }
      if (state.bookings.has(id)) return turn.refuse("unknown_booking");
      if (state.waiting.length >= MOST_WAITING) return turn.refuse("waiting_list_full");
      const [free] = freeStarts(state, visit, turn.at, wish);
      if (free) return turn.refuse("places_free", { offers: [{ ...free }] });
      if (state.waiting.filter((one) => one.memberId === memberId).length >= MOST_OPEN) {
        return turn.refuse("too_many_bookings");
      }
      return turn.emit("waited", wish).reply({});
    },
    leave(state, { id, memberId }, turn) {
      if (state.waiting.some((one) => one.id === id && one.memberId === memberId)) {
        return turn.emit("left", { id, memberId }).reply({});
      }
      const before = own(state, id, memberId);
      // Told from another dealer's list: what never was, or is over, needs nothing.
      if (before?.status !== "offered") return turn.reply({});
      turn.forget(`lapse-${id}`).emit("offer_lapsed", { id, memberId, startAt: before.startAt });
      return offerNext(state, turn).reply({});
    },
    take_offer(state, { id, memberId }, turn) {
      const before = own(state, id, memberId);
      if (!before) return turn.refuse("unknown_booking");
      if (before.status === "confirmed") return turn.reply(answer(before));
      if (before.status !== "offered" || turn.at >= before.heldUntil!) {
        return turn.refuse("offer_over");
      }
      const { startAt, about, alsoAt } = structuredClone(before);
      turn.forget(`lapse-${id}`).emit("offer_taken", { id, memberId, startAt, about, alsoAt });
      return turn.reply(answer(before));
    },
    offer_freed(state, _none, turn) {
      if (!state.plan) return turn.refuse("not_set_up");
      for (const { since: _, ...one } of bestWaiting(state)) {
        const [slot] = freeStarts(state, one.visit, turn.at, one);
        if (!slot) continue;
        const found = find(state, one.visit, slot.startAt, turn.at);
        if (!("place" in found)) continue;
        const heldUntil = Math.min(turn.at + HOLD_MS, slot.startAt);
        turn.emit("offered", { ...one, ...found.place, heldUntil });
        turn.remind(`lapse-${one.id}`, heldUntil, "lapse", { id: one.id });
        return offerNext(state, turn, 1).reply({});
      }
      return turn.reply({});
    },
    lapse(state, { id }, turn) {
      const before = state.bookings.get(id);
      if (before?.status !== "offered") return turn.reply({});
      const { memberId, startAt } = before;
      turn.emit("offer_lapsed", { id, memberId, startAt });
      return offerNext(state, turn).reply({});
    },
  },
  evolve: {
    set_up(state, plan) {
      state.plan = structuredClone(plan);
    },
    booked(state, { id, ...event }, { at }) {
      prune(state, at);
      state.bookings.set(id, begun(structuredClone(event), at));
    },
    bill_reduced(state, { id, reduction }) {
      const reduced = { reduction: structuredClone(reduction), reductions: reduction.no };
      Object.assign(state.bookings.get(id)!, reduced);
    },
    bill_restored: (state, { id }) => void delete state.bookings.get(id)!.reduction,
    rescheduled(state, { id, startAt, taken, resources, byStaff: movedByStaff }) {
      const moved = structuredClone({ startAt, taken, resources, mustMove: false, movedByStaff });
      Object.assign(state.bookings.get(id)!, moved);
    },
    cancelled: (state, { id }) => ended(state, id, "cancelled"),
    signed(state, { id, version }, { at }) {
      state.bookings.get(id)!.agreement = { version, at };
    },
    checked_in(state, { id }, { at }) {
      Object.assign(state.bookings.get(id)!, { status: "checked_in", arrivedAt: at });
    },
    completed: (state, { id }) => void (state.bookings.get(id)!.status = "completed"),
    missed: (state, { id }) => ended(state, id, "no_show"),
    day_closed: (state, { date }) => void (state.plan!.opening.exceptions[date] = null),
    day_opened: (state, { date }) => void delete state.plan!.opening.exceptions[date],
    must_move: (state, { id }) => void (state.bookings.get(id)!.mustMove = true),
    may_stay: (state, { id }) => void (state.bookings.get(id)!.mustMove = false),
    waited(state, wish, { at }) {
      prune(state, at);
      state.waiting.push({ ...structuredClone(wish), since: at });
    },
    left: (state, { id }) => void (state.waiting = state.waiting.filter((one) => one.id !== id)),
    offered(state, { id, from: _from, until: _until, heldUntil, alsoAt, ...event }, { at }) {
      state.waiting = state.waiting.filter((one) => one.id !== id);
      const held = { status: "offered" as const, heldUntil, alsoAt: [...alsoAt] };
      state.bookings.set(id, { ...begun(structuredClone(event), at), ...held });
    },
    offer_taken(state, { id }, { at }) {
      Object.assign(state.bookings.get(id)!, {
        status: "confirmed",
        heldUntil: null,
        bookedAt: at,
      });
    },
    offer_lapsed(state, { id }) {
      Object.assign(state.bookings.get(id)!, { status: "lapsed", heldUntil: null });
    },
  },
});

/** The visit did not take place, and what was on its bill has gone back. */
function ended({ bookings }: CalendarState, id: string, status: Booking["status"]): void {
  const booking = bookings.get(id)!;
  booking.status = status;
  delete booking.reduction;
}

type Begun = Pick<
  Booking,
  "startAt" | "taken" | "resources" | "memberId" | "visit" | "about" | "asked" | "reduction"
>;

const begun = (
  { startAt, taken, resources, memberId, visit, about, asked, reduction }: Begun,
  bookedAt: number,
): Booking => ({
  startAt,
  taken,
  resources,
  memberId,
  visit,
  about,
  status: "confirmed",
  bookedAt,
  heldUntil: null,
  mustMove: false,
  agreement: null,
  alsoAt: [],
  ...(asked === undefined ? {} : { asked }),
  ...(reduction ? { reduction, reductions: reduction.no } : {}),
});

/** What a dealer's calendar takes, records, and answers when it cannot. */
import * as z from "zod";
import type { Turn } from "../../lib/kernel/actor.ts";
import { FAULTS } from "../../lib/garage/clocks.ts";
import { about, asked, place, plan, reduction, visit, wish } from "./calendar_state.ts";

const id = z.string().min(1).max(80);
const mine = z.object({ id, memberId: id });
const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

export const commands = {
  set_up: plan,
  book: z.object({
    ...mine.shape,
    visit,
    about,
    startAt: z.int(),
    asked: asked.optional(),
    reduction: reduction.optional(),
  }),
  reduce_bill: z.object({ ...mine.shape, reduction }),
  restore_bill: mine,
  /** `wasAt`: the start that whoever moves it has seen. */
  reschedule: z.object({ ...mine.shape, startAt: z.int(), wasAt: z.int().optional() }),
  cancel: mine,
  sign: z.object({ ...mine.shape, version: z.string() }),
  check_in: z.object({ id, licenceSeen: z.boolean() }),
  /** `fault`: what was repaired beside what was booked. */
  complete: z.object({ id, fault: z.enum(FAULTS).optional() }),
  tell_no_show: z.object({ id }),
  close_day: z.object({ date }),
  open_day: z.object({ date }),
  wait: wish,
  leave: mine,
  take_offer: mine,
  offer_freed: z.object({}),
  lapse: z.object({ id }),
};

export const events = {
  set_up: plan,
  booked: z.object({
    ...mine.shape,
    ...place.shape,
    visit,
    about,
    asked: asked.optional(),
    reduction: reduction.optional(),
  }),
  bill_reduced: z.object({ ...mine.shape, reduction }),
  bill_restored: z.object({ ...mine.shape, reduction }),
  rescheduled: z.object({ ...mine.shape, ...place.shape, wasAt: z.int(), byStaff: z.boolean() }),
  cancelled: z.object({
    ...mine.shape,
    startAt: z.int(),
    byStaff: z.boolean(),
    /** Not told by what was cancelled before anybody asked for it. */
    about: about.optional(),
    reduction: reduction.optional(),
  }),
  signed: z.object({ ...mine.shape, version: z.string() }),
  checked_in: mine,
  completed: z.object({
    ...mine.shape,
    about,
    repair: z.object({ fault: z.enum(FAULTS), days: z.int().min(1) }).optional(),
    reduction: reduction.optional(),
  }),
  missed: z.object({ ...mine.shape, reduction: reduction.optional() }),
  day_closed: z.object({ date }),
  day_opened: z.object({ date }),
  must_move: z.object({ ...mine.shape, startAt: z.int() }),
  may_stay: mine,
  waited: wish,
  left: mine,
  offered: z.object({ ...wish.shape, ...place.shape, heldUntil: z.int() }),
  offer_taken: z.object({ ...mine.shape, startAt: z.int(), about, alsoAt: z.array(z.string()) }),
  offer_lapsed: z.object({ ...mine.shape, startAt: z.int() }),
};

export const refusals = [
  "not_set_up",
  "unknown_booking",
  "idempotency_conflict",
  "booking_closed",
  "too_early",
  "booked_already",
  "too_many_bookings",
  "agreement_missing",
  "licence_missing",
  "places_free",
  "waiting_list_full",
  "offer_over",
  "bill_reduced",
  "more_than_bill",
  "moved_meanwhile",
  "slot_taken",
] as const;

export type CalendarTurn = Turn<typeof commands, typeof events, (typeof refusals)[number]>;

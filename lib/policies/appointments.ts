/** What follows from a dealer's calendar for its visitors: reminders, messages, their car's clocks. */
import { appointment } from "../../actors/appointments/appointment.ts";
import { calendar } from "../../actors/appointments/calendar.ts";
import { billRef, type Reduction } from "../../actors/appointments/calendar_state.ts";
import { coupons } from "../../actors/members/coupons.ts";
import { garage } from "../../actors/members/garage.ts";
import { inbox } from "../../actors/members/inbox.ts";
import { points } from "../../actors/members/points.ts";
import { definePolicy, send } from "../kernel/mod.ts";
import { beijingMinute } from "../time/beijing.ts";

const tell = (
  memberId: string,
  code: string,
  bookingId: string,
  about: { readonly at: number; readonly values?: Readonly<Record<string, string>> },
) =>
  send(inbox(memberId), "deliver", {
    id: `${code}-${bookingId}-${about.at}`,
    topic: "service",
    code,
    values: { time: beijingMinute(about.at), ...about.values },
    href: `/my/bookings/${bookingId}`,
  });

/** A booking's id begins with its dealer. */
const dealerOf = (bookingId: string): string => bookingId.split(".")[0]!;

const calendarOpensAppointments = definePolicy("calendar_opens_appointments", calendar, {
  booked: ({ id, memberId, startAt, about: { kind, model } }, { id: dealerId }) => [
    send(appointment(id), "open", { memberId, dealerId, kind, model, startAt }),
  ],
  offer_taken: ({ id, memberId, startAt, about: { kind, model }, alsoAt }, { id: dealerId }) => [
    send(appointment(id), "open", { memberId, dealerId, kind, model, startAt }),
    // Who has a place gives up waiting for the same elsewhere.
    ...alsoAt.map((other) => send(calendar(dealerOf(other)), "leave", { id: other, memberId })),
  ],
  rescheduled: ({ id, memberId, startAt, byStaff }) => [
    send(appointment(id), "move", { startAt }),
    ...(byStaff ? [tell(memberId, "visit_moved", id, { at: startAt })] : []),
  ],
  cancelled: ({ id, memberId, startAt, byStaff }) => [
    send(appointment(id), "close", {}),
    ...(byStaff ? [tell(memberId, "visit_cancelled", id, { at: startAt })] : []),
  ],
  missed: ({ id }) => [send(appointment(id), "close", {})],
  completed: ({ id, memberId, about, repair }, { at }) => [
    send(appointment(id), "finish", {}),
    ...(about.kind === "maintenance" && about.items.includes("maintenance")
      ? [send(garage(memberId), "maintain", { carId: about.carId, km: about.km, at })]
      : []),
    ...(about.kind === "maintenance" && repair
      ? [send(garage(memberId), "repair", {
        ...{ carId: about.carId, at, km: about.km, visit: id },
        ...repair,
      })]
      : []),
  ],
  must_move: (
    { id, memberId, startAt },
  ) => [tell(memberId, "visit_must_move", id, { at: startAt })],
  offered: ({ id, memberId, startAt, heldUntil }) => [
    tell(memberId, "slot_offered", id, {
      at: startAt,
      values: { until: beijingMinute(heldUntil) },
    }),
  ],
});

interface Given {
  readonly id: string;
  readonly memberId: string;
  readonly reduction?: Reduction | undefined;
}

/** Once for each bill: the numbers of the bills tell a second return from the first. */
const backTo = ({ id, memberId, reduction }: Given) => {
  if (!reduction) return [];
  const bill = billRef(id, reduction.no);
  return [
    ...(reduction.coupons.length > 0 ? [send(coupons(memberId), "give_back", { bill })] : []),
    ...(reduction.points > 0
      ? [send(points(memberId), "give_back", {
        ref: bill,
        returnId: bill,
        points: reduction.points,
      })]
      : []),
  ];
};

const billIsGivenBack = definePolicy("bill_is_given_back", calendar, {
  bill_restored: backTo,
  cancelled: backTo,
  missed: backTo,
});

const appointmentIsTold = definePolicy("appointment_is_told", appointment, {
  day_before: (
    { memberId, startAt },
    { id },
  ) => [tell(memberId, "visit_near", id, { at: startAt })],
  finished: ({ memberId }, { id, at }) => [tell(memberId, "visit_done", id, { at })],
  replied: ({ memberId }, { id, at }) => [tell(memberId, "review_replied", id, { at })],
});

export const appointmentPolicies = [
  calendarOpensAppointments,
  billIsGivenBack,
  appointmentIsTold,
];

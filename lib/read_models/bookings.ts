/** Bookings of members, and reviews of dealers, written in the commits that change them. */
import { appointment, type AppointmentState } from "../../actors/appointments/appointment.ts";
import { calendar } from "../../actors/appointments/calendar.ts";
import {
  type About,
  type Booking,
  reducedFen,
  type Reduction,
} from "../../actors/appointments/calendar_state.ts";
import { defineReadModel, type Json, type Rows } from "../kernel/mod.ts";

export interface BookingRow {
  readonly id: string;
  readonly dealerId: string;
  readonly memberId: string;
  readonly about: About;
  readonly durationMs: number;
  readonly status: Booking["status"] | "waiting" | "left";
  /** While waiting, the first moment that would do. */
  readonly startAt: number;
  readonly resources: readonly string[];
  readonly heldUntil: number | null;
  readonly mustMove: boolean;
  readonly agreed: boolean;
  /** What coupons and points take off the bill. */
  readonly reduction: Reduction | null;
  /** While waiting, until when. */
  readonly waitsUntil: number | null;
}

/** What is left to pay in money; null where there is no bill. */
export const toPayFen = ({ about, reduction }: Pick<BookingRow, "about" | "reduction">) =>
  about.kind === "maintenance" ? about.priceFen - (reduction ? reducedFen(reduction) : 0) : null;

type Part = Partial<BookingRow>;
const part = (memberId: string, id: string, name: string, value: Part) => ({
  key: [memberId, id, name],
  value: value as Json,
});
const standing = (memberId: string, id: string, status: BookingRow["status"]) =>
  part(memberId, id, "status", { status, heldUntil: null });

interface Opened {
  readonly id: string;
  readonly memberId: string;
  readonly about: About;
  readonly visit: { readonly durationMs: number };
}

const described = ({ id, memberId, about, visit }: Opened, dealerId: string) =>
  part(memberId, id, "about", { id, dealerId, memberId, about, durationMs: visit.durationMs });

const billed = (
  { memberId, id }: { readonly memberId: string; readonly id: string },
  reduction: Reduction | null,
) => part(memberId, id, "bill", { reduction });

interface Placed {
  readonly id: string;
  readonly memberId: string;
  readonly startAt: number;
  readonly resources: readonly string[];
}

const placed = ({ id, memberId, startAt, resources }: Placed) =>
  part(memberId, id, "place", { startAt, resources, waitsUntil: null });

/**
 * `[memberId, bookingId, part]` → a part of the booking. An event knows one part; who reads puts
 * them together.
 */
export const bookingsOfMember = defineReadModel("bookings_of_member", calendar, {
  on: {
    booked: (event, { id }) => [
      described(event, id),
      placed(event),
      standing(event.memberId, event.id, "confirmed"),
      ...(event.reduction ? [billed(event, event.reduction)] : []),
    ],
    bill_reduced: (event) => [billed(event, event.reduction)],
    bill_restored: (event) => [billed(event, null)],
    rescheduled: (event) => [
      placed(event),
      part(event.memberId, event.id, "move", { mustMove: false }),
    ],
    cancelled: (event) => [
      standing(event.memberId, event.id, "cancelled"),
      ...(event.reduction ? [billed(event, null)] : []),
    ],
    signed: ({ memberId, id }) => [part(memberId, id, "agreement", { agreed: true })],
    checked_in: ({ memberId, id }) => [standing(memberId, id, "checked_in")],
    completed: ({ memberId, id }) => [standing(memberId, id, "completed")],
    missed: (event) => [
      standing(event.memberId, event.id, "no_show"),
      ...(event.reduction ? [billed(event, null)] : []),
    ],
    must_move: ({ memberId, id }) => [part(memberId, id, "move", { mustMove: true })],
    may_stay: ({ memberId, id }) => [part(memberId, id, "move", { mustMove: false })],
    waited: (event, { id }) => [
      described(event, id),
      part(event.memberId, event.id, "place", {
        startAt: event.from,
        resources: [],
        waitsUntil: event.until,
      }),
      standing(event.memberId, event.id, "waiting"),
    ],
    left: ({ memberId, id }) => [standing(memberId, id, "left")],
    offered: (event) => [
      placed(event),
      part(event.memberId, event.id, "status", { status: "offered", heldUntil: event.heldUntil }),
    ],
    offer_taken: ({ memberId, id }) => [standing(memberId, id, "confirmed")],
    offer_lapsed: ({ memberId, id }) => [standing(memberId, id, "lapsed")],
  },
});

const EMPTY: Part = {
  heldUntil: null,
  mustMove: false,
  agreed: false,
  waitsUntil: null,
  resources: [],
  reduction: null,
};

/** Parts in one list of keys, in their order, as whole bookings. */
async function whole(found: AsyncIterable<{ key: readonly unknown[]; value: Part }>) {
  const bookings = new Map<string, Part>();
  for await (const { key, value } of found) {
    const id = key.at(-2) as string;
    bookings.set(id, { ...bookings.get(id) ?? EMPTY, ...value });
  }
  // A part may be there before the rest only where a store was put together by hand.
  return [...bookings.values()].filter(({ id, status }) =>
    id !== undefined && status
  ) as BookingRow[];
}

/** A member's bookings, the latest start first. */
export async function bookingsOf(rows: Rows, memberId: string): Promise<BookingRow[]> {
  const found = await whole(rows.list<Part>([memberId]));
  return found.sort((a, b) => b.startAt - a.startAt);
}

/** A member's own booking. */
export async function bookingOf(
  rows: Rows,
  memberId: string,
  id: string,
): Promise<BookingRow | undefined> {
  return (await whole(rows.list<Part>([memberId, id])))[0];
}

export interface ReviewRow {
  readonly id: string;
  readonly memberId: string;
  readonly kind: "test_drive" | "maintenance";
  readonly model: string;
  readonly review: NonNullable<AppointmentState["review"]>;
  readonly reply: AppointmentState["reply"];
}

/** `[dealerId, reviewedAt, bookingId]` → the review and its reply, without its words. */
export const reviewsOfDealer = defineReadModel("reviews_of_dealer", appointment, {
  rows({ dealerId, memberId, kind, model, review, reply }, { id }) {
    return review && kind
      ? [{ key: [dealerId, review.at, id], value: { id, memberId, kind, model, review, reply } }]
      : [];
  },
});

export const bookingReadModels = [bookingsOfMember, reviewsOfDealer];

/** What a dealer's calendar holds: its plan, its visits, and who waits for a place. */
import * as z from "zod";

const kind = z.enum(["person", "bay", "car"]);
const span = z.object({ from: z.int(), until: z.int() });
const hours = z.object({ from: z.int().min(0), until: z.int().max(1440) });
const resource = z.object({
  id: z.string(),
  kind,
  can: z.array(z.string()),
  away: z.array(span),
});

export const visit = z.object({
  needs: z.array(z.object({ kind, can: z.string() })).min(1).max(3)
    .refine((needs) => new Set(needs.map(({ kind }) => kind)).size === needs.length),
  durationMs: z.int().positive(),
  beforeMs: z.int().min(0),
  afterMs: z.int().min(0),
  stepMs: z.int().min(300_000),
  leadMs: z.int().min(0),
});

export const plan = z.object({
  opening: z.object({
    timeZone: z.string(),
    week: z.array(hours.nullable()).length(7),
    exceptions: z.record(z.string(), hours.nullable()),
  }),
  resources: z.array(resource).max(200),
});
export type Plan = z.infer<typeof plan>;

/** What the visit is for. A car is its id in the garage: numbers and plates stay in the vault. */
export const about = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("test_drive"), model: z.string(), route: z.string() }),
  z.object({
    kind: z.literal("maintenance"),
    carId: z.string(),
    model: z.string(),
    km: z.int().min(0),
    items: z.array(z.string()).min(1).max(12),
    priceFen: z.int().min(0),
    courtesyCar: z.boolean(),
    /** Fetched from the member's address, which is in the vault, and brought back. */
    pickUp: z.boolean().optional(),
  }),
]);
export type About = z.infer<typeof about>;

export const place = z.object({ startAt: z.int(), taken: span, resources: z.array(z.string()) });
export type Place = z.infer<typeof place>;

/** What a member's coupons and points take off a visit's bill: the `no`th time that something does. */
export const reduction = z.object({
  no: z.int().min(1),
  coupons: z.array(z.object({ id: z.string(), fen: z.int().min(0) })).max(10),
  points: z.int().min(0),
  pointsFen: z.int().min(0),
});
export type Reduction = z.infer<typeof reduction>;

export const reducedFen = ({ coupons, pointsFen }: Reduction): number =>
  coupons.reduce((sum, { fen }) => sum + fen, pointsFen);

/** Under which name coupons and points know a visit's bill; given back once, it is another bill. */
export const billRef = (bookingId: string, no: number): string => `bill-${bookingId}-${no}`;

/** A hash of what was asked for under a key of the member's own. */
export const asked = z.string().min(1).max(64);

const agreement = z.object({ version: z.string(), at: z.int() });

export const STATUSES = [
  "offered",
  "confirmed",
  "checked_in",
  "completed",
  "no_show",
  "cancelled",
  "lapsed",
] as const;

export const booking = z.object({
  ...place.shape,
  memberId: z.string(),
  visit,
  about,
  status: z.enum(STATUSES),
  bookedAt: z.int(),
  arrivedAt: z.int().optional(),
  /** Until when an offer from the waiting list is held. */
  heldUntil: z.int().nullable(),
  /** The dealer has closed the day: the place is kept, but the visit must move. */
  mustMove: z.boolean(),
  /** Whether staff moved it last; not there while it is where it was booked. */
  movedByStaff: z.boolean().optional(),
  agreement: agreement.nullable(),
  asked: asked.optional(),
  reduction: reduction.optional(),
  /** How many times something was taken off the bill, and perhaps given back since. */
  reductions: z.int().optional(),
  /** Ids under which the same person waits for the same at other dealers. */
  alsoAt: z.array(z.string()),
});
export type Booking = z.infer<typeof booking>;

/** Somebody who would come on any start within the days they named. */
export const wish = z.object({
  id: z.string().min(1).max(80),
  memberId: z.string().min(1).max(80),
  visit,
  about,
  from: z.int(),
  until: z.int(),
  alsoAt: z.array(z.string()).max(20),
});
const waiting = z.object({ ...wish.shape, since: z.int() });
export type Waiting = z.infer<typeof waiting>;

export const calendarState = z.object({
  plan: plan.nullable(),
  bookings: z.map(z.string(), booking),
  waiting: z.array(waiting),
});
export type CalendarState = z.infer<typeof calendarState>;

/** What the API takes and gives for dealers and bookings. */
import { z } from "@hono/zod-openapi";
import { about, reduction, STATUSES } from "../../actors/appointments/calendar_state.ts";
import { MODELS, ROUTES, SERVICE_ITEMS } from "../../lib/appointments/services.ts";
import { DEALER_SERVICES } from "../../lib/dealers/dealers.ts";
import { namedTime } from "./schemas.ts";

export const dealerId = z.string().regex(/^[a-z0-9-]{1,40}$/).openapi({ example: "sh-xuhui" });
export const bookingId = z.string().regex(/^[a-z0-9-]{1,40}\.[a-z0-9]{4,40}$/).openapi({
  description: "The booking's id; it begins with the dealer's",
  example: "sh-xuhui.0f3ac81b7d2e4a569b10",
});

const model = z.enum(MODELS);
const items = z.array(z.enum(SERVICE_ITEMS.map(({ code }) => code) as [string, ...string[]]))
  .min(1).max(12);

export const slot = z.object({
  startAt: z.int().openapi({ description: "Epoch milliseconds" }),
  places: z.int().openapi({ description: "How many such visits the start takes" }),
});

export const slots = z.object({
  slots: z.array(slot),
  minutes: z.int(),
  priceFen: z.int().nullable().openapi({ description: "Of all services; null for a test drive" }),
}).openapi("Slots");

export const dealer = z.object({
  id: z.string(),
  name: z.object({ zh: z.string(), en: z.string() }),
  city: z.object({ zh: z.string(), en: z.string() }),
  address: z.object({ zh: z.string(), en: z.string() }),
  at: z.object({ longitude: z.number(), latitude: z.number() }).openapi({
    description: "GCJ-02 degrees",
  }),
  services: z.array(z.enum(DEALER_SERVICES)),
  open: z.object({
    now: z.boolean(),
    until: z.int().nullable().openapi({ description: "Epoch milliseconds, while it is open" }),
    from: z.int().nullable().openapi({ description: "When it opens next, while it is closed" }),
  }),
  metres: z.int().nullable().openapi({ description: "From where was asked for" }),
});

export const services = z.object({
  items: z.array(z.object({ code: z.string(), minutes: z.int(), priceFen: z.int() })),
}).openapi("Services");

const testDrive = z.object({
  kind: z.literal("test_drive"),
  model,
  route: z.enum(ROUTES.map(({ code }) => code) as [string, ...string[]]).optional(),
});
const maintenance = z.object({
  kind: z.literal("maintenance"),
  vin: z.string().max(40).openapi({
    description: "The number of a car in your garage",
    example: "LATPAB071W1005301",
  }),
  km: z.int().min(0).max(2_000_000).openapi({ description: "What the odometer shows" }),
  items,
  courtesyCar: z.boolean().optional(),
  pickUp: z.boolean().optional().openapi({
    description: "Fetch the car from your address and bring it back; a day ahead at least",
  }),
});
export const wish = z.discriminatedUnion("kind", [testDrive, maintenance]);

const billWish = {
  coupons: z.array(z.string().min(1).max(120)).max(10).default([]).openapi({
    description: "Ids of coupons, used first; of a group one, and one that stands alone, alone",
  }),
  usePoints: z.boolean().default(false).openapi({
    description: "Points pay at most the rules' share of what coupons leave, in whole steps",
  }),
  payFen: z.int().min(0).optional().openapi({
    description: "What you were shown as left to pay; another sum is answered `price_changed`",
  }),
};
export const billing = z.object(billWish);

export const booking = z.object({
  dealer: dealerId,
  wish,
  startAt: namedTime,
  bill: billing.optional().openapi({ description: "Coupons and points on a visit's bill" }),
});

export const pricing = z.object({
  model,
  items,
  ...billWish,
}).omit({ payFen: true });

export const bill = z.object({
  priceFen: z.int(),
  coupons: z.array(z.object({ id: z.string(), fen: z.int() })),
  unfit: z.array(z.object({
    id: z.string(),
    why: z.enum(["expired", "for_something_else", "too_little", "alone", "same_group"]),
  })).openapi({ description: "Coupons that are not taken, and why" }),
  points: z.int(),
  pointsFen: z.int(),
  toPayFen: z.int(),
  payable: z.object({ points: z.int(), fen: z.int() }).openapi({
    description: "What points could pay beside these coupons",
  }),
  rulesAccepted: z.boolean().openapi({ description: "Without, points pay nothing" }),
}).openapi("VisitBill");

export const waiting = z.object({
  dealers: z.array(dealerId).min(1).max(6),
  wish,
  from: namedTime,
  until: namedTime,
});

export const booked = z.object({
  id: z.string(),
  startAt: z.int(),
  resources: z.array(z.string()),
}).openapi("Booked");

export const shown = z.object({
  id: z.string(),
  dealerId: z.string(),
  about,
  startAt: z.int(),
  durationMs: z.int(),
  status: z.enum([...STATUSES, "waiting", "left"]),
  resources: z.array(z.string()),
  heldUntil: z.int().nullable(),
  mustMove: z.boolean(),
  agreed: z.boolean(),
  reduction: reduction.nullable().openapi({
    description: "What coupons and points take off the bill; back when the visit is cancelled",
  }),
  toPayFen: z.int().nullable().openapi({ description: "Null for a test drive" }),
  waitsUntil: z.int().nullable(),
}).openapi("Booking");
export const bookings = z.object({ bookings: z.array(shown) }).openapi("Bookings");

export const moving = z.object({
  startAt: namedTime,
  wasAt: namedTime.optional().openapi({
    description: "The start that you have seen; moved meanwhile, the visit stays where it is",
  }),
});
export const agreeing = z.object({ version: z.string().max(20) });
export const reviewing = z.object({
  overall: z.int().min(1).max(5),
  people: z.int().min(1).max(5),
  text: z.string().max(500).optional(),
});
export const done = z.object({ id: z.string() }).openapi("BookingDone");
export const waits = z.object({ ids: z.array(z.string()) }).openapi("Waiting");

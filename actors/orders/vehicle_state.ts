/** What is known of a car. */
import * as z from "zod";
import { type MilestoneCode, MILESTONES } from "../../lib/orders/way.ts";

const time = z.int().min(0);

const milestone = z.object({
  plannedAt: time.nullable(),
  revised: z.array(z.object({ plannedAt: time, reason: z.string(), at: time })),
  actualAt: time.nullable(),
  place: z.string().nullable(),
  /** Who said so: the factory's system, a carrier, a dealer. */
  source: z.string().nullable(),
});
export type Milestone = z.infer<typeof milestone>;

export const vehicleState = z.object({
  /** Masked. */
  vin: z.string(),
  /** Empty until the factory has announced it. */
  model: z.string(),
  /** The code of what was built. */
  configuration: z.string(),
  orderId: z.string().nullable(),
  memberId: z.string().nullable(),
  /** Its order has all money and papers. */
  cleared: z.boolean(),
  way: z.record(z.enum(MILESTONES), milestone),
  appointment: z.object({ at: time, dealerId: z.string() }).nullable(),
  signature: z.string().nullable(),
  ownerId: z.string().nullable(),
});
export type VehicleState = z.infer<typeof vehicleState>;

export const EMPTY_WAY = Object.fromEntries(
  MILESTONES.map((
    code,
  ) => [code, { plannedAt: null, revised: [], actualAt: null, place: null, source: null }]),
) as unknown as Record<MilestoneCode, Milestone>;

export const nowhere: VehicleState = {
  vin: "",
  model: "",
  configuration: "",
  orderId: null,
  memberId: null,
  cleared: false,
  way: EMPTY_WAY,
  appointment: null,
  signature: null,
  ownerId: null,
};

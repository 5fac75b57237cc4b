/** What is written down at a handover beside the checklist: what came with the car, and how it stood. */
import * as z from "zod";

/** Papers first, then what lies in the car; the order of the list is the order shown. */
export const HANDED = [
  "invoice",
  "certificate_of_conformity",
  "compulsory_insurance",
  "warranty",
  "manual",
  "charging_cable",
  "warning_triangle",
  "safety_vest",
  "tyre_kit",
] as const;
export type Handed = (typeof HANDED)[number];

/** A new car has been driven to a ship and around a yard, not across the country. */
const MOST_KM = 9_999;

/** All of it can be left out: handovers of before did not say, and paper takes it in handwriting. */
export const handoverNotes = z.object({
  handed: z.array(z.enum(HANDED)).max(HANDED.length).optional(),
  mileageKm: z.int().min(0).max(MOST_KM).optional(),
  remarks: z.string().trim().min(1).max(500).optional(),
});
export type HandoverNotes = z.infer<typeof handoverNotes>;

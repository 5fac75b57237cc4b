/** The clocks of an owner's car: what falls due, by date or by odometer, whichever comes first. */
import * as z from "zod";
import { endOfDayAfterMonths } from "../loyalty/days.ts";
import { DAY_MS } from "../time/day.ts";

export const carFacts = z.object({
  carId: z.string(),
  model: z.enum(["lu", "ting", "xiu", "fan"]),
  /** Where it comes from and how sure that is. */
  proof: z.enum(["order", "papers", "none"]),
  /** When it was handed over to its first owner, epoch milliseconds. */
  deliveredAt: z.int(),
  insuredUntil: z.int().nullable(),
  /** Odometer readings, the oldest first. */
  odometer: z.array(z.object({ km: z.int().min(0), at: z.int() })),
  /** Of the last maintenance by the schedule. */
  maintained: z.object({ km: z.int(), at: z.int() }).nullable(),
  /** Days in the workshop for a fault of the car's, and which fault. */
  repairs: z.array(z.object({
    at: z.int(),
    days: z.int().min(0),
    fault: z.string(),
    /** What the odometer showed; not known of what was repaired before anybody asked. */
    km: z.int().optional(),
  })),
});

export type CarFacts = z.infer<typeof carFacts>;
export type Model = CarFacts["model"];

/** What a repair was for, as the rules on repair, replacement and return tell faults apart. */
export const FAULTS = [
  "battery",
  "motor",
  "steering",
  "brakes",
  "body",
  "electronics",
  "climate",
  "other",
] as const;

interface Interval {
  readonly months: number;
  readonly km: number;
}

/** The maker's schedule. */
export const SCHEDULE: Readonly<Record<Model, { first: Interval; every: Interval }>> = {
  lu: { first: { months: 6, km: 5_000 }, every: { months: 12, km: 20_000 } },
  ting: { first: { months: 6, km: 5_000 }, every: { months: 12, km: 20_000 } },
  xiu: { first: { months: 6, km: 5_000 }, every: { months: 12, km: 15_000 } },
  fan: { first: { months: 6, km: 5_000 }, every: { months: 12, km: 20_000 } },
};

/** The maker's warranty; and the rules on repair, replacement and return in force since 2022. */
const WARRANTY: Interval = { months: 36, km: 100_000 };
const GUARANTEE: Interval = { months: 24, km: 50_000 };
/** More of either within the guarantee, and the owner may have the car replaced or returned. */
export const MOST_REPAIR_DAYS = 30;
export const MOST_REPEATS = 4;
/** From here on the limit is near, and the owner is told. */
const NEAR_REPAIR_DAYS = 20;
const NEAR_REPEATS = 3;

export type ClockCode = "maintenance" | "warranty" | "guarantee" | "insurance";

export interface CarClock {
  readonly code: ClockCode;
  /** The earlier of date and odometer, the latter foreseen from how much the car is driven. */
  readonly dueAt: number;
  readonly dueKm: number | null;
  readonly leftKm: number | null;
  readonly over: boolean;
}

export interface GuaranteeCount {
  readonly repairDays: number;
  readonly worstFault: string | null;
  readonly repeats: number;
  /** The owner may ask for another car or the money. */
  readonly reached: boolean;
  readonly near: boolean;
  /** The guarantee ends with the earlier of the two. */
  readonly until: number;
  readonly untilKm: number;
}

export const lastKm = ({ odometer }: Pick<CarFacts, "odometer">): number =>
  odometer.at(-1)?.km ?? 0;

export function clocksOf(car: CarFacts, at: number): CarClock[] {
  const { model, deliveredAt, maintained, insuredUntil } = car;
  const { first, every } = SCHEDULE[model];
  const clock = (code: ClockCode, from: { at: number; km: number }, after: Interval): CarClock => {
    const dueKm = from.km + after.km;
    const byDate = endOfDayAfterMonths(from.at, after.months);
    const dueAt = Math.min(byDate, whenAt(car, dueKm) ?? byDate);
    const leftKm = Math.max(0, dueKm - lastKm(car));
    return { code, dueAt, dueKm, leftKm, over: at >= byDate || leftKm === 0 };
  };
  const delivered = { at: deliveredAt, km: 0 };
  return [
    clock("maintenance", maintained ?? delivered, maintained ? every : first),
    ...(insuredUntil === null ? [] : [{
      code: "insurance" as const,
      dueAt: insuredUntil,
      dueKm: null,
      leftKm: null,
      over: at >= insuredUntil,
    }]),
    clock("guarantee", delivered, GUARANTEE),
    clock("warranty", delivered, WARRANTY),
  ];
}

/**
 * Repair days and repeats of a fault within the guarantee, by date and by odometer, counted by
 * themselves. What was reached within it stays so after its end.
 */
export function guaranteeCount(car: CarFacts): GuaranteeCount {
  const until = endOfDayAfterMonths(car.deliveredAt, GUARANTEE.months);
  const counted = car.repairs.filter(({ at, km = 0 }) => at < until && km <= GUARANTEE.km);
  const faults = new Map<string, number>();
  for (const { fault } of counted) faults.set(fault, (faults.get(fault) ?? 0) + 1);
  const [worstFault, repeats] = [...faults].sort((a, b) => b[1] - a[1])[0] ?? [null, 0];
  const repairDays = counted.reduce((sum, { days }) => sum + days, 0);
  const reached = repairDays > MOST_REPAIR_DAYS || repeats > MOST_REPEATS;
  const near = !reached && (repairDays >= NEAR_REPAIR_DAYS || repeats >= NEAR_REPEATS);
  return { repairDays, worstFault, repeats, reached, near, until, untilKm: GUARANTEE.km };
}

/** When the odometer will show `km`, from what it showed; undefined where too little is known. */
function whenAt({ odometer, deliveredAt }: CarFacts, km: number): number | undefined {
  const last = odometer.at(-1);
  if (!last) return undefined;
  const days = (last.at - deliveredAt) / DAY_MS;
  if (days < 14 || last.km === 0) return last.km >= km ? last.at : undefined;
  return Math.round(last.at + Math.max(0, km - last.km) / (last.km / days) * DAY_MS);
}

/** What a fresh store is filled with, so that there is something to see and to sell. */
import { sale, type SalePlan } from "../../actors/sales/sale.ts";
import type { ActorSystem } from "../kernel/mod.ts";
import { beijingMidnight } from "../time/beijing.ts";
import { DAY_MS } from "../time/day.ts";
import { seedCalendars } from "./calendars.ts";

export const LAUNCH_SALE = "launch-2017";
/** The configuration that is sold in it. */
export const LAUNCH_CAR = "LU1-3N049";

export interface SeedOptions {
  readonly now: number;
  readonly cars: number;
  /** Opens the launch sale at once, for a load test. */
  readonly openAtOnce: boolean;
  /** What the launch sale sells; else its buyers configure their cars. */
  readonly car?: SalePlan["car"];
}

/** Schedules the launch sale and opens the dealers' calendars, unless they are there already. */
export async function seedShowroom(system: ActorSystem, options: SeedOptions): Promise<void> {
  const { now, cars, openAtOnce, car } = options;
  await system.ask(sale(LAUNCH_SALE), "schedule", {
    title: "鹭 Lu 首发",
    titleEn: "The Lu launch",
    model: "lu",
    capacity: cars,
    opensAt: openAtOnce ? now : tomorrowAtTen(now),
    closesAt: null,
    holdMs: 15 * 60_000,
    offerMs: 10 * 60_000,
    mode: "first_come",
    depositFen: 200_000,
    ...(car ? { car } : {}),
  });
  await seedCalendars(system);
}

/** Ten in the morning of the next day. */
const tomorrowAtTen = (now: number): number => beijingMidnight(now) + DAY_MS + 10 * 3_600_000;

/**
 * Days and clocks in Beijing, which the shop, its dealers, providers' books and the ERP all keep. Written
 * out: Beijing has kept no summer time since 1991, and the first `Intl` formatter kept a phone busy for
 * 200 ms.
 */
import { DAY_MS } from "./day.ts";

/** For `Intl`, where a language decides how a day is written. */
export const BEIJING_ZONE = "Asia/Shanghai";

const OFFSET_MS = 8 * 3_600_000;

/** A clock on a wall there: its UTC fields read Beijing's time. */
export const beijingWall = (at: number): Date => new Date(at + OFFSET_MS);

/** `2026-11-24`. */
export const beijingDay = (at: number): string => beijingWall(at).toISOString().slice(0, 10);

/** `10:30`. */
export const beijingClock = (at: number): string => beijingWall(at).toISOString().slice(11, 16);

/** `2026-11-24 10:30:05`. */
export const beijingTime = (at: number): string =>
  beijingWall(at).toISOString().slice(0, 19).replace("T", " ");

/** `2026-11-24 10:30`. */
export const beijingMinute = (at: number): string => beijingTime(at).slice(0, 16);

/** The last midnight there, at `at` or before. */
export const beijingMidnight = (at: number): number =>
  Math.floor((at + OFFSET_MS) / DAY_MS) * DAY_MS - OFFSET_MS;

/** The first moment of a day written as `2026-11-24`; undefined where it is none. */
export function startOfBeijingDay(day: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const at = Date.parse(`${day}T00:00:00+08:00`);
  return Number.isNaN(at) || beijingDay(at) !== day ? undefined : at;
}

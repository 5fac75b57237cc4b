/** Days as a member reads them. */
import { BEIJING_ZONE, beijingWall } from "../../../lib/time/beijing.ts";
import { DAY_MS } from "../../../lib/time/day.ts";

export const dayOf = (at: number, code: string): string =>
  new Intl.DateTimeFormat(code, { timeZone: BEIJING_ZONE, dateStyle: "medium" }).format(at);

/** The last day on which what ends at `at` is still good. */
export const lastDayOf = (at: number, code: string): string => dayOf(at - 1, code);

export const daysUntil = (at: number, now: number): number =>
  Math.max(0, Math.ceil((at - now) / DAY_MS));

export function partOfDay(at: number): "night" | "morning" | "noon" | "afternoon" | "evening" {
  const hour = beijingWall(at).getUTCHours();
  if (hour < 5) return "night";
  if (hour < 11) return "morning";
  if (hour < 13) return "noon";
  return hour < 18 ? "afternoon" : "evening";
}

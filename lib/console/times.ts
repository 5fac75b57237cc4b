/** Times as staff write and read them: in Beijing. */
import type { StaffText } from "../i18n/staff.ts";
import { beijingTime, beijingWall } from "../time/beijing.ts";

/** What `<input type="datetime-local">` sends, as epoch milliseconds; undefined where it is none. */
export function fromInput(written: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(written)) return undefined;
  const at = Date.parse(`${written}+08:00`);
  return Number.isNaN(at) ? undefined : at;
}

export const toInput = (ms: number): string => beijingWall(ms).toISOString().slice(0, 16);

/** "11-24 10:00:03": short enough for a column, and sorted as it is written. */
export const stamp = (ms: number): string => beijingTime(ms).slice(5);

/** A length of time in its largest unit. */
export function span(ms: number, { spans }: Pick<StaffText, "spans">): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const [unit, size] = seconds < 60
    ? (["seconds", 1] as const)
    : seconds < 3_600
    ? (["minutes", 60] as const)
    : seconds < 2 * 86_400
    ? (["hours", 3_600] as const)
    : (["days", 86_400] as const);
  return spans[unit].replace("{n}", String(Math.floor(seconds / size)));
}

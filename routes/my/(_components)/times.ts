/** Days as a member reads them. */
const ZONE = "Asia/Shanghai";

export const dayOf = (at: number, code: string): string =>
  new Intl.DateTimeFormat(code, { timeZone: ZONE, dateStyle: "medium" }).format(at);

/** The last day on which what ends at `at` is still good. */
export const lastDayOf = (at: number, code: string): string => dayOf(at - 1, code);

/** As a form's date field wants it. */
export const isoDay = (at: number): string =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(at);

/** The first moment of a form's date in the member's zone; undefined where it is none. */
export function startOfDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00+08:00`);
  return Number.isNaN(at) ? undefined : at;
}

export const daysUntil = (at: number, now: number): number =>
  Math.max(0, Math.ceil((at - now) / 86_400_000));

export function partOfDay(at: number): "night" | "morning" | "noon" | "afternoon" | "evening" {
  const hour = Number(
    new Intl.DateTimeFormat("en", { timeZone: ZONE, hour: "numeric", hourCycle: "h23" }).format(at),
  );
  if (hour < 5) return "night";
  if (hour < 11) return "morning";
  if (hour < 13) return "noon";
  return hour < 18 ? "afternoon" : "evening";
}

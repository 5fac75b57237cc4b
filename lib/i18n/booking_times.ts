/** Days and times of bookings as people read them, at dealers in China, which has one time. */
import type { BookingsText } from "./bookings.ts";

const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** `2026-11-24`. */
export const isoDate = (ms: number): string => new Date(ms + OFFSET_MS).toISOString().slice(0, 10);

/** `10:30`. */
export const clock = (ms: number): string => new Date(ms + OFFSET_MS).toISOString().slice(11, 16);

/** The first moment of a date; undefined where it is none. */
export function startOfDate(date: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return undefined;
  const at = Date.parse(`${date}T00:00:00+08:00`);
  return Number.isNaN(at) || isoDate(at) !== date ? undefined : at;
}

export const minutesOfDay = (ms: number): number =>
  Math.floor(((ms + OFFSET_MS) % DAY_MS) / 60_000);

/** Monday is 0. */
export const weekdayOf = (ms: number): number => (new Date(ms + OFFSET_MS).getUTCDay() + 6) % 7;

export const dayOfMonth = (ms: number): string => String(new Date(ms + OFFSET_MS).getUTCDate());

/** `11月24日`, `Nov 24`. */
export function monthDay(ms: number, code: string): string {
  const day = new Date(ms + OFFSET_MS);
  return code === "en"
    ? `${MONTHS[day.getUTCMonth()]} ${day.getUTCDate()}`
    : `${day.getUTCMonth() + 1}月${day.getUTCDate()}日`;
}

/** `今天`, `明天`, `周二`. */
export function dayName(ms: number, now: number, text: BookingsText): string {
  const days = Math.floor((ms + OFFSET_MS) / DAY_MS) - Math.floor((now + OFFSET_MS) / DAY_MS);
  return days === 0 ? text.today : days === 1 ? text.tomorrow : text.weekdays[weekdayOf(ms)]!;
}

/** `11月24日 周二`. */
export const wholeDay = (ms: number, code: string, text: BookingsText): string => {
  const day = text.weekdays[weekdayOf(ms)]!;
  return code === "en" ? `${day}, ${monthDay(ms, code)}` : `${monthDay(ms, code)} ${day}`;
};

/** `11月24日 周二 10:30`. */
export const whole = (ms: number, code: string, text: BookingsText): string =>
  `${wholeDay(ms, code, text)}${code === "en" ? "," : ""} ${clock(ms)}`;

/** `09:00`, from minutes after midnight. */
export const hourOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/** Days and times of bookings as people read them, at dealers in China. */
import { beijingClock, beijingMidnight, beijingWall } from "../time/beijing.ts";
import { DAY_MS } from "../time/day.ts";
import { monthDay as dayOf } from "../words/moments.ts";
import type { BookingsText } from "./bookings.ts";

export const minutesOfDay = (ms: number): number => Math.floor((ms - beijingMidnight(ms)) / 60_000);

/** Monday is 0. */
export const weekdayOf = (ms: number): number => (beijingWall(ms).getUTCDay() + 6) % 7;

export const dayOfMonth = (ms: number): string => String(beijingWall(ms).getUTCDate());

/** `11月24日`, `Nov 24`. */
export function monthDay(ms: number, code: string): string {
  const day = beijingWall(ms);
  return dayOf(day.getUTCMonth() + 1, day.getUTCDate(), code === "en" ? "en" : "zh");
}

/** `今天`, `明天`, `周二`. */
export function dayName(ms: number, now: number, text: BookingsText): string {
  const days = (beijingMidnight(ms) - beijingMidnight(now)) / DAY_MS;
  return days === 0 ? text.today : days === 1 ? text.tomorrow : text.weekdays[weekdayOf(ms)]!;
}

/** `11月24日 周二`. */
export const wholeDay = (ms: number, code: string, text: BookingsText): string => {
  const day = text.weekdays[weekdayOf(ms)]!;
  return code === "en" ? `${day}, ${monthDay(ms, code)}` : `${monthDay(ms, code)} ${day}`;
};

/** `11月24日 周二 10:30`. */
export const whole = (ms: number, code: string, text: BookingsText): string =>
  `${wholeDay(ms, code, text)}${code === "en" ? "," : ""} ${beijingClock(ms)}`;

/** `09:00`, from minutes after midnight. */
export const hourOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

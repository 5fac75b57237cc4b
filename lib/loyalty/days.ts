/** Days as a member lives them: points end with a day in the member's zone, not at a UTC midnight. */
import { BEIJING_ZONE } from "../time/beijing.ts";

/** Where members live unless told otherwise; all of mainland China keeps one time. */
export const MEMBER_ZONE = BEIJING_ZONE;

const dayOf = (at: number, zone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();

/** The first millisecond after the day, epoch milliseconds. */
const endOf = (day: Temporal.PlainDate, zone: string): number =>
  day.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds;

/** The end of the day that lies so many months after `at`; 29 February ends on the 28th elsewhere. */
export const endOfDayAfterMonths = (at: number, months: number, zone = MEMBER_ZONE): number =>
  endOf(dayOf(at, zone).add({ months }), zone);

/** The end of the day that lies so many days after `at`. */
export const endOfDayAfterDays = (at: number, days: number, zone = MEMBER_ZONE): number =>
  endOf(dayOf(at, zone).add({ days }), zone);

/** The end of the year that lies so many years after that of `at`. */
export const endOfYearAfter = (at: number, years: number, zone = MEMBER_ZONE): number =>
  endOf(dayOf(at, zone).add({ years }).with({ month: 12, day: 31 }), zone);

/** The day, month and year of `at`, for counting: `2028-02-29`, `2028-02`, `2028`. */
export function periodsOf(at: number, zone = MEMBER_ZONE) {
  const day = dayOf(at, zone).toString();
  return { day, month: day.slice(0, 7), year: day.slice(0, 4), ever: "ever" } as const;
}

/** How much of its year has passed at `at`, from 0 to 1. */
export function shareOfYear(at: number, zone = MEMBER_ZONE): number {
  const day = dayOf(at, zone);
  return day.dayOfYear / day.daysInYear;
}

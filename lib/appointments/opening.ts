/** Opening hours as instants: wall clocks of the dealer's zone, right on days of 23 and 25 hours. */

/** Minutes after local midnight; `until` is not part of it. */
export interface Hours {
  readonly from: number;
  readonly until: number;
}

/** Epoch milliseconds; `until` is not part of it. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

export interface OpeningTimes {
  readonly timeZone: string;
  /** Monday first; null on a day that is always closed. */
  readonly week: readonly (Hours | null)[];
  /** Holidays and special days by ISO date, before the week. */
  readonly exceptions: Readonly<Record<string, Hours | null>>;
}

function instantAt(day: Temporal.PlainDate, minutes: number, timeZone: string): number {
  const nextDay = minutes >= 1440;
  const time = Temporal.PlainTime.from({
    hour: Math.floor((minutes % 1440) / 60),
    minute: minutes % 60,
  });
  return (nextDay ? day.add({ days: 1 }) : day).toZonedDateTime({ timeZone, plainTime: time })
    .epochMilliseconds;
}

/** The opening of each of `days` local days, the first being that of `from`; closed days are left out. */
export function openSpans(times: OpeningTimes, from: number, days: number): Span[] {
  let day = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(times.timeZone)
    .toPlainDate();
  const spans: Span[] = [];
  for (let passed = 0; passed < days; passed++, day = day.add({ days: 1 })) {
    const special = times.exceptions[day.toString()];
    const hours = special === undefined ? times.week[day.dayOfWeek - 1] ?? null : special;
    if (hours === null) continue;
    spans.push({
      from: instantAt(day, hours.from, times.timeZone),
      until: instantAt(day, hours.until, times.timeZone),
    });
  }
  return spans;
}

import { assertEquals } from "@std/assert";
import {
  BEIJING_ZONE,
  beijingClock,
  beijingDay,
  beijingMidnight,
  beijingMinute,
  beijingTime,
  beijingWall,
  startOfBeijingDay,
} from "./beijing.ts";
import { DAY_MS } from "./day.ts";

const MIDNIGHT = Date.parse("2026-11-24T00:00:00+08:00");

Deno.test("beijingDay, beijingMidnight: a day is from its first millisecond until before the next one's", () => {
  for (
    const [at, day, midnight] of [
      [MIDNIGHT - 1, "2026-11-23", MIDNIGHT - DAY_MS],
      [MIDNIGHT, "2026-11-24", MIDNIGHT],
      [MIDNIGHT + DAY_MS - 1, "2026-11-24", MIDNIGHT],
      [MIDNIGHT + DAY_MS, "2026-11-25", MIDNIGHT + DAY_MS],
      [Date.parse("2026-12-31T16:00:00Z"), "2027-01-01", Date.parse("2026-12-31T16:00:00Z")],
      [Date.parse("2028-02-28T16:00:00Z"), "2028-02-29", Date.parse("2028-02-28T16:00:00Z")],
      [0, "1970-01-01", -8 * 3_600_000],
    ] as const
  ) {
    assertEquals(beijingDay(at), day);
    assertEquals(beijingMidnight(at), midnight);
  }
});

Deno.test("beijingClock, beijingMinute, beijingTime: cut off, never rounded", () => {
  const at = MIDNIGHT + 9 * 3_600_000 + 5 * 60_000 + 59_999;
  assertEquals(beijingClock(at), "09:05");
  assertEquals(beijingMinute(at), "2026-11-24 09:05");
  assertEquals(beijingTime(at), "2026-11-24 09:05:59");
  assertEquals(beijingTime(MIDNIGHT - 1), "2026-11-23 23:59:59");
  assertEquals(beijingClock(MIDNIGHT), "00:00");
});

Deno.test("startOfBeijingDay: there and back, and nothing for what is no day", () => {
  assertEquals(startOfBeijingDay("2026-11-24"), MIDNIGHT);
  assertEquals(startOfBeijingDay("2028-02-29"), Date.parse("2028-02-28T16:00:00Z"));
  for (
    const wrong of ["", "2026-11-31", "2027-02-29", "2026-13-01", "24.11.2026", "2026-11-24T00"]
  ) {
    assertEquals(startOfBeijingDay(wrong), undefined, wrong);
  }
});

Deno.test("beijingWall reads as the zone does, over a year", () => {
  for (let day = 0; day < 366; day++) {
    const at = MIDNIGHT + day * (DAY_MS + 61_001);
    const zoned = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(BEIJING_ZONE);
    assertEquals(beijingDay(at), zoned.toPlainDate().toString());
    assertEquals(beijingWall(at).getUTCHours(), zoned.hour);
    assertEquals((beijingWall(at).getUTCDay() + 6) % 7 + 1, zoned.dayOfWeek);
  }
});

import { assertEquals } from "@std/assert";
import { readMoment, readMoments } from "./moments.ts";

Deno.test("a minute is read with its weekday, a day with its year, in both languages", () => {
  assertEquals(readMoment("2026-12-07 15:00", "zh"), "12月7日 周一 15:00");
  assertEquals(readMoment("2026-12-07 15:00", "en"), "Mon, Dec 7, 15:00");
  assertEquals(readMoment("2027-01-31", "zh"), "2027年1月31日");
  assertEquals(readMoment("2027-01-31", "en"), "Jan 31, 2027");
});

Deno.test("what is no moment stays as it is", () => {
  const values = { title: "鹭 2026", points: "1200", until: "10:30", day: "2026-11-30" };
  assertEquals(readMoments(values, "en"), { ...values, day: "Nov 30, 2026" });
});

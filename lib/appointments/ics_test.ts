import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { calendarFile } from "./ics.ts";

const entry = {
  uid: "sh-xuhui.1@forecourt",
  startAt: Date.UTC(2026, 10, 24, 2),
  durationMs: 3_600_000,
  madeAt: Date.UTC(2026, 10, 23),
  title: "试驾 鹭 Lu，晴川上海徐汇中心；请带驾驶证, 谢谢; 一小时，从店里出发沿江边走一圈再回到店里",
  place: "徐汇区龙腾大道",
  at: { longitude: 121.4612, latitude: 31.1846 },
  text: "一\n二",
  cancelled: false,
  alarm: "明天",
};

Deno.test("calendarFile has UTC times, escapes, and lines of at most 75 octets", () => {
  const file = calendarFile(entry);
  for (const line of file.split("\r\n")) assert(new TextEncoder().encode(line).length <= 75, line);
  const unfolded = file.replace(/\r\n /g, "");
  assertStringIncludes(unfolded, "DTSTART:20261124T020000Z\r\nDTEND:20261124T030000Z");
  assertStringIncludes(unfolded, "请带驾驶证\\, 谢谢\\; 一小时");
  assertStringIncludes(unfolded, "DESCRIPTION:一\\n二");
  assertStringIncludes(unfolded, "TRIGGER:-P1D");
  assertEquals(file.endsWith("END:VCALENDAR\r\n"), true);
});

Deno.test("calendarFile takes a cancelled visit out of the calendar again", () => {
  const file = calendarFile({ ...entry, cancelled: true });
  assertStringIncludes(file, "METHOD:CANCEL");
  assertStringIncludes(file, "STATUS:CANCELLED");
  assert(!file.includes("VALARM"));
});

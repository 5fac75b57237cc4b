import { assertEquals } from "@std/assert";
import { reused, stretches } from "../live/staff_figures.ts";
import { csvLine } from "./csv.ts";
import { fromInput, span, stamp, toInput } from "./times.ts";

Deno.test("csvLine: quotes what needs it, and leaves no cell that a spreadsheet would run", () => {
  assertEquals(csvLine(["a", 1, undefined, "x,y", 'say "hi"']), 'a,1,,"x,y","say ""hi"""\r\n');
  assertEquals(csvLine(["=1+1", "@x", "-1", -1]), "'=1+1,'@x,'-1,-1\r\n");
});

Deno.test("fromInput, toInput, stamp: Beijing's time, there and back", () => {
  const at = Date.parse("2026-11-24T10:00:00+08:00");
  assertEquals(fromInput("2026-11-24T10:00"), at);
  assertEquals(toInput(at), "2026-11-24T10:00");
  assertEquals(stamp(at), "11-24 10:00:00");
  for (const wrong of ["", "soon", "2026-11-24", "2026-13-40T99:00"]) {
    assertEquals(fromInput(wrong), undefined, wrong);
  }
});

Deno.test("span: a length of time in its largest unit", () => {
  const spans = { days: "{n} d", hours: "{n} h", minutes: "{n} min", seconds: "{n} s" };
  const said = [0, 59_000, 60_000, 3_599_000, 7_200_000, 3 * 86_400_000];
  assertEquals(said.map((ms) => span(ms, { spans })), [
    "0 s",
    "59 s",
    "1 min",
    "59 min",
    "2 h",
    "3 d",
  ]);
});

Deno.test("stretches: everybody is counted once, in stretches few enough to draw", () => {
  assertEquals(stretches(new Map()).counts, []);
  assertEquals(stretches(new Map([[100, 3], [102, 1]])), {
    from: 100_000,
    lengthMs: 1_000,
    counts: [3, 0, 1],
  });
  for (const length of [1, 47, 48, 49, 1_000, 100_000, 40_000_000]) {
    const seconds = new Map([[1_003, 2], [1_003 + length, 5]]);
    const { counts } = stretches(seconds);
    assertEquals(counts.length <= 48, true, String(length));
    assertEquals(counts.reduce((sum, count) => sum + count), 7, String(length));
  }
});

Deno.test("reused: one reading for all who ask at once, none for long, none that failed", async () => {
  let now = 0, reads = 0, fails = false;
  const read = reused(() => now, () => {
    reads++;
    now += 200;
    return fails ? Promise.reject(new Error("away")) : Promise.resolve(reads);
  });
  assertEquals(await Promise.all([read(), read()]), [1, 1]);
  now += 1_999;
  assertEquals(await read(), 1);
  now += 1;
  fails = true;
  await read().catch(() => {});
  fails = false;
  assertEquals(await read(), 3);
});

import { assertEquals } from "@std/assert";
import { beijing, count, yuan } from "./figures.ts";

const CODES = ["zh-Hans", "en"] as const;

Deno.test("yuan and count write numbers as Intl does", () => {
  for (const code of CODES) {
    for (const fen of [0, 5, 99, 100, 123_450, 99_999_900, 100_000_000, -5, -123_400]) {
      const expected = new Intl.NumberFormat(code, {
        style: "currency",
        currency: "CNY",
        currencyDisplay: "narrowSymbol",
        minimumFractionDigits: fen % 100 === 0 ? 0 : 2,
      }).format(fen / 100);
      assertEquals(yuan(fen, code), expected);
      assertEquals(count(fen, code), new Intl.NumberFormat(code).format(fen));
    }
  }
});

Deno.test("beijing writes times as Intl does, over a year", () => {
  const time = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  for (const code of CODES) {
    for (let day = 0; day < 366; day++) {
      const ms = Date.UTC(2027, 0, day, 15, 59, 58) + day * 61_001;
      const zone = { timeZone: "Asia/Shanghai", ...time };
      assertEquals(beijing(ms, code), new Intl.DateTimeFormat(code, zone).format(ms));
      const moment = { ...zone, month: "short", day: "numeric" } as const;
      assertEquals(beijing(ms, code, "moment"), new Intl.DateTimeFormat(code, moment).format(ms));
      const { second: _, ...minute } = moment;
      assertEquals(beijing(ms, code, "minute"), new Intl.DateTimeFormat(code, minute).format(ms));
      const dated = { ...minute, year: "numeric" } as const;
      assertEquals(beijing(ms, code, "dated"), new Intl.DateTimeFormat(code, dated).format(ms));
    }
  }
});

import { assertEquals } from "@std/assert";
import { appText } from "./app.ts";
import { bookingsText } from "./bookings.ts";
import { myText } from "./my.ts";
import { en } from "./en.ts";
import { fill, languageOf } from "./language.ts";
import { zh } from "./zh.ts";

const CASES: readonly [accept: string | undefined, query: string, expected: string][] = [
  [undefined, "", "zh"],
  ["", "", "zh"],
  ["en", "", "en"],
  ["EN-us", "", "en"],
  ["zh-TW,en;q=0.8", "", "zh"],
  ["fr,en;q=0.5,zh;q=0.4", "", "en"],
  ["en;q=0.4, zh;q=0.5", "", "zh"],
  ["en;q=0", "", "zh"],
  ["de", "", "zh"],
  ["constructor, toString;q=0.9", "", "zh"],
  ["zh", "?lang=en", "en"],
  ["en", "?lang=zh", "zh"],
  ["en", "?lang=xx", "en"],
];

Deno.test("languageOf: the query, then the best of Accept-Language, then Chinese", () => {
  for (const [accept, query, expected] of CASES) {
    const request = new Request(`http://shop.test/${query}`, {
      headers: accept === undefined ? {} : { "accept-language": accept },
    });
    assertEquals(languageOf(request), expected, `${accept} ${query}`);
  }
});

Deno.test("fill: puts values in place of their names and leaves unknown names", () => {
  assertEquals(fill("{a} of {b}, {c}", { a: "1", b: "2" }), "1 of 2, {c}");
});

Deno.test("fill: counts one thing as one", () => {
  const text = "{cars} {cars|car|cars} {cars|has|have} an owner";
  assertEquals(fill(text, { cars: "1" }), "1 car has an owner");
  assertEquals(fill(text, { cars: "2,017" }), "2,017 cars have an owner");
});

Deno.test("messages: both languages have the same places to fill", () => {
  const places = (message: unknown): unknown =>
    typeof message === "string"
      ? (message.match(/\{\w+\}/g) ?? []).sort()
      : Object.fromEntries(Object.entries(message!).map(([key, value]) => [key, places(value)]));
  assertEquals(places(en), places(zh));
});

Deno.test("fill: the first device, review and day of their kind are told as one", () => {
  const { choose } = bookingsText("en");
  assertEquals(fill(choose.rating, { score: "5.0", count: "1" }), "5.0 of 5 · 1 review of visits");
  assertEquals(fill(choose.rating, { score: "4.5", count: "2" }), "4.5 of 5 · 2 reviews of visits");
  assertEquals(fill(appText("en").push.devices, { count: "1" }), "On for 1 device");
  assertEquals(fill(myText("en").cars.left_days, { days: "1" }), "in 1 day");
});

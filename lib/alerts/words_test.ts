import { assertEquals } from "@std/assert";
import { saleValues } from "./notices.ts";
import { noticeSentence } from "./words.ts";

Deno.test("words: a sale is named by its title in the sentence's language, by its id where it has none", () => {
  const opened = (name: { title?: string; titleEn?: string }, language: "zh" | "en") =>
    noticeSentence(
      { code: "sale_opened", values: saleValues("launch-2017", name), count: 1 },
      language,
    );
  const both = { title: "鹭 首发", titleEn: "The Lu launch" };
  assertEquals(opened(both, "zh"), "鹭 首发 已开售");
  assertEquals(opened(both, "en"), "The Lu launch has opened");
  assertEquals(opened({ title: "鹭 首发" }, "en"), "鹭 首发 has opened");
  assertEquals(opened({ title: "鹭 首发", titleEn: "" }, "en"), "鹭 首发 has opened");
  // What was told before titles were told with it.
  assertEquals(opened({}, "zh"), "launch-2017 已开售");
});

Deno.test("words: a visit's time is read with its weekday, and one of a thing is no plural", () => {
  const booked = (language: "zh" | "en") =>
    noticeSentence({
      code: "drive_booked",
      values: { model: "lu", time: "2026-12-07 15:00", dealer: "sh-xuhui" },
      count: 1,
    }, language);
  assertEquals(booked("zh"), "新试驾预约：鹭，12月7日 周一 15:00，晴川上海徐汇中心");
  assertEquals(booked("en"), "Test drive booked: Lu, Mon, Dec 7, 15:00, Qingchuan Shanghai Xuhui");
  const values = { places: "sms" };
  const letters = noticeSentence({ code: "dead_letters", values, count: 1 }, "en");
  assertEquals(letters, "Dead letters to settle, 1: sms");
});

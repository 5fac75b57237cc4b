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

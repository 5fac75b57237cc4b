import { assertEquals } from "@std/assert";
import { titlesOf, withBothTitles } from "./titles.ts";

Deno.test("titles: an English one that nobody has written is not there, and in sentences the Chinese one", () => {
  assertEquals(titlesOf({ title: "鹭", titleEn: "Lu" }), { title: "鹭", titleEn: "Lu" });
  for (const none of ["", undefined]) {
    assertEquals(titlesOf({ title: "鹭", titleEn: none }), { title: "鹭" });
  }
  assertEquals(withBothTitles({ title: "鹭", titleEn: "Lu" }).titleEn, "Lu");
  assertEquals(withBothTitles({ title: "鹭", time: "10:00" }), {
    title: "鹭",
    titleEn: "鹭",
    time: "10:00",
  } as never);
  assertEquals(withBothTitles({ points: "3" }), { points: "3" });
});

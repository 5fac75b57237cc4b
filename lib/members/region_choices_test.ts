import { assertEquals } from "@std/assert";
import { PROVINCES } from "./regions.ts";
import { regionChoices } from "./region_choices.ts";

// Walked: in English the form offered 340 cities in Chinese alone.
Deno.test("regionChoices: both languages choose among the same cities, in English by name", () => {
  const chosen = (language: "zh" | "en") =>
    regionChoices(language).map((
      { province, cities },
    ) => [province, cities.map((one) => one.city)]);
  assertEquals(chosen("en"), PROVINCES.map(({ name, cities }) => [name, [...cities]]));
  assertEquals(chosen("zh"), chosen("en"));
  const en = regionChoices("en");
  const named = (province: string, city: string) => {
    const found = en.find((one) => one.province === province)!;
    return [found.label, found.cities.find((one) => one.city === city)!.label];
  };
  // The last of long lists, where a name left out would show.
  assertEquals(named("浙江省", "丽水市"), ["Zhejiang 浙江省", "Lishui 丽水市"]);
  assertEquals(named("广东省", "云浮市")[1], "Yunfu 云浮市");
  assertEquals(named("新疆维吾尔自治区", "石河子市")[1], "Shihezi 石河子市");
  assertEquals(named("四川省", "凉山彝族自治州")[1], "Liangshan 凉山彝族自治州");
  assertEquals(named("陕西省", "西安市"), ["Shaanxi 陕西省", "Xi'an 西安市"]);
});

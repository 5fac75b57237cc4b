import { assertEquals } from "@std/assert";
import { isRegion, PROVINCES } from "./regions.ts";

Deno.test("PROVINCES: thirty-four, each city once in its own, with its kind", () => {
  assertEquals(PROVINCES.length, 34);
  for (const { name, cities } of PROVINCES) assertEquals(new Set(cities).size, cities.length, name);
  for (
    const [province, city] of [
      ["浙江省", "杭州市"],
      ["甘肃省", "兰州市"],
      ["湖北省", "神农架林区"],
      ["云南省", "大理白族自治州"],
      ["内蒙古自治区", "兴安盟"],
      ["香港特别行政区", "香港"],
      ["上海市", "上海市"],
      // These two once stood without their 市: a list of such cities had left them out.
      ["安徽省", "池州市"],
      ["山西省", "朔州市"],
    ] as const
  ) assertEquals(isRegion(province, city), true, city);
  assertEquals(isRegion("浙江省", "苏州市"), false);
});

Deno.test("PROVINCES: a city whose name ends in 州 is no prefecture", () => {
  const bare = PROVINCES.flatMap(({ cities }) => cities).filter((city) => /^.{1,2}州$/.test(city));
  assertEquals(bare, []);
});

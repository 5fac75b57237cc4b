/** What the platform relies on in a map service: one suite for the sandbox and for a real one. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import type { Maps, Point } from "./port.ts";

const SHANGHAI: Point = { longitude: 121.47, latitude: 31.23 };
/** In degrees; a city is some tens of kilometres wide. */
const near = (a: Point, b: Point): boolean =>
  Math.hypot(a.longitude - b.longitude, a.latitude - b.latitude) < 0.4;

export function mapsContract(name: string, open: () => Maps): void {
  const signal = AbortSignal.timeout(120_000);

  Deno.test(`${name}: words become places in GCJ-02 that have a name, ten at most`, async () => {
    const maps = open();
    for (const words of ["上海", "人民广场", "南京路", "新街口", "徐家汇"]) {
      const found = await maps.suggest(words, {}, signal);
      assert(found.length <= 10);
      for (const one of found) {
        assert(one.name !== "");
        assert(one.at.longitude > 73 && one.at.longitude < 136 && one.at.latitude > 3, one.name);
        for (const text of [one.id, one.district, one.address]) assertEquals(typeof text, "string");
      }
    }
    const [first] = await maps.suggest("徐家汇", {}, signal);
    assert(first && near(first.at, SHANGHAI));
  });

  Deno.test(`${name}: words that mean nothing are no error`, async () => {
    assertEquals(await open().suggest("㗎㗎㗎㗎㗎㗎㗎", {}, signal), []);
    assertEquals(await open().geocode("㗎㗎㗎㗎㗎㗎㗎", signal), undefined);
  });

  Deno.test(`${name}: an address becomes a point with its city, a municipality's its own`, async () => {
    const shanghai = await open().geocode("上海市徐汇区", signal);
    assert(shanghai && near(shanghai.at, SHANGHAI));
    assertEquals([shanghai.province, shanghai.city], ["上海市", "上海市"]);
    assert(/^31\d{4}$/.test(shanghai.regionCode));
    const nanjing = await open().geocode("江苏省南京市建邺区", signal);
    assertEquals([nanjing?.province, nanjing?.city, nanjing?.district], [
      "江苏省",
      "南京市",
      "建邺区",
    ]);
  });

  Deno.test(`${name}: a point becomes an address; the open sea none`, async () => {
    const found = await open().regeocode({ longitude: 114.2812, latitude: 30.5571 }, signal);
    assertEquals([found?.province, found?.city], ["湖北省", "武汉市"]);
    assert(found!.text.includes("武汉市"));
    assertEquals(await open().regeocode({ longitude: 150, latitude: 10 }, signal), undefined);
  });

  Deno.test(`${name}: whoever gives up waiting is let go`, async () => {
    await assertRejects(() => open().suggest("上海", {}, AbortSignal.abort()));
  });
}

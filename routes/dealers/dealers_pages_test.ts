import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { openAmap } from "../../lib/adapters/maps/amap.ts";
import { MapsSandbox } from "../../lib/adapters/maps/sandbox.ts";
import { DEALERS } from "../../lib/dealers/dealers.ts";
import { DEALER_CITIES } from "../../lib/dealers/find.ts";
import { systemClock } from "../../lib/kernel/mod.ts";
import type { Platform, PlatformOptions } from "../../lib/platform.ts";
import { appOn, routeOf } from "../_testing.ts";
import { withApi } from "../api/_testing.ts";
import ErrorPage from "../_error.tsx";
import rootMiddleware from "../_middleware.ts";
import * as dealer from "./[dealer].tsx";
import * as overview from "./index.tsx";

type Get = (path: string, language?: "zh" | "en") => Promise<{ status: number; text: string }>;

/** A Friday, eleven in the morning in Beijing. */
const FRIDAY = Date.parse("2027-01-15T11:00:00+08:00");
const clock = { ...systemClock, now: () => FRIDAY };

const withDealers = (
  run: (get: Get, platform: Platform) => Promise<void>,
  options: Partial<PlatformOptions> = {},
): Promise<void> =>
  withApi(async (_api, platform) => {
    const answer = appOn(platform)
      .use(rootMiddleware as never)
      .onError("*", { component: ErrorPage as never })
      .route("/dealers", routeOf(overview))
      .route("/dealers/:dealer", routeOf(dealer))
      .handler() as (request: Request) => Promise<Response>;
    await run(async (path, language = "zh") => {
      const response = await answer(
        new Request(`http://shop.test${path}`, { headers: { "accept-language": language } }),
      );
      return { status: response.status, text: await response.text() };
    }, platform);
  }, { clock, ...options });

const orderOf = (text: string): string[] =>
  [...text.matchAll(/class="dealer-row__name"><a href="\/dealers\/([a-z-]+)"/g)].map(([, id]) =>
    id!
  );

const q = encodeURIComponent;

Deno.test("dealers: all of them with hours, ways to book and a place on the map, in both languages", () =>
  withDealers(async (get) => {
    for (const language of ["zh", "en"] as const) {
      const { status, text } = await get("/dealers", language);
      assertEquals(status, 200);
      assertEquals(orderOf(text), DEALERS.map(({ id }) => id));
      for (const { key } of DEALER_CITIES) {
        assertStringIncludes(text, `href="/dealers?city=${key}"`);
      }
      assertStringIncludes(text, `href="/test-drive?dealer=sh-pudong"`);
      assert(!text.includes(`href="/service?dealer=sh-pudong"`));
      assertStringIncludes(text, language === "zh" ? "营业中，至 20:00" : "Open until 20:00");
      assert(
        !/undefined|NaN|\{\w+\}/.test(text.replace(/<script[\s\S]*?<\/script>/g, "")),
        language,
      );
    }
  }));

Deno.test("dealers: by city and service, and an address leads to the nearest", () =>
  withDealers(async (get) => {
    const ids = async (search: string) => orderOf((await get(`/dealers?${search}`)).text);
    assertEquals(await ids("city=bj"), ["bj-chaoyang", "bj-haidian"]);
    assertEquals(await ids("city=bj&service=maintenance"), ["bj-chaoyang"]);
    assertEquals((await ids("city=nj&service=maintenance")).length, 0);
    // A city with a dealer is that city, however it is written.
    assertEquals(await ids(`q=${q("上海市")}`), ["sh-xuhui", "sh-pudong", "sh-jiading"]);
    assertEquals(await ids("q=shanghai"), ["sh-xuhui", "sh-pudong", "sh-jiading"]);
    // A city without one: the nearest, over the border of the province.
    const suzhou = await get(`/dealers?q=${q("苏州")}`);
    assertEquals(orderOf(suzhou.text)[0], "sh-jiading");
    assertStringIncludes(suzhou.text, "离江苏省苏州市最近的门店");
    const people = await get(`/dealers?q=${q("人民广场")}&city=bj`);
    assertEquals(orderOf(people.text)[0], "sh-pudong");
    assertStringIncludes(people.text, "公里");
    // A satellite's place, moved to where Chinese maps have it.
    assertEquals((await ids("here=116.47,39.91"))[0], "bj-chaoyang");
    assertEquals((await ids("here=nonsense")).length, DEALERS.length);
  }));

Deno.test("dealers: what is unknown is said, and nothing typed becomes markup", () =>
  withDealers(async (get) => {
    const typed = `"><script>alert(1)</script>`;
    const { status, text } = await get(`/dealers?q=${q(typed)}&city=%3Cb%3E&service=%3Cb%3E`);
    assertEquals(status, 200);
    assert(!text.includes("<script>alert"));
    assertStringIncludes(text, "&lt;script>alert(1)&lt;/script>");
    assertStringIncludes(text, "没找到");
    assertEquals(orderOf(text).length, DEALERS.length);
  }));

Deno.test("dealers: a map service that is away leaves the list and the choice of a city", () => {
  const sandbox = new MapsSandbox();
  sandbox.quota = 0;
  const maps = openAmap({ key: "sandbox", secret: "sandbox-secret" }, { fetch: sandbox.handle });
  return withDealers(async (get) => {
    const { status, text } = await get(`/dealers?q=${q("徐家汇")}`);
    assertEquals(status, 200);
    assertStringIncludes(text, "地址暂时查不到");
    assertEquals(orderOf(text).length, DEALERS.length);
    assertEquals(orderOf((await get(`/dealers?q=${q("上海")}`)).text).length, 3);
  }, { maps });
});

Deno.test("dealer: where it is, drawn; the way there in coordinates of Chinese maps; who else is near", () =>
  withDealers(async (get) => {
    for (const { id, at } of DEALERS) {
      const { status, text } = await get(`/dealers/${id}`, "en");
      assertEquals(status, 200);
      assertStringIncludes(text, "map__halo");
      assertStringIncludes(text, `to=${at.longitude}%2C${at.latitude}%2C`);
      assertStringIncludes(text, "coordinate=gaode");
    }
    assertStringIncludes((await get("/dealers/sh-xuhui")).text, `href="/dealers/sh-pudong"`);
    assert(!(await get("/dealers/xa-yanta")).text.includes("附近的其他门店"));
    assertEquals((await get("/dealers/constructor")).status, 404);
  }));

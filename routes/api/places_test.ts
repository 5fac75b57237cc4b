import { assert, assertEquals } from "@std/assert";
import { openAmap } from "../../lib/adapters/maps/amap.ts";
import { MapsSandbox } from "../../lib/adapters/maps/sandbox.ts";
import { DEALERS } from "../../lib/dealers/dealers.ts";
import { ADDRESS_RATES, AddressLimits } from "../../lib/http/address_limits.ts";
import { systemClock } from "../../lib/kernel/mod.ts";
import { type App, code, withApi } from "./_testing.ts";
import { createApi } from "./app.ts";

const CONNECTION = { remoteAddr: { transport: "tcp", hostname: "192.0.2.1", port: 1 } };

const json = async (app: App, path: string) => {
  const response = await app.request(path);
  assertEquals(response.status, 200, path);
  return await response.json();
};

Deno.test("places: words become places, a point its address", () =>
  withApi(async (app) => {
    const { places } = await json(app, "/api/places?q=" + encodeURIComponent("徐家汇"));
    assertEquals(places[0].name, "徐家汇");
    assertEquals(places[0].district, "上海市徐汇区");
    assertEquals((await json(app, "/api/places?q=nothing-like-this")).places, []);
    const { address } = await json(app, "/api/places/at?point=114.2812,30.5571");
    assertEquals(address.city, "武汉市");
    assertEquals((await json(app, "/api/places/at?point=150,10")).address, null);
    for (
      const path of [
        "/api/places",
        "/api/places?q=%20",
        "/api/places?q=x&near=here",
        "/api/places/at?point=1",
      ]
    ) assertEquals(await code(await app.request(path)), "invalid_request", path);
  }));

Deno.test("places: looked up within limits of an address, since each costs quota", () =>
  withApi(async (_app, platform) => {
    const app = createApi({ ...platform, addressLimits: new AddressLimits({ now: () => 0 }) });
    const ask = () => app.request("/api/places?q=x", {}, CONNECTION);
    for (let i = 0; i < ADDRESS_RATES.places.burst; i++) assertEquals((await ask()).status, 200);
    assertEquals(await code(await ask()), "too_many_requests");
  }));

Deno.test("places: where the map service is away it is said, and dealers are still listed", () => {
  const sandbox = new MapsSandbox();
  sandbox.down = true;
  const pause = () => Promise.resolve();
  const maps = openAmap({ key: "sandbox", secret: "sandbox-secret" }, {
    fetch: sandbox.handle,
    pause,
  });
  return withApi(async (app) => {
    const refused = await app.request("/api/places?q=x");
    assertEquals(refused.headers.get("retry-after"), "60");
    assertEquals([refused.status, await code(refused)], [503, "maps_unavailable"]);
    assertEquals((await json(app, "/api/dealers")).dealers.length, DEALERS.length);
  }, { maps });
});

Deno.test("dealers: by city in either language, by service, nearest first, and whether they are open", () => {
  // A Sunday, eleven in the morning in Beijing: workshops rest.
  const clock = { ...systemClock, now: () => Date.parse("2027-01-17T11:00:00+08:00") };
  return withApi(async (app) => {
    const ids = async (search: string) =>
      (await json(app, `/api/dealers?${search}`)).dealers.map(({ id }: { id: string }) => id);
    const shanghai = ["sh-xuhui", "sh-pudong", "sh-jiading"];
    for (const city of ["上海", "上海市", "shanghai", "sh"]) {
      assertEquals(await ids(`city=${encodeURIComponent(city)}`), shanghai);
    }
    assertEquals(await ids("city=nowhere"), []);
    assertEquals(await ids("city=sh&service=charging"), ["sh-xuhui", "sh-jiading"]);
    assertEquals((await ids("near=121.5026,31.2393")).slice(0, 2), ["sh-pudong", "sh-xuhui"]);
    assertEquals(await code(await app.request("/api/dealers?near=200,95")), "invalid_request");
    const { dealers } = await json(app, "/api/dealers?city=sh&near=121.5026,31.2393");
    const [pudong, , jiading] = dealers;
    assert(pudong.metres > 1_000 && pudong.metres < 4_000);
    assertEquals(pudong.open, {
      now: true,
      until: Date.parse("2027-01-17T20:00:00+08:00"),
      from: null,
    });
    assertEquals(jiading.open, {
      now: false,
      until: null,
      from: Date.parse("2027-01-18T08:30:00+08:00"),
    });
  }, { clock });
});

Deno.test("API: a number of the query that is empty or not in digits is none, rather than 0", () =>
  withApi(async (app) => {
    for (const query of ["latitude=&longitude=", "latitude=0x1f&longitude=1", "latitude=91"]) {
      assertEquals((await app.request(`/api/dealers?${query}`)).status, 400, query);
    }
    const near = await app.request("/api/dealers?latitude=3.118e1&longitude=121.46");
    assertEquals((await near.json()).dealers[0].city.en, "Shanghai");
  }));

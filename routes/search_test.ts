import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { systemClock } from "../lib/kernel/mod.ts";
import type { Platform } from "../lib/platform.ts";
import { appOn, routeOf } from "./_testing.ts";
import { type App as Api, code, eventually, post, signIn, withApi } from "./api/_testing.ts";
import ErrorPage from "./_error.tsx";
import rootMiddleware from "./_middleware.ts";
import * as search from "./search.tsx";

interface Shop {
  readonly api: Api;
  readonly platform: Platform;
  text(path: string, token?: string, language?: "zh" | "en"): Promise<string>;
}

const withShop = (run: (shop: Shop) => Promise<void>): Promise<void> =>
  withApi(async (api, platform) => {
    const pages = appOn(platform)
      .use(rootMiddleware as never)
      .onError("*", { component: ErrorPage as never })
      .route("/search", routeOf(search))
      .handler() as (request: Request) => Promise<Response>;
    await run({
      api,
      platform,
      async text(path, token, language = "zh") {
        const response = await pages(
          new Request(`http://shop.test${path}`, {
            headers: {
              "accept-language": language,
              ...(token ? { cookie: `session=${token}` } : {}),
            },
          }),
        );
        assertEquals(response.status, 200);
        return await response.text();
      },
    });
  }, { clock: systemClock });

const q = encodeURIComponent;
const hrefsIn = (text: string): string[] =>
  [...text.matchAll(/class="result__title"><a href="([^"]+)"/g)].map(([, href]) => href!);

Deno.test("search: results with what was found marked, in both languages, without script", () =>
  withShop(async ({ text }) => {
    const zh = await text(`/search?q=${q("续航")}`);
    assert(hrefsIn(zh).length > 4);
    const bare = (text: string) => text.replaceAll("<mark >", "<mark>");
    assertStringIncludes(bare(zh), "长<mark>续航</mark>版一次充满");
    const en = await text("/search?q=SHANGHAI", undefined, "en");
    assertEquals(hrefsIn(en).slice(0, 3).sort(), [
      "/dealers/sh-jiading",
      "/dealers/sh-pudong",
      "/dealers/sh-xuhui",
    ]);
    assertStringIncludes(bare(en), "<mark>Shanghai</mark>");
    assertEquals(hrefsIn(await text(`/search?q=${q("徐汇")}`))[0], "/dealers/sh-xuhui");
  }));

Deno.test("search: nothing asked and nothing found are pages with ways on", () =>
  withShop(async ({ text }) => {
    assertStringIncludes(await text("/search"), `href="/search?q=${q("鹭")}"`);
    const none = await text(`/search?q=${q("㗎㗎")}`);
    assertStringIncludes(none, "没有找到“㗎㗎”");
    assertStringIncludes(none, `href="/dealers"`);
  }));

Deno.test("search: nothing of a query becomes markup, script or a header", () =>
  withShop(async ({ api, text }) => {
    const attacks = [
      `<script>alert(1)</script>`,
      `"><img src=x onerror=alert(1)>`,
      `'-alert(1)-'`,
      `</title><svg onload=alert(1)>`,
      `鹭<b>`,
      `javascript:alert(1)`,
      `\u2028</script>`,
    ];
    for (const attack of attacks) {
      const page = await text(`/search?q=${q(attack)}`);
      // The island's own data stand in scripts that the framework escapes.
      const markup = page.replace(/<script[^>]*>[\s\S]*?<\/script>/g, "");
      assert(!/<script|<img src=x|<svg onload|<b>|"><img/.test(markup), attack);
      for (const [, body] of page.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)) {
        assert(!body!.includes("<script") && !body!.includes("</title>"), attack);
      }
      const answer = await api.request(`/api/search?q=${q(attack)}`);
      assertEquals(answer.status, 200);
      assertStringIncludes(answer.headers.get("content-type")!, "application/json");
    }
  }));

Deno.test("search: over the API with places of what was found, by language, as many as asked for", () =>
  withShop(async ({ api }) => {
    const ask = async (search: string) =>
      (await (await api.request(`/api/search?${search}`)).json()).results;
    const [first] = await ask(`q=${q("电池体检")}&lang=zh`);
    assertEquals([first.kind, first.href], ["service", "/service?items=battery_check"]);
    const [from, until] = first.titleHits[0];
    assertEquals(first.title.slice(from, until), "电池体检");
    assertEquals((await ask("q=lu&lang=en&limit=2")).length, 2);
    assertEquals(await ask("q="), []);
    for (const wrong of ["", "q=x&limit=0", "q=x&lang=fr", `q=${"x".repeat(81)}`]) {
      assertEquals(await code(await api.request(`/api/search?${wrong}`)), "invalid_request", wrong);
    }
  }));

Deno.test("search: one's own bookings and orders are found by oneself and by nobody else", () =>
  withShop(async ({ api, text }) => {
    const [mine, theirs] = [await signIn(api, "13800138111"), await signIn(api, "13800138112")];
    const { slots } = await (await api.request(
      "/api/dealers/sh-xuhui/slots?kind=test_drive&model=fan",
    )).json();
    const wish = { kind: "test_drive", model: "fan" };
    const booked = await post(api, "/api/bookings", {
      dealer: "sh-xuhui",
      wish,
      startAt: slots[0].startAt,
    }, mine);
    assertEquals(booked.status, 201, await booked.clone().text());
    const { booking } = await booked.json();
    const path = `/search?q=${q("试驾帆")}`;
    const found = await eventually(async () => {
      const hrefs = hrefsIn(await text(path, mine));
      return hrefs[0]?.startsWith("/my/bookings/") ? hrefs : undefined;
    });
    assertStringIncludes(found[0]!, booking?.id ?? "sh-xuhui.");
    for (const other of [undefined, theirs]) {
      assert(!hrefsIn(await text(path, other)).some((href) => href.startsWith("/my/bookings/")));
    }
    const asked = async (token?: string) => {
      const response = await api.request(`/api/search?q=${q("试驾帆")}&lang=zh`, {
        headers: token ? { authorization: `Bearer ${token}` } : {},
      });
      assertStringIncludes(response.headers.get("cache-control")!, "no-store");
      return (await response.json()).results.some(({ kind }: { kind: string }) =>
        kind === "booking"
      );
    };
    assertEquals([await asked(mine), await asked(theirs), await asked()], [true, false, false]);
  }));

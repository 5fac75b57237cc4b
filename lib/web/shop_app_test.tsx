import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { page } from "fresh";
import { stylesheet } from "../ui/stylesheet.ts";
import { guards } from "./guards.ts";
import { ShopApp } from "./shop_app.ts";
import { STYLE_VERSION } from "./style_version.ts";
import { handler as css } from "../../routes/ui.css.ts";

const LONG = "晴川 ".repeat(600);
const POLICY = "content-security-policy";

const handler = new ShopApp()
  .onError("*", (ctx) => ctx.html("<p>broken</p>", { status: 500 }))
  .use(...guards)
  .route("/", { component: () => <p>{LONG}</p> })
  .route("/styled", { component: () => <style>{"a{}"}</style> })
  .route("/short", { component: () => <p>short</p> })
  .route("/mine", {
    component: () => <p>{LONG}</p>,
    handler: () => page(undefined, { headers: { "cache-control": "no-store" } }),
  })
  .route("/broken", {
    component: () => {
      throw new Error("a flaw");
    },
  })
  .get("/data", (ctx) => ctx.json({ long: LONG }))
  .post("/form", (ctx) => ctx.text("taken"))
  .route("/ui.css", { handler: css as never })
  .handler();

const ask = (path: string, headers: HeadersInit = {}, method = "GET") =>
  handler(new Request(`http://shop.test${path}`, { method, headers }));

Deno.test("deliver compresses pages as the browser takes them, and short ones not at all", async () => {
  const plain = await (await ask("/")).text();
  const br = await ask("/", { "accept-encoding": "gzip, deflate, br" });
  assertEquals(br.headers.get("content-encoding"), "br");
  assertStringIncludes(br.headers.get("vary") ?? "", "accept-encoding");
  assertEquals(brotliDecompressSync(await br.bytes()).toString(), plain);
  const gzip = await ask("/", { "accept-encoding": "gzip, br;q=0" });
  assertEquals(gzip.headers.get("content-encoding"), "gzip");
  assertEquals(gunzipSync(await gzip.bytes()).toString(), plain);
  for (const [path, accepted] of [["/", "identity"], ["/short", "br"], ["/data", "br"]] as const) {
    const response = await ask(path, { "accept-encoding": accepted });
    assertEquals(response.headers.get("content-encoding"), null, path);
    await response.body?.cancel();
  }
});

Deno.test("deliver answers 304 to a browser that has the page, and never keeps what must not be", async () => {
  const first = await ask("/");
  const etag = first.headers.get("etag")!;
  assertEquals(first.headers.get("cache-control"), "private, no-cache");
  assertEquals((await ask("/")).headers.get("etag"), etag);
  const again = await ask("/", { "if-none-match": `"other", ${etag}` });
  assertEquals([again.status, await again.text()], [304, ""]);
  assert(again.headers.has(POLICY));
  assertEquals((await ask("/", { "if-none-match": '"other"' })).status, 200);
  const mine = await ask("/mine");
  assertEquals([mine.headers.get("cache-control"), mine.headers.get("etag")], ["no-store", null]);
});

Deno.test("guards: no inline script without this page's nonce, on pages and on errors", async () => {
  const quiet = console.error;
  console.error = () => {};
  try {
    for (const path of ["/", "/styled", "/broken", "/nothing", "/data"]) {
      const { headers } = await ask(path);
      const policy = headers.get(POLICY)!;
      for (const directive of policy.split(/; ?/)) {
        assert(
          !/^(script|style|default)-src /.test(directive) || !directive.includes("unsafe"),
          path,
        );
      }
      assertMatch(policy, /frame-ancestors 'none'/);
      assertMatch(policy, /object-src 'none'/);
      assertEquals(headers.get("x-content-type-options"), "nosniff");
      assertEquals(headers.get("x-frame-options"), "DENY");
      assertEquals(headers.get("cross-origin-opener-policy"), "same-origin");
      assertEquals(headers.get("strict-transport-security"), null);
    }
  } finally {
    console.error = quiet;
  }
  const styled = await ask("/styled");
  const nonce = /'nonce-(\w+)'/.exec(styled.headers.get(POLICY)!)![1];
  assertStringIncludes(await styled.text(), `nonce="${nonce}"`);
  // What its own nonce lets in could not run under the policy of a later answer.
  assertEquals(styled.headers.get("etag"), null);
  const tls = await handler(new Request("https://shop.test/"));
  assertMatch(tls.headers.get("strict-transport-security")!, /max-age=31536000/);
});

Deno.test("guards refuse forms of other origins, and take our own behind a proxy that ends TLS", async () => {
  const forms: [HeadersInit, number][] = [
    [{ origin: "http://shop.test" }, 200],
    [{ origin: "https://shop.test", "sec-fetch-site": "same-origin" }, 200],
    [{ origin: "https://shop.test" }, 200],
    [{}, 200],
    [{ origin: "http://evil.test" }, 500],
    [{ origin: "http://shop.test.evil.test" }, 500],
    [{ origin: "null" }, 500],
    [{ "sec-fetch-site": "cross-site" }, 500],
    [{ origin: "http://evil.test", "sec-fetch-site": "cross-site" }, 500],
  ];
  for (const [headers, status] of forms) {
    const response = await ask("/form", headers, "POST");
    assertEquals(response.status, status, JSON.stringify(headers));
    assertEquals(await response.text(), status === 200 ? "taken" : "<p>broken</p>");
  }
});

Deno.test("the style is kept for a year under its own hash, and asked for again without it", async () => {
  const locked = await ask(`/ui.css?v=${STYLE_VERSION}`, { "accept-encoding": "br" });
  assertEquals(locked.headers.get("cache-control"), "public, max-age=31536000, immutable");
  assertEquals(brotliDecompressSync(await locked.bytes()).toString(), stylesheet);
  const loose = await ask("/ui.css?v=old");
  assertEquals(loose.headers.get("cache-control"), "public, no-cache");
  assertEquals(loose.headers.get("content-security-policy"), null);
  assertEquals(loose.headers.get("x-content-type-options"), "nosniff");
  assertEquals(await loose.text(), stylesheet);
  const etag = loose.headers.get("etag")!;
  assertEquals((await ask("/ui.css", { "if-none-match": etag })).status, 304);
});

import { assertEquals } from "@std/assert";
import { App, staticFiles } from "fresh";
import { useSnapshot } from "../app/app.ts";
import { NO_SNAPSHOT, type StaticFile } from "../app/snapshot.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const FILES: Record<string, StaticFile> = {
  "/a.css": {
    type: "text/css",
    hash: "h1",
    body: bytes("plain"),
    gzip: bytes("gzip"),
    br: bytes("br"),
  },
  "/名.txt": { type: "text/plain", hash: "h2", body: bytes("name") },
  "/_fresh/js/B2/x.js": { type: "text/javascript", hash: "h3", body: bytes("js") },
};

function ask(
  path: string,
  {
    headers = {},
    method = "GET",
    mode = "production",
    basePath = "",
  }: {
    headers?: HeadersInit;
    method?: string;
    mode?: "production" | "development";
    basePath?: string;
  } = {},
): Promise<Response> {
  const app = new App({ basePath }).use(staticFiles()).get("/", (ctx) => ctx.text("page"));
  useSnapshot(app, { ...NO_SNAPSHOT, buildId: "B2", file: (path) => FILES[path] }, mode);
  return app.handler()(new Request(`http://localhost${path}`, { method, headers }));
}

Deno.test(
  "staticFiles serves files below the base path, and leaves the rest to the app",
  async () => {
    const response = await ask("/a.css");
    assertEquals(await response.text(), "plain");
    assertEquals(response.headers.get("content-type"), "text/css");
    assertEquals(response.headers.get("content-length"), "5");
    assertEquals(await (await ask("/%E5%90%8D.txt")).text(), "name");
    assertEquals(await (await ask("/")).text(), "page");
    assertEquals((await ask("/missing.css")).status, 404);
    assertEquals((await ask("/%E5%90.txt")).status, 404);
    assertEquals(await (await ask("/shop/a.css", { basePath: "/shop" })).text(), "plain");
    assertEquals((await ask("/a.css", { basePath: "/shop" })).status, 404);
  },
);

Deno.test(
  "staticFiles answers 304 to whoever has the file, weak or strong, one of several",
  async () => {
    const { headers } = await ask("/a.css");
    assertEquals(headers.get("etag"), 'W/"h1"');
    for (const known of ['W/"h1"', '"h1"', '"old", W/"h1"']) {
      const response = await ask("/a.css", { headers: { "if-none-match": known } });
      assertEquals([response.status, await response.text()], [304, ""]);
    }
    assertEquals((await ask("/a.css", { headers: { "if-none-match": '"old"' } })).status, 200);
  },
);

Deno.test(
  "staticFiles lets browsers keep what is tied to the build, in production only",
  async () => {
    const forever = "public, max-age=31536000, immutable";
    const cached = async (path: string, mode?: "development") =>
      (await ask(path, mode ? { mode } : {})).headers.get("cache-control");
    assertEquals(await cached("/a.css"), "no-cache");
    assertEquals(await cached("/a.css?__frsh_c=B2"), forever);
    assertEquals(await cached("/_fresh/js/B2/x.js"), forever);
    assertEquals(await cached("/a.css?__frsh_c=B2", "development"), "no-cache");
  },
);

Deno.test("staticFiles redirects a stale id to the file as it is now", async () => {
  const response = await ask("/a.css?x=1&__frsh_c=B1");
  assertEquals([response.status, response.headers.get("location")], [307, "/a.css?x=1"]);
});

Deno.test("staticFiles gives the smallest encoding that is accepted", async () => {
  const encoded = async (accepted: string) => {
    const response = await ask("/a.css", { headers: { "accept-encoding": accepted } });
    assertEquals(response.headers.get("vary"), "accept-encoding");
    return [response.headers.get("content-encoding"), await response.text()];
  };
  assertEquals(await encoded("gzip, deflate, br"), ["br", "br"]);
  assertEquals(await encoded("gzip, br;q=0"), ["gzip", "gzip"]);
  assertEquals(await encoded("identity"), [null, "plain"]);
});

Deno.test("staticFiles answers GET and HEAD, and 405 to other methods", async () => {
  const head = await ask("/a.css", { method: "HEAD" });
  assertEquals(
    [head.status, head.headers.get("content-length"), await head.text()],
    [200, "5", ""],
  );
  const post = await ask("/a.css", { method: "POST" });
  assertEquals([post.status, post.headers.get("allow")], [405, "GET, HEAD"]);
});

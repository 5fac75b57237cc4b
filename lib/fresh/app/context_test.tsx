import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { App, createDefine, page } from "fresh";

const define = createDefine<{ name: string }>();

const answer = (app: App<unknown>, path = "/"): Promise<Response> =>
  app.handler()(new Request(`http://localhost${path}`));

Deno.test("Context.redirect stays on the site, with status and search", async () => {
  const cases: [string, string][] = [
    ["/a/b", "/a/b"],
    ["//evil.example/", "/evil.example/"],
    ["/\\evil.example", "/evil.example"],
    ["/a//b?u=//c", "/a/b?u=//c"],
    ["https://other.example/x", "https://other.example/x"],
    ["/", "/"],
  ];
  for (const [to, location] of cases) {
    const response = await answer(new App().get("/", (ctx) => ctx.redirect(to, 303)));
    assertEquals([response.status, response.headers.get("location")], [303, location]);
  }
});

Deno.test("Context.render answers with a whole document, status and headers", async () => {
  const response = await answer(
    new App().get(
      "/",
      (ctx) => ctx.render(<h1>你好 {"<b>"}</h1>, { status: 418, headers: { "x-own": "1" } }),
    ),
  );
  assertEquals(response.status, 418);
  assertEquals(response.headers.get("x-own"), "1");
  assertEquals(response.headers.get("content-type"), "text/html; charset=utf-8");
  assertEquals(
    await response.text(),
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head>' +
      "<body><h1>你好 &lt;b&gt;</h1></body></html>",
  );
});

Deno.test("Context.render completes what a page leaves out of the document", async () => {
  const render = async (vnode: preact.VNode) =>
    await (await answer(new App().get("/", (ctx) => ctx.render(vnode)))).text();
  assertEquals(
    await render(
      <html lang="zh">
        <body>x</body>
      </html>,
    ),
    '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"/></head><body>x</body></html>',
  );
  assertEquals(
    await render(
      <html>
        <head>
          <title>t</title>
        </head>
        <body>x</body>
      </html>,
    ),
    "<!DOCTYPE html><html><head><title>t</title></head><body>x</body></html>",
  );
  assertEquals(
    await render(<body class="b">x</body>),
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body class="b">x</body></html>',
  );
});

Deno.test("Context.text, html, json and stream set their types", async () => {
  const app = new App()
    .get("/text", (ctx) => ctx.text("a"))
    .get("/html", (ctx) => ctx.html("<p>a</p>", { status: 201 }))
    .get("/json", (ctx) => ctx.json({ a: 1 }))
    .get("/stream", (ctx) =>
      ctx.stream(async function* () {
        yield await Promise.resolve("a");
        yield "b";
      }));
  const seen: [string | null, string][] = [];
  for (const path of ["/text", "/html", "/json", "/stream"]) {
    const response = await answer(app, path);
    seen.push([response.headers.get("content-type"), await response.text()]);
  }
  assertEquals(seen, [
    ["text/plain;charset=UTF-8", "a"],
    ["text/html; charset=utf-8", "<p>a</p>"],
    ["application/json", '{"a":1}'],
    [null, "ab"],
  ]);
});

Deno.test("page and define give a page its data, status and headers", async () => {
  const handler = define.handlers({
    GET: (ctx) => page({ hello: ctx.url.searchParams.get("to") }, { status: 202 }),
    POST: () => ({ data: { hello: "posted" }, headers: { "x-own": "1" } }),
  });
  const component = define.page<typeof handler>(({ data, url, params }) => (
    <p>
      {data.hello} {url.pathname} {params.id}
    </p>
  ));
  const app = new App<{ name: string }>().route("/:id", { handler, component } as never);
  const got = await app.handler()(new Request("http://localhost/7?to=you"));
  assertEquals(got.status, 202);
  assertStringIncludes(await got.text(), "<p>you /7 7</p>");
  const posted = await app.handler()(new Request("http://localhost/7", { method: "POST" }));
  assertEquals(posted.headers.get("x-own"), "1");
  assertStringIncludes(await posted.text(), "<p>posted /7 7</p>");
});

Deno.test("Asynchronous pages, layouts and apps may answer themselves", async () => {
  const app = new App()
    .appWrapper(async ({ Component, url }) => {
      await Promise.resolve();
      return url.search === "?app"
        ? (
          new Response("app")
        )
        : (
          <div>
            app/
            <Component />
          </div>
        );
    })
    .layout("/", async ({ Component, url }) => {
      await Promise.resolve();
      return url.search === "?layout"
        ? (
          new Response("layout")
        )
        : (
          <>
            layout/
            <Component />
          </>
        );
    })
    .route("/", {
      component: async ({ url }) => {
        await Promise.resolve();
        return url.search === "?page" ? new Response("page") : <b>page</b>;
      },
    });
  assertStringIncludes(await (await answer(app)).text(), "<div>app/layout/<b>page</b></div>");
  for (const part of ["app", "layout", "page"]) {
    assertEquals(await (await answer(app, `/?${part}`)).text(), part);
  }
});

Deno.test("Context.render gives inline scripts and styles a nonce of their own", async () => {
  const app = new App().get("/", (ctx) =>
    ctx.render(
      <html>
        <head>
          <style>{"a{}"}</style>
          <script nonce="mine">1</script>
        </head>
        <body>x</body>
      </html>,
    ));
  const html = await (await answer(app)).text();
  assertMatch(html, /<style nonce="[0-9a-f]{32}">a\{\}<\/style><script nonce="mine">/);
});

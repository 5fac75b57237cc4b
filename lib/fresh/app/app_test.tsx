import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { App, type Context, HttpError } from "fresh";
import { quietly } from "./quiet_testing.ts";

type State = { text: string };

const ask = (app: App<State>, path: string, method = "GET"): Promise<Response> =>
  app.handler()(new Request(`http://localhost${path}`, { method }));

const textOf = async (app: App<State>, path: string, method = "GET"): Promise<string> =>
  await (await ask(app, path, method)).text();

Deno.test("App.use runs middlewares in order, each around the next", async () => {
  const app = new App<State>()
    .use((ctx) => {
      ctx.state.text = "A";
      return ctx.next();
    })
    .use(async (ctx) => {
      ctx.state.text += "B";
      const response = await ctx.next();
      response.headers.set("x-after", ctx.state.text);
      return response;
    })
    .get("/", (ctx) => {
      ctx.state.text += "C";
      return ctx.text(ctx.state.text);
    });
  const response = await ask(app, "/");
  assertEquals(await response.text(), "ABC");
  assertEquals(response.headers.get("x-after"), "ABC");
});

Deno.test("App.use at a path holds below it and for what is added later", async () => {
  const app = new App<State>()
    .get("/early", (ctx) => ctx.text(String(ctx.state.text)))
    .use("/admin", (ctx) => {
      ctx.state.text = "admin";
      return ctx.next();
    })
    .get("/admin/users", (ctx) => ctx.text(ctx.state.text))
    .get("/late", (ctx) => ctx.text(String(ctx.state.text)));
  assertEquals(await textOf(app, "/admin/users"), "admin");
  assertEquals(await textOf(app, "/early"), "undefined");
  assertEquals(await textOf(app, "/late"), "undefined");
});

Deno.test("App takes lazy middlewares, handlers and routes", async () => {
  const app = new App<State>()
    .use(() =>
      Promise.resolve((ctx) => {
        ctx.state.text = "lazy";
        return ctx.next();
      })
    )
    .get("/", () => Promise.resolve((ctx: Context<State>) => ctx.text(ctx.state.text)))
    .route("/route", () => Promise.resolve({ handler: (ctx) => ctx.text(ctx.state.text) }));
  for (const path of ["/", "/", "/route", "/route"]) {
    assertEquals(await textOf(app, path), "lazy");
  }
});

Deno.test("App.get answers HEAD; others get 405 with Allow, and OPTIONS 204", async () => {
  const app = new App<State>().get("/", (ctx) => ctx.text("ok")).post("/", (ctx) => ctx.text("p"));
  const head = await ask(app, "/", "HEAD");
  assertEquals([head.status, await head.text()], [200, ""]);
  const put = await ask(app, "/", "PUT");
  assertEquals([put.status, await put.text()], [405, "Method Not Allowed"]);
  assertEquals(put.headers.get("allow"), "GET, POST, HEAD, OPTIONS");
  const options = await ask(app, "/", "OPTIONS");
  assertEquals([options.status, options.headers.get("allow")], [204, "GET, POST, HEAD, OPTIONS"]);
});

Deno.test("App.route with a page alone answers GET and HEAD", async () => {
  const app = new App<State>().route("/", { component: () => <p>page</p> });
  assertEquals((await ask(app, "/")).status, 200);
  assertEquals((await ask(app, "/", "HEAD")).status, 200);
  assertEquals((await ask(app, "/", "POST")).status, 405);
});

Deno.test("App throws 404 and 405 inside the middlewares of the nearest path", async () => {
  const seen: unknown[] = [];
  const app = new App<State>()
    .use("/shop", async (ctx) => {
      try {
        return await ctx.next();
      } catch (error) {
        seen.push((error as HttpError).status, ctx.error === error);
        throw error;
      }
    })
    .onError("/shop", (ctx) => ctx.text(`shop ${(ctx.error as HttpError).status}`))
    .get("/shop/cars", (ctx) => ctx.text("cars"));
  assertEquals(await textOf(app, "/shop/nothing"), "shop 404");
  assertEquals(await textOf(app, "/shop/cars", "POST"), "shop 405");
  assertEquals(await textOf(app, "/nothing"), "Not Found");
  assertEquals(seen, [404, true, 405, true]);
});

Deno.test("App shows nothing of an unknown error, and the message of an HttpError", async () => {
  const app = new App<State>()
    .get("/unknown", () => {
      throw new Error("password is 1234");
    })
    .get("/known", () => {
      throw new HttpError(403, "Staff only");
    })
    .get("/none", (() => {}) as unknown as () => Response);
  await quietly(async () => {
    const unknown = await ask(app, "/unknown");
    assertEquals([unknown.status, await unknown.text()], [500, "Internal server error"]);
    const known = await ask(app, "/known");
    assertEquals([known.status, await known.text()], [403, "Staff only"]);
    assertEquals((await ask(app, "/none")).status, 500);
  });
});

Deno.test("App.notFound answers thrown and missing 404s, onError the rest", async () => {
  const app = new App<State>()
    .notFound(() => new Response("nothing here", { status: 404 }))
    .onError("*", () => new Response("error", { status: 500 }))
    .get("/thrown", () => {
      throw new HttpError(404);
    })
    .get("/broken", () => {
      throw new HttpError(500);
    });
  await quietly(async () => {
    assertEquals(await textOf(app, "/missing"), "nothing here");
    assertEquals(await textOf(app, "/thrown"), "nothing here");
    assertEquals(await textOf(app, "/broken"), "error");
  });
});

Deno.test("An error inside an error page goes to the page above", async () => {
  const app = new App<State>()
    .onError("/", (ctx) => ctx.text(`outer: ${(ctx.error as Error).message}`))
    .onError("/a", () => {
      throw new Error("second");
    })
    .get("/a/b", () => {
      throw new Error("first");
    });
  await quietly(async () => assertEquals(await textOf(app, "/a/b"), "outer: second"));
});

Deno.test(
  "App.mountApp puts another app below a path, with its middlewares and base path",
  async () => {
    const inner = new App<State>({ basePath: "/api" })
      .use((ctx) => {
        ctx.state.text = "inner";
        return ctx.next();
      })
      .get("/", (ctx) => ctx.text(`root ${ctx.state.text}`))
      .get("/:name", (ctx) => ctx.text(`${ctx.params.name} ${ctx.state.text}`));
    const app = new App<State>()
      .get("/", (ctx) => ctx.text(`outer ${ctx.state.text}`))
      .mountApp("/v1", inner)
      .mountApp("/api", inner);
    assertEquals(await textOf(app, "/"), "outer undefined");
    assertEquals(await textOf(app, "/v1/api"), "root inner");
    assertEquals(await textOf(app, "/v1/api/x"), "x inner");
    assertEquals(await textOf(app, "/api/x"), "x inner");
  },
);

Deno.test("App with a base path answers below it only", async () => {
  const app = new App<State>({ basePath: "/foo/bar" })
    .get("/", (ctx) => ctx.text("root"))
    .get("/a", (ctx) => ctx.text("a"));
  assertEquals(await textOf(app, "/foo/bar"), "root");
  assertEquals(await textOf(app, "/foo/bar/a"), "a");
  assertEquals((await ask(app, "/a")).status, 404);
});

Deno.test("App wraps pages in layouts and in the app, which can be skipped", async () => {
  const app = new App<State>()
    .appWrapper(({ Component }) => (
      <>
        app/
        <Component />
      </>
    ))
    .layout("/", ({ Component }) => (
      <>
        root/
        <Component />
      </>
    ))
    .layout(
      "/sub",
      async ({ Component }) =>
        await Promise.resolve(
          <>
            sub/
            <Component />
          </>,
        ),
    )
    .layout(
      "/own",
      ({ Component }) => (
        <>
          own/
          <Component />
        </>
      ),
      { skipInheritedLayouts: true },
    )
    .get("/", (ctx) => ctx.render(<>page</>))
    .get("/sub/x", (ctx) => ctx.render(<>page</>))
    .get("/own/x", (ctx) => ctx.render(<>page</>))
    .get(
      "/bare",
      (ctx) =>
        ctx.render(<>page</>, undefined, { skipAppWrapper: true, skipInheritedLayouts: true }),
    );
  assertStringIncludes(await textOf(app, "/"), "<body>app/root/page</body>");
  assertStringIncludes(await textOf(app, "/sub/x"), "<body>app/root/sub/page</body>");
  assertStringIncludes(await textOf(app, "/own/x"), "<body>app/own/page</body>");
  assertStringIncludes(await textOf(app, "/bare"), "<body>page</body>");
});

Deno.test("Error pages stand in the layouts of their path", async () => {
  const app = new App<State>()
    .appWrapper(({ Component }) => (
      <>
        app/
        <Component />
      </>
    ))
    .layout("/", ({ Component }) => (
      <>
        root/
        <Component />
      </>
    ))
    .onError("/", { component: ({ error }) => <>{(error as Error).message}</> })
    .route("/", {
      config: { skipAppWrapper: true, skipInheritedLayouts: true },
      component: () => {
        throw new Error("broken");
      },
    });
  await quietly(async () => {
    const response = await ask(app, "/", "GET");
    assertEquals(response.status, 500);
    assertStringIncludes(await response.text(), "<body>app/root/broken</body>");
  });
});

Deno.test("App collapses repeated slashes and follows a trusted proxy only", async () => {
  const plain = new App<State>().get("/a/b", (ctx) => ctx.text(ctx.url.href));
  assertEquals(await textOf(plain, "//a///b"), "http://localhost/a/b");
  const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "shop.example" };
  const request = () => new Request("http://localhost/a/b", { headers });
  assertEquals(await (await plain.handler()(request())).text(), "http://localhost/a/b");
  const behind = new App<State>({ trustProxy: true }).get("/a/b", (ctx) => ctx.text(ctx.url.href));
  assertEquals(await (await behind.handler()(request())).text(), "https://shop.example/a/b");
});

Deno.test("App.listen serves until its signal says stop", async () => {
  const stop = new AbortController();
  const port = Promise.withResolvers<number>();
  await new App<State>()
    .get("/", (ctx) => ctx.text("served"))
    .listen({
      port: 0,
      hostname: "127.0.0.1",
      signal: stop.signal,
      onListen: (address) => port.resolve(address.port),
    });
  const response = await fetch(`http://127.0.0.1:${await port.promise}/`);
  assertEquals(await response.text(), "served");
  stop.abort();
  assert(stop.signal.aborted);
});

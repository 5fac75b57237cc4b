/** What Fresh's documentation promises of its entry points and of pages that go wrong. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import * as fresh from "fresh";
import { App, type Context, createDefine, HttpError, page, type PageProps } from "fresh";
import * as dev from "fresh/dev";
import * as runtime from "fresh/runtime";
import { useSnapshot } from "./app/app.ts";
import { quietly } from "./app/quiet_testing.ts";
import { NO_SNAPSHOT } from "./app/snapshot.ts";
import { islandsOf } from "./app/stored.ts";

const get = (path: string) => new Request(`http://localhost${path}`);

Deno.test("fresh, fresh/runtime and fresh/dev export what the API reference lists", () => {
  const values = (module: object) => Object.keys(module).sort();
  assertEquals(values(fresh), [
    "App",
    "HttpError",
    "cors",
    "createDefine",
    "csp",
    "csrf",
    "ipFilter",
    "page",
    "staticFiles",
    "trailingSlashes",
  ]);
  assertEquals(values(runtime), [
    "Head",
    "HttpError",
    "IS_BROWSER",
    "Partial",
    "asset",
    "assetSrcSet",
  ]);
  assertEquals(values(dev), ["Builder"]);
  assertEquals(runtime.HttpError, fresh.HttpError);
  // Types, for the compiler alone.
  type Documented = [
    fresh.Context<unknown>,
    fresh.FreshContext,
    fresh.PageProps,
    fresh.Middleware<unknown>,
    fresh.MiddlewareFn<unknown>,
    fresh.HandlerFn<unknown, unknown>,
    fresh.HandlerByMethod<unknown, unknown>,
    fresh.RouteHandler<unknown, unknown>,
    fresh.RouteData<fresh.RouteHandler<unknown, unknown>>,
    fresh.PageResponse<unknown>,
    fresh.RouteConfig,
    fresh.LayoutConfig,
    fresh.Lazy<unknown>,
    fresh.MaybeLazy<unknown>,
    fresh.Define<unknown>,
    fresh.FreshConfig,
    fresh.ResolvedFreshConfig,
    fresh.ListenOptions,
    fresh.Island,
    fresh.Method,
    fresh.CORSOptions<unknown>,
    fresh.CsrfOptions,
    fresh.CSPOptions,
    fresh.IpFilterOptions,
    fresh.IpFilterRules,
    fresh.WebSocketHandlers,
    fresh.WebSocketUpgradeOptions,
    dev.BuildOptions,
    dev.ResolvedBuildConfig,
    dev.OnTransformArgs,
    dev.OnTransformOptions,
    dev.TransformFn,
    runtime.HeadProps,
    runtime.PartialProps,
  ];
  assert((undefined as Documented | undefined) === undefined);
});

interface State {
  user?: string;
}

const define = createDefine<State>();

Deno.test("an error thrown by a handler, a page, a layout or a middleware reaches the nearest onError", () =>
  quietly(async () => {
    const fail = (): never => {
      throw new Error("a secret");
    };
    const told = (where: string) => (ctx: Context<State>) => {
      const status = ctx.error instanceof HttpError ? ctx.error.status : 500;
      return new Response(`${where}: ${ctx.state.user}`, { status });
    };
    const handler = new App<State>()
      .use((ctx) => {
        ctx.state.user = "Lin";
        return ctx.next();
      })
      .onError("*", told("top"))
      .onError("/inner", told("inner"))
      .get("/handler", fail)
      .get("/rejects", () => Promise.reject(new HttpError(418)))
      .route("/page", { component: fail })
      .route("/async-page", {
        component: async () => await Promise.reject(new HttpError(403)),
      })
      .layout("/inner/framed", fail)
      .route("/inner/framed", { component: () => <p>never</p> })
      .use("/inner/guarded", () => {
        throw new HttpError(401);
      })
      .get("/inner/guarded", () => new Response("never"))
      .handler();
    const expected: [string, number, string][] = [
      ["/handler", 500, "top: Lin"],
      ["/rejects", 418, "top: Lin"],
      ["/page", 500, "top: Lin"],
      ["/async-page", 403, "top: Lin"],
      ["/inner/framed", 500, "inner: Lin"],
      ["/inner/guarded", 401, "inner: Lin"],
      ["/inner/nothing", 404, "inner: Lin"],
    ];
    for (const [path, status, text] of expected) {
      const response = await handler(get(path));
      assertEquals(
        [response.status, await response.text()],
        [status, text],
        path,
      );
    }
  }));

Deno.test("a slow loader holds up nobody else, and its page gets its own data", async () => {
  const slow = Promise.withResolvers<string>();
  const load = define.handlers({
    GET: async ({ url }) =>
      page({
        name: url.searchParams.has("slow") ? await slow.promise : "quick",
      }),
  });
  const Page = ({ data, url }: PageProps<{ name: string }, State>) => (
    <html>
      <head>
        <title>{data.name}</title>
      </head>
      <body>{url.search}</body>
    </html>
  );
  const handler = new App<State>()
    .route("/", { handler: load as never, component: Page as never })
    .handler();
  const waiting = handler(get("/?slow"));
  const quick = await (await handler(get("/"))).text();
  assertStringIncludes(quick, "<title>quick</title>");
  slow.resolve("slow");
  const late = await (await waiting).text();
  assertStringIncludes(late, "<title>slow</title>");
  assertStringIncludes(late, "?slow");
});

Deno.test("an island that breaks on the server is an error of its page; the next page is whole", () =>
  quietly(async () => {
    const Broken = ({ broken }: { broken: boolean }) => {
      if (broken) throw new Error("a flaw");
      return <b>whole</b>;
    };
    const app = new App<State>()
      .onError("*", (ctx) => ctx.render(<p>sorry</p>, { status: 500 }))
      .route("/", {
        component: ({ url }) => <Broken broken={url.search !== ""} />,
      });
    const mod = { default: Broken };
    useSnapshot(app, {
      ...NO_SNAPSHOT,
      buildId: "b",
      clientEntry: "/boot.js",
      islands: islandsOf([{ mod, name: "Broken", url: "/Broken.js", css: [] }]),
    }, "production");
    const handler = app.handler();
    const failed = await handler(get("/?broken"));
    const text = await failed.text();
    assertEquals(failed.status, 500);
    assertStringIncludes(text, "sorry");
    assert(!text.includes("<script") && !text.includes("a flaw"));
    const whole = await (await handler(get("/"))).text();
    assertStringIncludes(whole, "<b>whole</b>");
    assertStringIncludes(whole, 'src="/boot.js"');
  }));

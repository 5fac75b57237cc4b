import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { App, type Context, HttpError, page, type PageProps } from "fresh";
import { useSnapshot } from "./app.ts";
import { compareFiles, patternOfFile } from "./file_pattern.ts";
import type { FileExports } from "./file_routes.ts";
import { NO_SNAPSHOT } from "./snapshot.ts";
import { quietly } from "./quiet_testing.ts";

type State = { text?: string };
type Props = PageProps<unknown, State>;
type Ctx = Context<State>;

function appOf(files: Record<string, FileExports>, base?: string) {
  const app = new App<State>().fsRoutes(base);
  const routes = Object.entries(files).map(([path, mod]) => ({ path, mod }));
  useSnapshot(app, { ...NO_SNAPSHOT, routes }, "production");
  return app;
}

async function text(files: Record<string, FileExports>, path: string, base?: string) {
  const response = await appOf(files, base).handler()(new Request(`http://localhost${path}`));
  return await response.text();
}

const says = (what: string): FileExports => ({ handler: () => new Response(what) });
const fails = (message: string): FileExports => ({
  handler: () => {
    throw new Error(message);
  },
});
const wraps = (name: string) => ({ Component }: Props) => (
  <>
    {name}/<Component />
  </>
);

Deno.test("patternOfFile turns brackets, rests and groups into patterns", () => {
  const cases: [string, string][] = [
    ["index", "/"],
    ["foo/index", "/foo"],
    ["foo/[name]/bar/[bob]", "/foo/:name/bar/:bob"],
    ["foo/[...name]", "/foo/:name*"],
    ["foo/[mod]@[version]", "/foo/:mod@:version"],
    ["foo/[bar].json", "/foo/:bar.json"],
    ["a-[b]", "/a-:b"],
    ["foo/[[name]]", "/foo{/:name}?"],
    ["foo/[[name]]/bar/[[bob]]", "/foo{/:name}?/bar{/:bob}?"],
    ["(group)/index", "/"],
    ["(a)/foo/(b)/bar", "/foo/bar"],
  ];
  for (const [path, pattern] of cases) {
    assertEquals(patternOfFile(path), pattern);
  }
  const broken = ["[foo][bar]", "foo]", "[foo]]", "foo-[[name]]-bar/baz", "[[name]]-bar"];
  for (const path of broken) {
    assertThrows(() => patternOfFile(path), SyntaxError);
  }
});

Deno.test("compareFiles puts the more particular file first", () => {
  const sorted = ["foo/index", "foo/a-[b]", "foo/[id]", "foo/[[page]]", "foo/[...rest]", "[any]"];
  assertEquals(sorted.toReversed().sort(compareFiles), sorted);
});

Deno.test("Files answer at their path, exact ones before patterns", async () => {
  const files = {
    "[id]": says("id"),
    all: says("all"),
    index: says("index"),
    "list/[[page]]": { handler: (ctx: Ctx) => ctx.text(`page ${ctx.params.page}`) },
    "files/[...rest]": { handler: (ctx: Ctx) => ctx.text(`rest ${ctx.params.rest}`) },
    "car-[name]": { handler: (ctx: Ctx) => ctx.text(`car ${ctx.params.name}`) },
    over: { ...says("over"), config: { routeOverride: "/elsewhere/:x" } },
  };
  const seen: string[] = [];
  for (
    const path of [
      "/",
      "/all",
      "/x",
      "/list",
      "/list/2",
      "/files/a/b",
      "/car-one",
      "/elsewhere/1",
    ]
  ) {
    seen.push(await text(files, path));
  }
  assertEquals(seen, ["index", "all", "id", "page ", "page 2", "rest a/b", "car one", "over"]);
  assertEquals(await text(files, "/shop/all", "/shop"), "all");
});

Deno.test("A file without relevant exports is refused", () => {
  assertThrows(() => appOf({ index: {} }).handler(), Error, "no relevant exports");
});

Deno.test("Methods of a file's handlers, 405 for the others", async () => {
  const handle = appOf({
    one: { handlers: { POST: () => new Response("post") } },
    both: {
      handler: { POST: () => page("posted") },
      default: ({ data }: Props) => <b>{String(data)}</b>,
    },
  }).handler();
  const ask = async (path: string, method: string) => {
    const response = await handle(new Request(`http://localhost${path}`, { method }));
    return [response.status, await response.text()];
  };
  assertEquals(await ask("/one", "POST"), [200, "post"]);
  assertEquals((await ask("/one", "GET"))[0], 405);
  assertEquals((await ask("/both", "GET"))[0], 200);
  assertStringIncludes(String((await ask("/both", "POST"))[1]), "<b>posted</b>");
});

Deno.test("_middleware runs from the outside in; an array counts as several", async () => {
  const adds = (what: string) => (ctx: Ctx) => {
    ctx.state.text = (ctx.state.text ?? "") + what;
    return ctx.next();
  };
  const files = {
    _middleware: { handler: [adds("A"), adds("B")] },
    "foo/_middleware": { default: adds("C") },
    "foo/bar/_middleware": { handlers: { GET: adds("D"), POST: adds("never") } },
    "foo/bar/index": { handler: (ctx: Ctx) => ctx.text(ctx.state.text!) },
    other: { handler: (ctx: Ctx) => ctx.text(ctx.state.text!) },
  };
  assertEquals(await text(files, "/foo/bar"), "ABCD");
  assertEquals(await text(files, "/other"), "AB");
});

Deno.test("_app and _layout stand around pages, unless the config leaves them out", async () => {
  const files = {
    _app: { default: wraps("app") },
    _layout: { default: wraps("layout") },
    "foo/_layout": { default: wraps("foo") },
    "foo/bar": { default: () => <>bar</> },
    foo: { default: () => <>foo</> },
    "own/_layout": {
      default: wraps("own"),
      config: { skipAppWrapper: true, skipInheritedLayouts: true },
    },
    "own/index": { default: () => <>page</> },
    bare: {
      default: () => <>bare</>,
      config: { skipAppWrapper: true, skipInheritedLayouts: true },
    },
  };
  assertStringIncludes(await text(files, "/foo/bar"), "<body>app/layout/foo/bar<");
  assertStringIncludes(await text(files, "/foo"), "<body>app/layout/foo<");
  assertStringIncludes(await text(files, "/own"), "<body>own/page<");
  assertStringIncludes(await text(files, "/bare"), "<body>bare<");
});

Deno.test(
  "Groups are not in URLs and keep their own layout, middleware and error page",
  async () => {
    const group = (name: string): Record<string, FileExports> => ({
      [`(${name})/_layout`]: { default: wraps(name) },
      [`(${name})/_middleware`]: {
        handler: (ctx: Ctx) => {
          ctx.state.text = name;
          return ctx.next();
        },
      },
      [`(${name})/_error`]: { default: ({ state }: Props) => <>error {state.text}</> },
      [`(${name})/${name}`]: { default: ({ state }: Props) => <>page {state.text}</> },
      [`(${name})/${name}_broken`]: fails("x"),
    });
    const files = { ...group("one"), ...group("two") };
    assertStringIncludes(await text(files, "/one"), "<body>one/page one<");
    assertStringIncludes(await text(files, "/two"), "<body>two/page two<");
    await quietly(async () => {
      assertStringIncludes(await text(files, "/one_broken"), "<body>one/error one<");
      assertStringIncludes(await text(files, "/two_broken"), "<body>two/error two<");
    });
  },
);

Deno.test("_error answers for its folder, with the status of what was thrown", async () => {
  const handle = appOf({
    _error: { default: ({ error }: Props) => <>root {(error as Error).message}</> },
    fail: fails("a"),
    "foo/_error": { default: ({ error }: Props) => <>foo {(error as HttpError).status}</> },
    "foo/index": { default: () => <>foo</> },
    "foo/teapot": {
      handler: () => {
        throw new HttpError(418);
      },
    },
  }).handler();
  const ask = async (path: string) => {
    const response = await handle(new Request(`http://localhost${path}`));
    return `${response.status} ${/<body>(.*)<\/body>/.exec(await response.text())?.[1]}`;
  };
  await quietly(async () => assertEquals(await ask("/fail"), "500 root a"));
  assertEquals(await ask("/foo/teapot"), "418 foo 418");
  assertEquals(await ask("/foo/missing"), "404 foo 404");
  assertEquals(await ask("/missing"), "404 root ");
});

Deno.test("Error pages may have handlers by method, and what they throw goes up with its status", async () => {
  const handle = appOf({
    _error: {
      handler: {
        GET: (ctx: Ctx) => ctx.text(`root ${(ctx.error as Error).message}`, { status: 503 }),
      },
    },
    fail: fails("a"),
    "foo/_error": {
      default: () => {
        throw new HttpError(501, "b");
      },
    },
    "foo/fail": fails("c"),
    "bar/_error": fails("d"),
    "bar/fail": fails("e"),
  }).handler();
  const ask = async (path: string) => {
    const response = await handle(new Request(`http://localhost${path}`));
    return `${response.status} ${await response.text()}`;
  };
  await quietly(async () => {
    assertEquals(await ask("/fail"), "503 root a");
    assertEquals(await ask("/foo/fail"), "503 root b");
    assertEquals(await ask("/bar/fail"), "503 root d");
  });
});

Deno.test("A status that an error page throws is that of the page above it", async () => {
  const handle = appOf({
    _error: { default: () => <>failed</> },
    "foo/_error": {
      default: () => {
        throw new HttpError(501);
      },
    },
    "foo/fail": fails("x"),
    teapot: {
      handler: (ctx: Ctx) => ctx.render(<i>tea</i>, { status: 418, statusText: "Tea" }),
    },
  }).handler();
  const ask = (path: string) => handle(new Request(`http://localhost${path}`));
  await quietly(async () => assertEquals((await ask("/foo/fail")).status, 501));
  const teapot = await ask("/teapot");
  assertEquals([teapot.status, teapot.statusText], [418, "Tea"]);
});

Deno.test("Scopes of files and of the app's own paths are the same, also for parameters", async () => {
  const handle = new App<State>()
    .use("/cars/:id", (ctx) => {
      ctx.state.text = `used for ${ctx.params.id}`;
      return ctx.next();
    })
    .fsRoutes();
  const routes = [
    { path: "cars/[id]/seats", mod: { handler: (ctx: Ctx) => ctx.text(ctx.state.text!) } },
    { path: "cars/[id]/_error", mod: { default: () => <>no such part</> } },
  ];
  useSnapshot(handle, { ...NO_SNAPSHOT, routes }, "production");
  const ask = async (path: string) =>
    await (await handle.handler()(new Request(`http://localhost${path}`))).text();
  assertEquals(await ask("/cars/7/seats"), "used for 7");
  assertStringIncludes(await ask("/cars/7/doors"), "no such part");
});

Deno.test("_404 answers where nothing stands, inside _app and with its status", async () => {
  const response = await appOf({
    _app: { default: wraps("app") },
    _404: { default: ({ url }: Props) => <>no {url.pathname}</> },
    index: says("index"),
  }).handler()(new Request("http://localhost/missing"));
  assertEquals(response.status, 404);
  assertStringIncludes(await response.text(), "<body>app/no /missing<");
});

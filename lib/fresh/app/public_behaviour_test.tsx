/**
 * What Fresh 2's public tests say of `App` and `Context`, told in our own words: whoever takes the real
 * package in place of this one finds the same.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { App, type Context, HttpError } from "fresh";
import { quietly } from "./quiet_testing.ts";

// deno-lint-ignore no-explicit-any -- apps of any state
type AnyApp = App<any>;

const ask = async (app: AnyApp, path: string, method = "GET") => {
  const response = await app.handler()(
    new Request(`http://localhost${path}`, { method }),
  );
  return {
    status: response.status,
    text: await response.text(),
    headers: response.headers,
  };
};

const say = (text: string) => () => new Response(text);

interface Letters {
  text?: string;
}

const adds = (letter: string) => (ctx: Context<Letters>) => {
  ctx.state.text = (ctx.state.text ?? "") + letter;
  return ctx.next();
};

const spells = (ctx: Context<Letters>) => new Response(ctx.state.text);

Deno.test("a middleware that answers is the answer, whatever stands behind it", async () => {
  const app = new App().use(say("first")).get("/", say("second"));
  assertEquals((await ask(app, "/")).text, "first");
});

Deno.test("every method answers below the base path, and nowhere else", async () => {
  const app = new App({ basePath: "/shop/cars" });
  const methods = ["get", "post", "put", "patch", "delete"] as const;
  for (const method of methods) {
    app[method]("/", say(method))[method]("/lu", say(`lu ${method}`));
  }
  for (const method of methods) {
    const verb = method.toUpperCase();
    assertEquals((await ask(app, "/shop/cars", verb)).text, method);
    assertEquals((await ask(app, "/shop/cars/lu", verb)).text, `lu ${method}`);
    assertEquals((await ask(app, "/", verb)).status, 404);
    assertEquals((await ask(app, "/lu", verb)).status, 404);
  }
});

Deno.test("a method that a path does not have is a 405 that says so", async () => {
  const app = new App().get("/", say("got")).post("/", say("posted"));
  const { status, text } = await ask(app, "/", "PUT");
  assertEquals([status, text], [405, "Method Not Allowed"]);
});

Deno.test("a mounted app runs behind the middlewares of the outer one, at its path", async () => {
  const inner = new App<Letters>().use(adds("B")).get("/", spells).post(
    "/",
    spells,
  )
    .get(
      "/:name",
      (ctx) => new Response(`${ctx.state.text} ${ctx.params.name}`),
    );
  const app = new App<Letters>().use(adds("A")).get("/", spells).mountApp(
    "/inner",
    inner,
  );
  assertEquals((await ask(app, "/")).text, "A");
  assertEquals((await ask(app, "/inner")).text, "AB");
  assertEquals((await ask(app, "/inner", "POST")).text, "AB");
  assertEquals((await ask(app, "/inner/lu")).text, "AB lu");
});

Deno.test("an app mounted at the root adds its middlewares for what is not found, too", async () => {
  const ran: string[] = [];
  const notes = (name: string) => (ctx: Context<unknown>) => {
    ran.push(name);
    return ctx.next();
  };
  const inner = new App().use(notes("inner")).get("/there", say("there"));
  const app = new App().use(notes("outer")).mountApp("/", inner);
  assertEquals((await ask(app, "/there")).text, "there");
  ran.length = 0;
  await quietly(async () => assertEquals((await ask(app, "/nowhere")).status, 404));
  assertEquals(ran, ["outer", "inner"]);
});

Deno.test("base paths of the outer and the mounted app add up, and one and the same counts once", async () => {
  const inner = new App({ basePath: "/v2" }).get("/cars", say("cars"));
  const app = new App({ basePath: "/main" }).get("/", say("home")).mountApp(
    "/services",
    inner,
  );
  assertEquals((await ask(app, "/main/services/v2/cars")).text, "cars");
  assertEquals((await ask(app, "/main/services/cars")).status, 404);
  assertEquals((await ask(app, "/services/v2/cars")).status, 404);
  const desk = new App({ basePath: "/desk" }).get("/", say("desk")).get(
    "/day",
    say("day"),
  );
  const shop = new App().get("/", say("shop")).mountApp("/desk", desk);
  assertEquals((await ask(shop, "/desk")).text, "desk");
  assertEquals((await ask(shop, "/desk/day")).text, "day");
  assertEquals((await ask(shop, "/")).text, "shop");
});

Deno.test("what was thrown stands on the context, in every middleware that it passes", async () => {
  const seen: unknown[] = [];
  const watches = async (ctx: Context<unknown>) => {
    try {
      return await ctx.next();
    } catch (error) {
      seen.push(error === ctx.error);
      throw error;
    }
  };
  const app = new App().use(watches).use(watches).get("/", () => {
    throw "no error at all";
  });
  await quietly(async () => assertEquals((await ask(app, "/")).status, 500));
  assertEquals(seen, [true, true]);
});

Deno.test("a handler that answers nothing, and a page that is none, are errors of ours", async () => {
  // deno-lint-ignore no-explicit-any -- what types forbid
  const wrong = (run: (ctx: any) => any) => new App().get("/", run);
  for (
    const run of [
      () => {},
      (ctx: { render(): unknown }) => ctx.render(),
    ]
  ) {
    await quietly(async () => {
      const { status, text } = await ask(wrong(run), "/");
      assertEquals(status, 500);
      assertStringIncludes(text, "Internal server error");
    });
  }
  const noElement = (ctx: { render(of: unknown): unknown }) => ctx.render({});
  await quietly(async () => assertEquals((await ask(wrong(noElement), "/")).status, 500));
});

Deno.test("404 goes to notFound where there is one, else to onError; other errors to onError", async () => {
  const throws = (status: number) => () => {
    throw new HttpError(status);
  };
  const both = new App().notFound(say("not found")).onError("*", say("failed"))
    .get("/gone", throws(404)).get("/broken", throws(500));
  await quietly(async () => {
    for (const path of ["/nowhere", "/gone"]) {
      assertEquals((await ask(both, path)).text, "not found");
    }
    assertEquals((await ask(both, "/broken")).text, "failed");
    const one = new App().onError("*", say("failed")).get("/gone", throws(404));
    for (const path of ["/nowhere", "/gone"]) {
      assertEquals((await ask(one, path)).text, "failed");
    }
  });
});

Deno.test("a star takes every path, and a route's one handler every method", async () => {
  for (
    const app of [
      new App().all("*", say("any")),
      new App().route("*", { handler: say("any") }),
    ]
  ) {
    for (const path of ["/", "/a", "/a/b"]) {
      assertEquals((await ask(app, path)).text, "any");
    }
    assertEquals((await ask(app, "/", "DELETE")).text, "any");
  }
});

Deno.test("data may come with headers in each of their forms", async () => {
  const forms = [new Headers({ "x-car": "lu" }), { "x-car": "lu" }, [[
    "x-car",
    "lu",
  ]]];
  for (const headers of forms) {
    const app = new App().route("/", {
      handler: () => ({ data: {}, headers: headers as HeadersInit }),
      component: () => <h1>Lu</h1>,
    });
    const answer = await ask(app, "/");
    assertStringIncludes(answer.text, "<h1>Lu</h1>");
    assertEquals(answer.headers.get("x-car"), "lu");
  }
});

Deno.test("the route on the context is the pattern that matched, and null where none did", async () => {
  const routes: (string | null)[] = [];
  const partials: boolean[] = [];
  const app = new App().use((ctx) => {
    routes.push(ctx.route);
    partials.push(ctx.isPartial);
    return ctx.next();
  }).get("/cars/lu", say("lu")).get("/cars/:car", say("car"));
  await quietly(async () => void await ask(app, "/nowhere"));
  await ask(app, "/cars/lu");
  await ask(app, "/cars/fan?fresh-partial");
  assertEquals(routes, [null, "/cars/lu", "/cars/:car"]);
  assertEquals(partials, [false, false, true]);
});

Deno.test("app, layouts and page stand in each other, and a page may go without", async () => {
  const app = new App()
    .appWrapper(({ Component }) => (
      <body>
        app/<Component />
      </body>
    ))
    .layout("/", ({ Component }) => (
      <>
        layout/<Component />
      </>
    ))
    .get("/", (ctx) => ctx.render(<>page</>))
    .get(
      "/bare",
      (ctx) =>
        ctx.render(<>page</>, undefined, {
          skipAppWrapper: true,
          skipInheritedLayouts: true,
        }),
    );
  assertStringIncludes((await ask(app, "/")).text, "app/layout/page");
  const { text } = await ask(app, "/bare");
  assertEquals([text.includes("app/"), text.includes("layout/")], [
    false,
    false,
  ]);
});

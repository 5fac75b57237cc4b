import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { App, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { quietly } from "../app/quiet_testing.ts";
import { project } from "./project_testing.ts";

const COUNTER = `import { useState } from "preact/hooks";
import { asset } from "fresh/runtime";
export default function Counter({ start }) {
  const [count, setCount] = useState(start);
  return <button data-icon={asset("/icon.svg")} onClick={() => setCount(count + 1)}>{count}</button>;
}
`;

const SHOP = {
  "islands/Counter.jsx": COUNTER,
  "routes/index.jsx": `import Counter from "../islands/Counter.jsx";
export default () => <Counter start={41} />;`,
  "routes/plain.jsx": "export default () => <p>plain</p>;",
  "routes/deep/(_islands)/Local.jsx": "export const Local = () => <i>local</i>;",
  "routes/deep/(_parts)/ignored.jsx": "export const nothing = 1;",
  "routes/deep/index.jsx": `import { Local } from "./(_islands)/Local.jsx";
export default () => <Local />;`,
  "routes/index_test.jsx": "throw new Error('a test is no route');",
  "static/app.css": `body { background: url("/bg.png"); color: black; }`,
  "static/icons/a.txt": "text",
};

const main = `import { App, staticFiles } from "fresh";
export const app = new App().use(staticFiles()).fsRoutes();
`;

/** The bundler's process ends a moment after it was told to: past the end of a test. */
const test = (name: string, fn: () => Promise<void>) =>
  Deno.test({ name, fn, sanitizeOps: false, sanitizeResources: false });

type Handle = (request: Request) => Promise<Response>;

const ask = (handle: Handle, path: string, headers: HeadersInit = {}) =>
  handle(new Request(`http://localhost${path}`, { headers }));

test("Builder bundles islands, with Preact in a script they share", async () => {
  await using shop = await project(SHOP);
  const builder = new Builder({ root: shop.root });
  const app = new App().use(staticFiles()).fsRoutes();
  (await builder.build({ snapshot: "memory" }))(app);
  const handle = app.handler();

  const response = await ask(handle, "/");
  const html = await response.text();
  const { buildId } = builder.config;
  assertMatch(buildId, /^[0-9a-f]{16}$/);
  assertStringIncludes(html, `<button data-icon="/icon.svg?__frsh_c=${buildId}"`);
  const scripts = [...response.headers.get("link")!.matchAll(/<([^>]+)>/g)].map(([, url]) => url!);
  assertMatch(scripts.join(), new RegExp(`/_fresh/js/${buildId}/fresh-runtime-\\w+\\.js`));
  assertMatch(scripts.join(), new RegExp(`/_fresh/js/${buildId}/Counter-\\w+\\.js`));
  assertMatch(scripts.join(), new RegExp(`/_fresh/js/${buildId}/shared-\\w+\\.js`));

  const sources = await Promise.all(
    scripts.map(async (url) => {
      const script = await ask(handle, url);
      assertEquals(script.status, 200);
      assertEquals(script.headers.get("cache-control"), "public, max-age=31536000, immutable");
      assertEquals(script.headers.get("content-type"), "text/javascript; charset=utf-8");
      return await script.text();
    }),
  );
  // Of Preact's core, and of nothing else.
  assertEquals(sources.filter((source) => source.includes("createElementNS")).length, 1);
  assert(sources.some((source) => source.includes(buildId)));
  assert(!sources.some((source) => source.includes("FRESH-BUILD-ID")));

  assertStringIncludes(await (await ask(handle, "/deep")).text(), "<i>local</i>");
  assert(!(await (await ask(handle, "/plain")).text()).includes("<script"));
  assertEquals((await ask(handle, "/index_test")).status, 404);
  assertEquals((await ask(handle, "/deep/ignored")).status, 404);
});

test("Builder writes a build that serves without reading again", async () => {
  await using shop = await project({ ...SHOP, "main.ts": main });
  await new Builder({ root: shop.root }).build();
  const written = pathToFileURL(join(shop.root, "_fresh", "server.js")).href;
  const { default: server } = (await import(written)) as { default: { fetch: Handle } };
  await Deno.remove(join(shop.root, "_fresh", "static"), { recursive: true });

  const response = await ask(server.fetch, "/");
  assertStringIncludes(await response.text(), ">41</button>");
  const [, entry] = /<([^>]+)>/.exec(response.headers.get("link")!)!;
  const plain = await ask(server.fetch, entry!);
  const text = await plain.text();
  for (const encoding of ["gzip", "br"]) {
    const packed = await ask(server.fetch, entry!, { "accept-encoding": `deflate, ${encoding}` });
    assertEquals(packed.headers.get("content-encoding"), encoding);
    const bytes = (await packed.arrayBuffer()).byteLength;
    assertEquals(packed.headers.get("content-length"), String(bytes));
    assert(bytes < text.length / 1.5, `${bytes} of ${text.length}`);
  }
  assertMatch(
    await (await ask(server.fetch, "/app.css")).text(),
    /^body \{ background: url\("\/bg.png\?__frsh_c=[0-9a-f]{16}"\); color: black; \}$/,
  );
  assertEquals(await (await ask(server.fetch, "/icons/a.txt")).text(), "text");
});

test("Builder gives the same id to the same content, and another to other content", async () => {
  await using shop = await project(SHOP);
  const idOf = async () => {
    const builder = new Builder({ root: shop.root });
    await builder.build({ snapshot: "memory" });
    return builder.config.buildId;
  };
  const first = await idOf();
  assertEquals(await idOf(), first);
  await shop.write("static/icons/a.txt", "other");
  assert((await idOf()) !== first);
});

test("Builder.registerIsland takes modules from elsewhere, and no packages", async () => {
  await using shop = await project({
    "parts/Far.jsx": "export default () => <b>far</b>;",
    "routes/index.jsx": `import Far from "../parts/Far.jsx"; export default () => <Far />;`,
  });
  const builder = new Builder({ root: shop.root });
  builder.registerIsland(pathToFileURL(join(shop.root, "parts", "Far.jsx")).href);
  const app = new App().fsRoutes();
  (await builder.build({ snapshot: "memory" }))(app);
  assertStringIncludes(await (await ask(app.handler(), "/")).text(), "frsh:island:0:0:");
  await assertRejects(
    // deno-lint-ignore require-await
    async () => builder.registerIsland("jsr:@scope/island"),
    Error,
    "other packages",
  );
});

test("Builder names an import that the browser cannot have", async () => {
  await using shop = await project({
    "islands/Wrong.jsx": `import { App } from "fresh"; export default () => <p>{App.name}</p>;`,
  });
  await assertRejects(
    () => new Builder({ root: shop.root }).build({ snapshot: "memory" }),
    Error,
    'Cannot find "fresh" for the browser',
  );
});

test("Builder.onTransformStaticFile changes files, in turn, unless they are excluded", async () => {
  await using shop = await project({ "static/a.css": "a{}", "static/b.css": "b{}" });
  const builder = new Builder({ root: shop.root });
  const seen: string[] = [];
  builder.onTransformStaticFile(
    { pluginName: "one", filter: /\.css$/g, exclude: ["**/b.css"] },
    ({ text, mode, path }) => {
      seen.push(`${mode} ${path.slice(shop.root.length)}`);
      return { content: `${text}/*1*/` };
    },
  );
  builder.onTransformStaticFile(
    { pluginName: "two", filter: /\.css$/, exclude: [/nothing/] },
    ({ text, path }) => [
      { path, content: `${text}/*2*/` },
      { path: path.replace(".css", ".txt"), content: "beside" },
    ],
  );
  const app = new App().use(staticFiles());
  (await builder.build({ snapshot: "memory" }))(app);
  const handle = app.handler();
  const text = async (path: string) => await (await ask(handle, path)).text();
  assertEquals(await text("/a.css"), "a{}/*1*//*2*/");
  assertEquals(await text("/b.css"), "b{}/*2*/");
  assertEquals(await text("/a.txt"), "beside");
  assertEquals(seen, ["production /static/a.css"]);
});

test("Builder.listen serves for development: errors to read, pages that reload", async () => {
  await using shop = await project({
    ...SHOP,
    "routes/broken.jsx": `export default () => { throw new Error("<broken> on purpose"); };`,
  });
  const app = new App().use(staticFiles()).fsRoutes();
  const stop = new AbortController();
  const port = Promise.withResolvers<number>();
  await new Builder({ root: shop.root }).listen(() => Promise.resolve(app), {
    port: 0,
    signal: stop.signal,
    onListen: ({ port: own, hostname }) => {
      assertEquals(hostname, "127.0.0.1");
      port.resolve(own);
    },
  });
  const origin = `http://127.0.0.1:${await port.promise}`;
  const text = async (path: string) => await (await fetch(origin + path)).text();

  assertStringIncludes(await text("/plain"), `<script type="module" src="/_frsh/reload.js"`);
  assertStringIncludes(await text("/_frsh/reload.js"), "EventSource");
  await quietly(async () => {
    const broken = await text("/broken");
    assertStringIncludes(broken, "&lt;broken> on purpose");
    assertStringIncludes(broken, "broken.jsx");
  });

  assertEquals(await text("/icons/a.txt"), "text");
  for (const outside of ["/..%2froutes%2findex.jsx", "/icons/..%2f..%2fmain.ts", "/%00"]) {
    assertEquals(await text(outside), "Not Found");
  }
  const events = (await fetch(`${origin}/_frsh/events`))
    .body!.pipeThrough(new TextDecoderStream())
    .getReader();
  assertStringIncludes((await events.read()).value!, "event: started");
  await shop.write("static/icons/a.txt", "changed");
  assertStringIncludes((await events.read()).value!, "event: changed");
  assertEquals(await text("/icons/a.txt"), "changed");
  await events.cancel();
  stop.abort();
});

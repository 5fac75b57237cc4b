import { assertEquals } from "@std/assert";
import { App } from "fresh";
import { asset, assetSrcSet } from "fresh/runtime";
import type { VNode } from "preact";
import { useSnapshot } from "../app/app.ts";
import { NO_SNAPSHOT } from "../app/snapshot.ts";

async function body(page: VNode, path = "/models/one"): Promise<string> {
  const app = new App().get("*", (ctx) => ctx.render(page));
  useSnapshot(app, { ...NO_SNAPSHOT, buildId: "B" }, "production");
  const html = await (await app.handler()(new Request(`http://localhost${path}`))).text();
  return /<body>(.*)<\/body>/.exec(html)![1]!;
}

Deno.test("Links to this page and to those above it say so", async () => {
  const here = ' aria-current="page" data-current="true"';
  const above = ' aria-current="true" data-ancestor="true"';
  const cases: [string, string][] = [
    ["/models/one", here],
    ["/models/one?x#y", here],
    ["/models/one/", here],
    ["/models", above],
    ["/", above],
    ["/model", ""],
    ["/models/two", ""],
    ["https://other.example/models/one", ""],
  ];
  for (const [href, marks] of cases) {
    assertEquals(await body(<a href={href}>x</a>), `<a href="${href}"${marks}>x</a>`);
  }
  assertEquals(
    await body(
      <a href="/" aria-current="step">
        x
      </a>,
    ),
    '<a href="/" aria-current="step">x</a>',
  );
  assertEquals(await body(<a href="/">x</a>, "/"), `<a href="/"${here}>x</a>`);
});

Deno.test("Pictures are tied to the build, unless they say otherwise", async () => {
  assertEquals(
    await body(<img src="/a.png" srcset="/a.png 1x, /b.png 2x" alt="" />),
    '<img src="/a.png?__frsh_c=B" srcset="/a.png?__frsh_c=B 1x, /b.png?__frsh_c=B 2x" alt/>',
  );
  assertEquals(
    await body(<img src="/a.png" alt="x" data-fresh-disable-lock />),
    '<img src="/a.png" alt="x" data-fresh-disable-lock="true"/>',
  );
});

Deno.test(
  "asset and assetSrcSet tie the own files to the build, once, and keep the rest",
  async () => {
    await body(<p />);
    const cases: [string, string][] = [
      ["/a.css", "/a.css?__frsh_c=B"],
      ["/a.css?x=1#y", "/a.css?x=1&__frsh_c=B#y"],
      ["/a.css?__frsh_c=B", "/a.css?__frsh_c=B"],
      ["https://other.example/a", "https://other.example/a"],
      ["//other.example/a", "//other.example/a"],
      ["data:text/plain,x", "data:text/plain,x"],
      ["relative.png", "relative.png"],
    ];
    for (const [path, tied] of cases) assertEquals(asset(path), tied);
    assertEquals(asset("/a.css", "/shop"), "/shop/a.css?__frsh_c=B");
    assertEquals(assetSrcSet("/a 1x, //b 2x"), "/a?__frsh_c=B 1x, //b 2x");
  },
);

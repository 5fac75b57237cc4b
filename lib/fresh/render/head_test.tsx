import { assertEquals, assertStringIncludes } from "@std/assert";
import { App } from "fresh";
import { Head } from "fresh/runtime";
import type { VNode } from "preact";

async function head(page: VNode, app?: VNode): Promise<string> {
  const site = new App();
  if (app) {
    site.appWrapper(({ Component }) => (
      <html>
        <head>
          <meta charset="utf-8" />
          <title>App</title>
          <meta name="description" content="app" />
          <link rel="canonical" href="/app" key="canonical" />
        </head>
        <body>
          <Component />
          {app}
        </body>
      </html>
    ));
  }
  site.get("/", (ctx) => ctx.render(page));
  const html = await (await site.handler()(new Request("http://localhost/"))).text();
  return /<head>(.*)<\/head>/.exec(html)![1]!;
}

Deno.test("Head puts what it holds into the document's head, from wherever it stands", async () => {
  const Title = ({ text }: { text: string }) => <title>{text}</title>;
  assertEquals(
    await head(
      <main>
        <div>
          <Head>
            <Title text="今日" />
            {false}
            <meta name="robots" content="noindex" />
          </Head>
        </div>
      </main>,
    ),
    '<meta charset="utf-8"/><title>今日</title><meta name="robots" content="noindex"/>',
  );
});

Deno.test("Head replaces its like by key, name or kind, and the later of two stays", async () => {
  const page = (
    <>
      <Head>
        <title>first</title>
        <meta name="description" content="page" />
        <meta property="og:title" content="one" />
      </Head>
      <Head>
        <title>second</title>
        <link rel="canonical" href="/page" key="canonical" />
        <meta property="og:title" content="two" />
        <meta property="og:image" content="i" />
      </Head>
    </>
  );
  assertEquals(
    await head(page, <p>foot</p>),
    '<meta charset="utf-8"/><title>second</title><meta name="description" content="page"/>' +
      '<link rel="canonical" href="/page" data-key="canonical"/>' +
      '<meta property="og:title" content="two"/><meta property="og:image" content="i"/>',
  );
});

Deno.test("Head inside of the app's body still reaches the head above it", async () => {
  const late = (
    <Head>
      <meta name="late" content="1" />
    </Head>
  );
  assertStringIncludes(await head(<p>page</p>, late), '<meta name="late" content="1"/>');
});

Deno.test(
  "Elements of the head that stand in the body, such as an SVG's title, stay there",
  async () => {
    const site = new App().get("/", (ctx) =>
      ctx.render(
        <svg>
          <title>car</title>
        </svg>,
      ));
    const html = await (await site.handler()(new Request("http://localhost/"))).text();
    assertStringIncludes(html, "<body><svg><title>car</title></svg></body>");
  },
);

import { signal } from "@preact/signals";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { App } from "fresh";
import type { ComponentChildren, ComponentType, VNode } from "preact";
import { useSnapshot } from "../app/app.ts";
import { quietly } from "../app/quiet_testing.ts";
import { NO_SNAPSHOT } from "../app/snapshot.ts";
import { deserialize } from "../wire/deserialize.ts";

const Counter = ({ start }: { start: unknown }) => <i>{String(start)}</i>;
const Panel = ({
  children,
  side,
  open = true,
}: {
  children?: ComponentChildren;
  side?: ComponentChildren;
  open?: boolean;
}) => (
  <section>
    {side}
    {open && children}
  </section>
);
const Outer = () => (
  <div>
    <Counter start="inside" />
  </div>
);

const islands = new Map(
  Object.entries({ Counter, Panel, Outer }).map(([name, fn]) => [
    fn,
    {
      name,
      file: `/_fresh/js/B/${name}.js`,
      exportName: "default",
      fn: fn as ComponentType,
      css: name === "Panel" ? ["/_fresh/js/B/panel.css"] : [],
    },
  ]),
);

function respond(page: VNode): Promise<Response> {
  const app = new App().get("/", (ctx) => ctx.render(page));
  const snapshot = { ...NO_SNAPSHOT, islands, buildId: "B", clientEntry: "/_fresh/js/B/boot.js" };
  useSnapshot(app, snapshot, "production");
  return app.handler()(new Request("http://localhost/"));
}

const body = async (page: VNode): Promise<string> =>
  /<body>(.*)<\/body>/.exec(await (await respond(page)).text())![1]!;

const stateOf = (html: string) =>
  JSON.parse(/type="application\/json"[^>]*>(.*?)<\/script>/.exec(html)![1]!);

Deno.test("A page without islands has no script and no preload", async () => {
  const response = await respond(<p>plain</p>);
  assertEquals(response.headers.get("link"), null);
  assert(!(await response.text()).includes("<script"));
});

Deno.test("An island stands between marks, with its props beside the document", async () => {
  const response = await respond(<Counter start={3} key="a:b" />);
  assertEquals(
    response.headers.get("link"),
    '</_fresh/js/B/boot.js>; rel="modulepreload"; as="script", ' +
      '</_fresh/js/B/Counter.js>; rel="modulepreload"; as="script"',
  );
  const html = await response.text();
  assertStringIncludes(html, "<!--frsh:island:0:0:a%3Ab--><i>3</i><!--/frsh:island-->");
  assertEquals(stateOf(html).modules, [["/_fresh/js/B/Counter.js", "default"]]);
  assertEquals(deserialize(stateOf(html).props), [{ start: 3 }]);
  assertMatch(html, /<script type="module" src="\/_fresh\/js\/B\/boot.js" nonce="\w+"><\/script>/);
});

Deno.test("JSX for an island is a slot; what it does not show waits in a template", async () => {
  const html = await body(
    <Panel side={<i>side</i>} open={false}>
      <b>later</b>
    </Panel>,
  );
  assertStringIncludes(html, "<section><!--frsh:slot:0--><i>side</i><!--/frsh:slot--></section>");
  assertStringIncludes(html, '<template id="frsh-slot-1"><b>later</b></template>');
  const slot = (id: number) => `slot ${id}`;
  assertEquals(deserialize(stateOf(html).props, { slot }), [
    { side: "slot 0", open: false, children: "slot 1" },
  ]);
});

Deno.test(
  "An island in another's slot has marks of its own; one that it renders has none",
  async () => {
    const html = await body(
      <div>
        <Panel>
          <p>
            <Counter start={1} />
          </p>
        </Panel>
        <Outer />
      </div>,
    );
    assertStringIncludes(html, "<p><!--frsh:island:1:1:--><i>1</i><!--/frsh:island--></p>");
    assertStringIncludes(
      html,
      "<!--frsh:island:2:2:--><div><i>inside</i></div><!--/frsh:island-->",
    );
  },
);

Deno.test("Islands share a signal, and hostile strings stay inside the data", async () => {
  const shared = signal("</script><script>alert(1)</script><!--");
  const html = await body(
    <div>
      <Counter start={shared} />
      <Counter start={shared} />
    </div>,
  );
  assertEquals(html.match(/<script/g)!.length, 2);
  const [one, other] = deserialize(stateOf(html).props, { signal: (value) => ({ value }) }) as {
    start: unknown;
  }[];
  assertEquals(one!.start, { value: "</script><script>alert(1)</script><!--" });
  assert(one!.start === other!.start);
});

Deno.test("A function among an island's props is an error that names it", async () => {
  const said: unknown[] = [];
  await quietly(async () => {
    console.error = (error) => said.push(error);
    assertEquals((await respond(<Counter start={() => 1} />)).status, 500);
  });
  assertStringIncludes(String(said[0]), "Cannot send a function to the browser");
  assertStringIncludes(String(said[0]), "Counter: start");
});

Deno.test("An island's style sheets stand in the head", async () => {
  assertMatch(
    await (await respond(<Panel />)).text(),
    /<head>.*<link rel="stylesheet" href="\/_fresh\/js\/B\/panel.css" nonce="\w+"\/><\/head>/,
  );
});

/**
 * Islands of the framework in a real browser: what the server rendered comes alive, under a policy
 * that allows no inline script. `CHROMIUM` names the browser, `/usr/bin/chromium` when left out.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { App, csp, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { type Browser, chromium, type Page } from "playwright-core";
import { project } from "../../lib/fresh/dev/project_testing.ts";

const FILES = {
  "static/favicon.ico": "",
  "islands/Counter.jsx": `import { useState } from "preact/hooks";
export default function Counter({ start, id }) {
  const [count, setCount] = useState(start);
  return <button id={id} onClick={() => setCount(count + 1)}>{count} times</button>;
}`,
  "islands/Shared.jsx": `export function Less({ count }) {
  return <button id="less" onClick={() => count.value--}>{count}</button>;
}
export function More({ count, double }) {
  return <p id="more" onClick={() => count.value++}>{count} {double}</p>;
}`,
  "islands/Panel.jsx": `import { useState } from "preact/hooks";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
export const Color = createContext("none");
export default function Panel({ children, extra, id }) {
  const [open, setOpen] = useState(false);
  return <Color.Provider value="red">
    <section id={id}>
      <button class="toggle" onClick={() => setOpen(!open)}>toggle</button>
      {children}{open && extra}
    </section>
  </Color.Provider>;
}
export function Painted() { return <b class="painted">{useContext(Color)}</b>; }`,
  "islands/Kinds.jsx": `import { useEffect, useState } from "preact/hooks";
export default function Kinds(props) {
  const [seen, setSeen] = useState("server");
  useEffect(() => {
    const { date, url, map, set, bytes, big, cycle, nothing, zero, pattern, nan } = props;
    setSeen([date.getTime(), url.host, map.get("a").has(1), set.size, bytes.join(), big + 1n,
      cycle.self === cycle, nothing === undefined && "nothing" in props, Object.is(zero, -0),
      pattern.test("ABC"), Number.isNaN(nan)].join(" "));
  }, []);
  return <p id="kinds">{seen}</p>;
}`,
  "islands/Titled.jsx": `import { useState } from "preact/hooks";
import { Head } from "fresh/runtime";
export default function Titled() {
  const [n, setN] = useState(0);
  return <button id="titled" onClick={() => setN(n + 1)}>
    <Head><title>{\`Title \${n}\`}</title><meta name="n" content={String(n)} /></Head>set
  </button>;
}`,
  "islands/Broken.jsx": `export default function Broken() {
  if (typeof document !== "undefined") throw new Error("broken on purpose");
  return <p id="broken">still here</p>;
}`,
  "routes/index.jsx": `import { computed, signal } from "@preact/signals";
import Counter from "../islands/Counter.jsx";
import { Less, More } from "../islands/Shared.jsx";
import Panel, { Painted } from "../islands/Panel.jsx";
import Kinds from "../islands/Kinds.jsx";
import Titled from "../islands/Titled.jsx";
import Broken from "../islands/Broken.jsx";
export default function Home() {
  const count = signal(10);
  const cycle = {}; cycle.self = cycle;
  return <main>
    <Broken />
    <ul><li>before</li><li><Counter id="one" start={3} /></li><li>after</li></ul>
    <Less count={count} /><More count={count} double={computed(() => count.value * 2)} />
    <Panel id="panel" extra={<i class="extra">extra <Counter id="hidden" start={7} /></i>}>
      <p class="slot" title="kept">Slot text <input id="field" value="a" /> <Counter id="nested" start={5} /> <Painted /></p>
    </Panel>
    <Kinds date={new Date(5)} url={new URL("https://shop.example/")} map={new Map([["a", new Set([1])]])}
      set={new Set([1, 2])} bytes={new Uint8Array([1, 255])} big={41n} cycle={cycle} nothing={undefined}
      zero={-0} pattern={/abc/i} nan={NaN} />
    <Titled />
  </main>;
}`,
};

async function withPage(run: (page: Page, errors: string[]) => Promise<void>): Promise<void> {
  await using site = await project(FILES);
  const app = new App().use(csp({ useNonce: true })).use(staticFiles()).fsRoutes();
  (await new Builder({ root: site.root }).build({ snapshot: "memory" }))(app);
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, app.handler());
  const browser: Browser = await chromium.launch({
    executablePath: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await page.goto(`http://127.0.0.1:${server.addr.port}/`);
    await page.waitForFunction(() => document.querySelector("#kinds")?.textContent !== "server");
    await run(page, errors);
  } finally {
    await browser.close();
    await server.shutdown();
  }
}

Deno.test({
  name: "Islands come alive in a browser",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: () =>
    withPage(async (page, errors) => {
      const text = async (selector: string) => await page.textContent(selector);

      await page.click("#one");
      await page.click("#one");
      assertEquals(await text("#one"), "5 times");
      assertEquals(await text("ul"), "before5 timesafter");

      // A computed value arrives as it was: what it is computed from stays on the server.
      await page.click("#less");
      await page.click("#more");
      await page.click("#more");
      assertEquals([await text("#less"), await text("#more")], ["11", "11 20"]);

      // Taken over, not rendered anew: what was typed stays, and so does the element itself.
      await page.fill("#field", "typed");
      await page.evaluate(() => Object.assign(document.querySelector(".slot")!, { mark: 1 }));
      await page.click("#nested");
      await page.click("#panel .toggle");
      assertEquals(await text("#nested"), "6 times");
      assertEquals(await page.inputValue("#field"), "typed");
      assertEquals(await page.evaluate(() => "mark" in document.querySelector(".slot")!), true);
      assertEquals(await page.getAttribute(".slot", "title"), "kept");
      assertEquals(await text(".painted"), "red");

      assertStringIncludes((await text(".extra"))!, "extra 7 times");
      await page.click("#hidden");
      assertEquals(await text("#hidden"), "8 times");
      await page.click("#panel .toggle");
      assertEquals(await page.locator(".extra").count(), 0);

      assertEquals(await text("#kinds"), "5 shop.example true 2 1,255 42 true true true true true");

      assertEquals(await page.title(), "Title 0");
      await page.click("#titled");
      assertEquals(await page.title(), "Title 1");
      assertEquals(await page.locator("title").count(), 1);
      assertEquals(await page.getAttribute('meta[name="n"]', "content"), "1");

      assertEquals(await text("#broken"), "still here");
      assertEquals(errors.filter((error) => !error.includes("broken on purpose")), []);
    }),
});

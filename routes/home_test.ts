import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { DenoKvStore } from "../lib/kernel/mod.ts";
import { createPlatform, type Platform } from "../lib/platform.ts";
import { seedShowroom } from "../lib/showroom/seed.ts";
import { createApi } from "./api/app.ts";
import { home, missingPage } from "./home.ts";

const ORIGIN = "http://shop.test";

async function withShop(run: (platform: Platform) => Promise<void>, openAtOnce = false) {
  const store = await DenoKvStore.open(":memory:");
  const platform = await createPlatform({ store });
  await seedShowroom(platform.system, { now: Date.now(), cars: 2017, openAtOnce });
  try {
    await run(platform);
  } finally {
    await platform.stop();
    store.close();
  }
}

const get = (path: string, headers: Record<string, string> = {}) =>
  new Request(ORIGIN + path, { headers });

Deno.test("home: is Chinese unless another language is asked for", () =>
  withShop(async (platform) => {
    const text = async (request: Request) => await (await home(platform, request)).text();
    assertStringIncludes(await text(get("/")), '<html lang="zh-Hans"');
    assertStringIncludes(await text(get("/?lang=en")), '<html lang="en"');
    const english = await text(get("/", { "accept-language": "en-GB,en;q=0.9" }));
    assertStringIncludes(english, "first come, one each");
    assertStringIncludes(
      await text(get("/?lang=zh", { "accept-language": "en" })),
      "先到先得，一人一辆",
    );
  }));

Deno.test("home: says how the sale stands without JavaScript", () =>
  withShop(async (platform) => {
    const text = await (await home(platform, get("/"))).text();
    assertStringIncludes(text, 'data-state="scheduled"');
    assertStringIncludes(text, '<b id="left">2017</b>');
    assert(/<time id="clock">\d\d:\d\d:\d\d<\/time>/.test(text));
    assertStringIncludes(text, "2017 辆");
  }));

Deno.test("home: a sale that is open says so", () =>
  withShop(async (platform) => {
    const text = await (await home(platform, get("/"))).text();
    assertStringIncludes(text, 'data-state="open"');
  }, true));

Deno.test("home: everything inline carries the nonce of its policy, anew each time", () =>
  withShop(async (platform) => {
    const policies = new Set<string>();
    for (let i = 0; i < 2; i++) {
      const response = await home(platform, get("/"));
      const policy = response.headers.get("content-security-policy")!;
      const nonce = /script-src 'nonce-([^']+)'/.exec(policy)![1]!;
      const inline = [...(await response.text()).matchAll(/<(?:script|style)([^>]*)>/g)];
      assertEquals(inline.length, 2);
      for (const [, attributes] of inline) assertStringIncludes(attributes!, nonce);
      policies.add(policy);
    }
    assertEquals(policies.size, 2);
  }));

Deno.test("home: no attribute needs a style that the policy would refuse", () =>
  withShop(async (platform) => {
    assert(!/ (?:style|on\w+)="/.test(await (await home(platform, get("/"))).text()));
  }));

Deno.test("home: what is posted to it is refused with 405", () =>
  withShop(async (platform) => {
    const response = await home(platform, new Request(ORIGIN, { method: "POST" }));
    assertEquals(response.status, 405);
    assertEquals(response.headers.get("allow"), "GET, HEAD");
    await response.body?.cancel();
  }));

Deno.test("home: says that it will be back when the sale cannot be read", () =>
  withShop(async (platform) => {
    const boards = { view: () => Promise.reject(new Error("the store is away")) };
    const response = await home({ ...platform, boards: boards as never }, get("/"));
    assertEquals(response.status, 503);
    assertEquals(response.headers.get("retry-after"), "5");
    const text = await response.text();
    assertStringIncludes(text, "马上回来");
    assert(!text.includes("the store is away"));
  }));

Deno.test("missingPage: people get a page, programs a problem", () =>
  withShop(async (platform) => {
    const app = createApi(platform, { missing: missingPage });
    const page = await app.request("/<b>no</b>", { headers: { accept: "text/html,*/*" } });
    assertEquals(page.status, 404);
    const text = await page.text();
    assertStringIncludes(text, "这里没有东西");
    assert(!text.includes("<b>no</b>"));
    const problem = await app.request("/no");
    assertEquals(problem.headers.get("content-type"), "application/problem+json");
    assertEquals((await problem.json()).code, "not_found");
  }));

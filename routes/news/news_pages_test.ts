import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { systemClock } from "../../lib/kernel/mod.ts";
import { PIECES } from "../../lib/news/news.ts";
import { appOn, routeOf } from "../_testing.ts";
import { withApi } from "../api/_testing.ts";
import ErrorPage from "../_error.tsx";
import rootMiddleware from "../_middleware.ts";
import * as feed from "./feed.xml.ts";
import * as list from "./index.tsx";
import * as piece from "./[slug].tsx";

type Get = (path: string, language?: "zh" | "en") => Promise<Response>;

const ALL_OUT = Date.parse("2027-01-15T11:00:00+08:00");

const withNews = (run: (get: Get) => Promise<void>, now = ALL_OUT): Promise<void> =>
  withApi(async (_api, platform) => {
    const answer = appOn(platform)
      .use(rootMiddleware as never)
      .onError("*", { component: ErrorPage as never })
      .route("/news", routeOf(list))
      .route("/news/feed.xml", { handler: feed.handler as never })
      .route("/news/:slug", routeOf(piece))
      .handler() as (request: Request) => Promise<Response>;
    await run((path, language = "zh") =>
      answer(new Request(`http://shop.test${path}`, { headers: { "accept-language": language } }))
    );
  }, { clock: { ...systemClock, now: () => now } });

const slugsIn = (text: string): string[] =>
  [...text.matchAll(/<h2><a href="\/news\/([a-z0-9-]+)"/g)].map(([, slug]) => slug!);

Deno.test("news: pages from the newest to the oldest, each piece once, in both languages", () =>
  withNews(async (get) => {
    for (const language of ["zh", "en"] as const) {
      const seen: string[] = [];
      let path: string | undefined = "/news";
      while (path) {
        const response = await get(path, language);
        assertEquals(response.status, 200);
        const text: string = await response.text();
        assert(!/undefined|\{\w+\}/.test(text.replace(/<style[\s\S]*?<\/style>/g, "")));
        seen.push(...slugsIn(text));
        path = /<a class="icon-button" href="([^"]+)"[^>]*rel="next"/.exec(text)?.[1];
      }
      assertEquals(seen, PIECES.map(({ slug }) => slug));
    }
    const winter = slugsIn(await (await get("/news?tag=winter")).text());
    assertEquals(winter, ["winter-range", "winter-check"]);
    // What is no tag and no page is the list's beginning, not an error.
    for (const odd of ["?tag=constructor", "?page=0", "?page=1e9", "?page=-1"]) {
      assertEquals(slugsIn(await (await get(`/news${odd}`)).text())[0], PIECES[0]!.slug, odd);
    }
  }));

Deno.test("news: a piece with its card, its picture, its day and the one thing to do", () =>
  withNews(async (get) => {
    for (const language of ["zh", "en"] as const) {
      for (const { slug, title, lead, date, body, action } of PIECES) {
        const response = await get(`/news/${slug}`, language);
        assertEquals(response.status, 200, slug);
        const text = await response.text();
        for (const words of [title[language], body.at(-1)![language], action[language]]) {
          assertStringIncludes(text, words.replaceAll("&", "&amp;").replaceAll('"', "&quot;"));
        }
        assertStringIncludes(text, `<time datetime="${date}"`);
        assertStringIncludes(text, 'property="og:type" content="article"');
        assertStringIncludes(
          text,
          `property="og:description" content="${lead[language]}`.slice(0, 60),
        );
        assertStringIncludes(text, "news-picture__car");
      }
    }
    for (const path of ["/news/constructor", "/news/none"]) {
      assertEquals((await get(path)).status, 404);
    }
  }));

Deno.test("news: what is not out yet is nowhere", () => {
  const [newest] = PIECES;
  return withNews(async (get) => {
    for (const path of ["/news", "/news/feed.xml"]) {
      assert(!(await (await get(path)).text()).includes(newest!.slug), path);
    }
    assertEquals((await get(`/news/${newest!.slug}`)).status, 404);
  }, newest!.at - 1);
});

Deno.test("feed: well-formed Atom in the language asked for, whole texts, absolute addresses", () =>
  withNews(async (get) => {
    for (const language of ["zh", "en"] as const) {
      const response = await get(`/news/feed.xml?lang=${language}`);
      assertEquals(response.headers.get("content-type"), "application/atom+xml; charset=utf-8");
      const text = await response.text();
      assert(
        text.startsWith(
          `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"`,
        ),
      );
      assertEquals(text.match(/<entry>/g)?.length, PIECES.length);
      assertEquals(unclosed(text), []);
      for (const { slug, title, at } of PIECES) {
        assertStringIncludes(text, `<id>http://shop.test/news/${slug}</id>`);
        assertStringIncludes(text, `<published>${new Date(at).toISOString()}</published>`);
        assertStringIncludes(text, title[language].replaceAll("'", "&#39;"));
      }
      // HTML within XML: escaped once more.
      assertStringIncludes(text, "&lt;p&gt;");
      assert(!/&(?!(?:amp|lt|gt|quot|#39);)/.test(text));
    }
  }));

/** Elements that were opened and not closed in their order. */
function unclosed(xml: string): string[] {
  const open: string[] = [];
  for (const [, end, name, alone] of xml.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (alone) continue;
    if (!end) open.push(name!);
    else if (open.pop() !== name) return [`</${name}>`];
  }
  return open;
}

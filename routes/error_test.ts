import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { HttpError } from "fresh";
import { lostText } from "../lib/i18n/lost.ts";
import { KernelError } from "../lib/kernel/mod.ts";
import { inTime } from "../lib/web/in_time.ts";
import { appOn } from "./_testing.ts";
import { withApi } from "./api/_testing.ts";
import ErrorPage from "./_error.tsx";
import rootMiddleware from "./_middleware.ts";

type Ask = (path: string, language: "zh" | "en", method?: string) => Promise<Response>;

const withErrors = (run: (ask: Ask) => Promise<void>): Promise<void> =>
  withApi(async (_api, platform) => {
    const answer = appOn(platform)
      .use(rootMiddleware as never)
      .onError("*", { component: ErrorPage as never })
      .all("/broken", () => {
        throw new Error("secret of the database");
      })
      .get("/closed", () => {
        throw new HttpError(403, "secret of the guard");
      })
      .get("/late", () => inTime(() => new Promise(() => {}), 0))
      .get("/silent", () =>
        inTime(() => {
          throw new KernelError("unavailable", "secret of the store");
        }))
      .handler() as (request: Request) => Promise<Response>;
    await run((path, language, method = "GET") =>
      answer(
        new Request(`http://shop.test${path}`, {
          method,
          headers: { "accept-language": language },
        }),
      )
    );
  });

/** What is logged meanwhile, and not shown. */
async function heard(run: () => Promise<void>): Promise<unknown[]> {
  const logged: unknown[] = [];
  const { error } = console;
  console.error = (...words: unknown[]) => logged.push(...words);
  try {
    await run();
  } finally {
    console.error = error;
  }
  return logged;
}

for (const language of ["zh", "en"] as const) {
  const lost = lostText(language);

  Deno.test(`error page answers an unknown address with 404 and ways on, in ${language}`, () =>
    withErrors(async (ask) => {
      const response = await ask("/nowhere", language);
      const page = await response.text();
      assertEquals(response.status, 404);
      for (const word of [lost.missing.title, lost.models, lost.home, lost.find, lost.drive]) {
        assertStringIncludes(page, word);
      }
      assertStringIncludes(page, 'href="/models"');
    }));

  Deno.test(`error page answers a defect with 500, shows nothing of it, in ${language}`, () =>
    withErrors(async (ask) => {
      const logged = await heard(async () => {
        const response = await ask("/broken?a=1", language);
        const page = await response.text();
        assertEquals(response.status, 500);
        assertStringIncludes(page, lost.broken.title);
        assertStringIncludes(page, 'href="/broken?a=1"');
        assert(!page.includes("secret") && !page.includes(".ts:"), page);
        const sent = await (await ask("/broken", language, "POST")).text();
        assert(
          !sent.includes('href="/broken"'),
          "a form that failed cannot be sent again by a link",
        );
      });
      assertStringIncludes(String(logged[0]), "secret of the database");
    }));

  Deno.test(`error page keeps the status of a refusal, and does not call it ours, in ${language}`, () =>
    withErrors(async (ask) => {
      const response = await ask("/closed", language);
      const page = await response.text();
      assertEquals(response.status, 403);
      assertStringIncludes(page, lost.refused.title);
      assert(!page.includes(lost.broken.title) && !page.includes("secret"));
    }));

  Deno.test(`error page answers a loader that never ends, and a silent store, with 503, in ${language}`, () =>
    withErrors(async (ask) => {
      await heard(async () => {
        for (const path of ["/late", "/silent"]) {
          const response = await ask(path, language);
          const page = await response.text();
          assertEquals(response.status, 503);
          assertStringIncludes(page, lost.slow.title);
          assertStringIncludes(page, `href="${path}"`);
          assert(!page.includes("secret") && !page.includes(" ms"), page);
        }
      });
    }));
}

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { shopText } from "../../lib/i18n/shop.ts";
import { shippedTemplate } from "../../lib/showroom/shipped.ts";
import { storyOf } from "../../lib/showroom/stories.ts";
import { modelNames } from "../../lib/ui/cars/shapes.ts";
import { appOn, routeOf } from "../_testing.ts";
import { withApi } from "../api/_testing.ts";
import ErrorPage from "../_error.tsx";
import rootMiddleware from "../_middleware.ts";
import * as model from "./[model]/index.tsx";
import * as overview from "./index.tsx";

type Get = (path: string, language?: "zh" | "en") => Promise<{ status: number; text: string }>;

const withModels = (run: (get: Get) => Promise<void>): Promise<void> =>
  withApi(async (_api, platform) => {
    const answer = appOn(platform)
      .use(rootMiddleware as never)
      .onError("*", { component: ErrorPage as never })
      .route("/models", routeOf(overview))
      .route("/models/:model", routeOf(model))
      .handler() as (request: Request) => Promise<Response>;
    await run(async (path, language = "zh") => {
      const response = await answer(
        new Request(`http://shop.test${path}`, { headers: { "accept-language": language } }),
      );
      return { status: response.status, text: await response.text() };
    });
  });

Deno.test("models: the overview leads to every model, in both languages, without script", () =>
  withModels(async (get) => {
    for (const language of ["zh", "en"] as const) {
      const { status, text } = await get("/models", language);
      assertEquals(status, 200);
      for (const name of modelNames) {
        assertStringIncludes(text, `href="/models/${name}"`);
        assertStringIncludes(text, shopText(language).models[name].name);
      }
      assert(!/undefined|\{\w+\}|<script/.test(text));
    }
  }));

Deno.test("model: story, figures and gallery of each model, in both languages, without script", () =>
  withModels(async (get) => {
    for (const language of ["zh", "en"] as const) {
      for (const name of modelNames) {
        const { status, text } = await get(`/models/${name}`, language);
        assertEquals([name, status], [name, 200]);
        const { headline, chapters } = storyOf(shippedTemplate(name), language);
        for (const words of [headline, ...chapters.map(({ title }) => title)]) {
          assertStringIncludes(text, words);
        }
        assertStringIncludes(text, "CLTC");
        assertStringIncludes(text, 'property="og:title"');
        assert(
          !/undefined|\{\w+\}|<script/.test(text.replace(/<style[\s\S]*?<\/style>/g, "")),
          name,
        );
      }
    }
  }));

Deno.test("model: a paint in the address is the one shown, an unknown one is not an error", () =>
  withModels(async (get) => {
    assertStringIncludes((await get("/models/fan?paint=maple")).text, "car-fan-maple");
    assertStringIncludes((await get("/models/fan?paint=plaid")).text, "car-fan-mist");
    assertEquals((await get("/models/boat")).status, 404);
    assertEquals((await get("/models/constructor")).status, 404);
  }));

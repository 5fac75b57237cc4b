import { App } from "fresh";
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { State } from "../lib/web/define.ts";
import rootMiddleware from "./_middleware.ts";
import { withApi } from "./api/_testing.ts";
import * as signIn from "./sign-in.tsx";

async function withSignIn(
  run: (pages: (request: Request) => Promise<Response>) => Promise<void>,
): Promise<void> {
  await withApi((_api, platform) =>
    run(
      new App<State>()
        .use((ctx) => {
          ctx.state.platform = platform;
          return ctx.next();
        })
        .use(rootMiddleware as never)
        // deno-lint-ignore no-explicit-any -- what a page's data is like matters to the page alone
        .route("/sign-in", { component: signIn.default, handler: signIn.handler } as any)
        .handler() as (request: Request) => Promise<Response>,
    )
  );
}

Deno.test("sign-in: by night the river beside the form is not the bright one of the morning", () =>
  withSignIn(async (pages) => {
    const page = await (await pages(new Request("http://shop.test/sign-in"))).text();
    // Which of the two is seen is the style's to say.
    for (const hour of ["dawn", "dusk"]) assertStringIncludes(page, `id="land-${hour}-sky"`);
  }));

Deno.test("sign-in leads back to any page of ours, and to no other", () =>
  withSignIn(async (pages) => {
    const led = async (next: string) => {
      const url = `http://shop.test/sign-in?next=${encodeURIComponent(next)}`;
      const page = await (await pages(new Request(url))).text();
      return /name="next" value="([^"]*)"/.exec(page)?.[1]?.replaceAll("&amp;", "&");
    };
    for (
      const ours of [
        "/orders",
        // The links of chat messages have tildes: who signed in to answer under their name was led to
        // their orders instead.
        "/alerts/service.sh-xuhui~12~t9abc~AAAAAAAAAAAAAAAAAAAAAAAA",
        "/dealers?near=121.49,31.23&city=%E4%B8%8A%E6%B5%B7",
      ]
    ) assertEquals(await led(ours), ours);
    for (
      const strange of ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:1"]
    ) assertEquals(await led(strange), "/orders", strange);
  }));

import { App } from "fresh";
import { assertEquals } from "@std/assert";
import type { State } from "../lib/web/define.ts";
import rootMiddleware from "./_middleware.ts";
import { withApi } from "./api/_testing.ts";
import * as signIn from "./sign-in.tsx";

Deno.test("sign-in leads back to any page of ours, and to no other", () =>
  withApi(async (_api, platform) => {
    const pages = new App<State>()
      .use((ctx) => {
        ctx.state.platform = platform;
        return ctx.next();
      })
      .use(rootMiddleware as never)
      // deno-lint-ignore no-explicit-any -- what a page's data is like matters to the page alone
      .route("/sign-in", { component: signIn.default, handler: signIn.handler } as any)
      .handler() as (request: Request) => Promise<Response>;
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

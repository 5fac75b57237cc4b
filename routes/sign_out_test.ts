import { assertEquals, assertStringIncludes } from "@std/assert";
import { appOn } from "./_testing.ts";
import { signIn, withApi } from "./api/_testing.ts";
import { handler } from "./sign-out.ts";

Deno.test("sign-out: a form ends the session, loading its address does nothing", () =>
  withApi(async (api, platform) => {
    platform.loopback.fetch = (request: Request) => Promise.resolve(api.fetch(request));
    const cookie = `session=${await signIn(api, "13800000001")}`;
    const answer = appOn(platform)
      .route("/sign-out", { handler } as never)
      .handler() as (request: Request) => Promise<Response>;
    const ask = (method: string) =>
      answer(new Request("http://shop.test/sign-out", { method, headers: { cookie } }));
    const signedIn = () => typeof platform.sessions.ofCookie(cookie) !== "string";

    const loaded = await ask("GET");
    await loaded.body?.cancel();
    assertEquals([loaded.status, loaded.headers.getSetCookie(), signedIn()], [405, [], true]);
    const sent = await ask("POST");
    assertEquals([sent.status, sent.headers.get("location"), signedIn()], [303, "/", false]);
    assertStringIncludes(sent.headers.getSetCookie().join(), "Max-Age=0");
  }));

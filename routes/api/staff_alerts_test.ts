import { assertEquals, assertStringIncludes } from "@std/assert";
import { chatGroup } from "../../actors/platform/chat_group.ts";
import { post, signIn, STAFF_PHONE, testTokens, withApi } from "./_testing.ts";

Deno.test("alerts: read and taken on over the API, by the first who does, and by who may", () =>
  withApi(async (app, platform) => {
    const token = await signIn(app, STAFF_PHONE);
    const [member] = testTokens(platform, 1) as [string];
    await platform.system.ask(chatGroup("service"), "notify", {
      ...{ id: "review x", code: "review_low", count: 1, about: null, href: "/staff/day" },
      values: { dealer: "sh-xuhui", stars: "1" },
    });
    const list = async (by: string) => {
      const headers = { authorization: `Bearer ${by}` };
      const response = await app.request("/api/staff/alerts", { headers });
      return { status: response.status, body: await response.json() };
    };
    assertEquals((await list(member)).status, 403);
    const low = (all: { code: string }[]) => all.filter(({ code }) => code === "review_low");
    const [told] = low((await list(token)).body.open);
    // deno-lint-ignore no-explicit-any -- what the API says is what is tested
    const { group, key, severity, text } = told as any;
    assertEquals([group, severity], ["service", "warn"]);
    assertStringIncludes(text.en, "was given 1 of 5");
    const take = async (where: string, what: string, by: string) => {
      const path = `/api/staff/alerts/${where}/acknowledge`;
      return await (await post(app, path, { key: what }, by)).json();
    };
    assertEquals((await take(group, key, member)).code, "staff_only");
    assertEquals(await take(group, key, token), { acknowledged: 1 });
    assertEquals(await take(group, key, token), { acknowledged: 0 });
    assertEquals((await take(group, "none", token)).code, "unknown_notice");
    assertEquals((await take("sales.no-where", key, token)).code, "unknown_notice");
    assertEquals((await take("nonsense", key, token)).code, "invalid_request");
    const { body } = await list(token);
    assertEquals([low(body.open).length, low(body.settled).length], [0, 1]);
  }));

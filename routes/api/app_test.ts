import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { code, eventually, post, signIn, STAFF_PHONE, testTokens, withApi } from "./_testing.ts";
import { createApi } from "./app.ts";

Deno.test("API: from the phone to the car, its order, and out again", () =>
  withApi(async (app, platform) => {
    const token = await signIn(app, "13800138000");
    const authorization = `Bearer ${token}`;
    const me = await (await app.request("/api/members/me", { headers: { authorization } })).json();
    assertEquals(me.phone, "138****8000");
    const claimed = await post(app, "/api/sales/launch-2017/claims", undefined, token);
    assertEquals(claimed.status, 201);
    const { number, orderId } = await claimed.json();
    assertEquals([number, orderId], [1, "launch-2017-1"]);
    const again = await post(app, "/api/sales/launch-2017/claims", { city: "杭州" }, token);
    assertEquals(again.status, 200);
    assertEquals((await again.json()).outcome, "already");
    const order = await eventually(async () => {
      const response = await app.request(`/api/orders/${orderId}`, { headers: { authorization } });
      const body = await response.json();
      return response.ok ? body : undefined;
    });
    assertEquals(order.status, "reserved");
    const [stranger] = testTokens(platform, 1);
    const other = await app.request(`/api/orders/${orderId}`, {
      headers: { authorization: `Bearer ${stranger}` },
    });
    assertEquals(await code(other), "unknown_order");
    const out = await app.request("/api/auth/session", {
      method: "DELETE",
      headers: { authorization },
    });
    assertEquals(out.status, 204);
    assertEquals(
      await code(await app.request("/api/members/me", { headers: { authorization } })),
      "token_revoked",
    );
  }));

Deno.test("API: the last car goes once, the next in line gets a place", () =>
  withApi(async (app, platform) => {
    const outcomes = await Promise.all(
      testTokens(platform, 5).map(async (token) =>
        await (await post(app, "/api/sales/launch-2017/claims", {}, token)).json()
      ),
    );
    assertEquals(outcomes.map(({ number }) => number), [1, 2, 3, undefined, undefined]);
    assertEquals(outcomes.slice(3).map(({ place }) => place), [1, 2]);
    const view = await (await app.request("/api/sales/launch-2017")).json();
    assertEquals([view.allocated, view.participants], [3, 5]);
    const journal = await (await app.request("/api/sales/launch-2017/journal")).text();
    // The head's, or what the next entry names: that the sale has opened may be noted in between.
    assertStringIncludes(journal, `"${view.journal.hash}"`);
  }));

Deno.test("API: staff run a sale, members do not", () =>
  withApi(async (app) => {
    const [member, staff] = [await signIn(app, "13800138000"), await signIn(app, STAFF_PHONE)];
    const path = "/api/sales/launch-2017";
    assertEquals(await code(await post(app, `${path}/pause`, undefined, member)), "staff_only");
    assertEquals((await post(app, `${path}/open`, undefined, staff)).status, 200);
    assertEquals((await post(app, `${path}/pause`, undefined, staff)).status, 200);
    // The sale's own status once stood in the problem in place of 409.
    assertEquals(await code(await post(app, `${path}/open`, undefined, staff)), "not_open");
    await eventually(async () =>
      (await post(app, `${path}/claims`, {}, member)).status === 409 || undefined
    );
    assertEquals(await code(await post(app, `${path}/claims`, {}, member)), "paused");
    assertEquals((await post(app, `${path}/close`, undefined, staff)).status, 200);
    assertEquals(await code(await post(app, `${path}/resume`, undefined, staff)), "closed");
  }));

const UNREADABLE: readonly [contentType: string | undefined, body: string, expected: string][] = [
  ["application/json", '{"phone":', "invalid_json"],
  ["application/json", "", "invalid_json"],
  ["application/json", "[]", "invalid_request"],
  ["application/json", '{"phone":"13800138000","more":1}', "invalid_request"],
  ["application/json", '{"phone":"12345678901"}', "invalid_phone"],
  ["text/plain", '{"phone":"13800138000"}', "not_json"],
  ["application/x-www-form-urlencoded", "phone=13800138000", "not_json"],
  [undefined, "", "not_json"],
  ["application/json", `{"phone":"${"1".repeat(70_000)}"}`, "body_too_large"],
];

Deno.test("API: a body that cannot be read is the sender's problem, never a 500", () =>
  withApi(async (app) => {
    for (const [contentType, body, expected] of UNREADABLE) {
      const response = await app.request("/api/auth/otp", {
        method: "POST",
        headers: contentType ? { "content-type": contentType } : {},
        body: new TextEncoder().encode(body),
      });
      assertEquals(await code(response), expected, `${contentType} ${body.slice(0, 40)}`);
    }
  }));

Deno.test("API: a body that stops coming is given up, whatever it is sent to", () =>
  withApi(async (_app, platform) => {
    const deadlines = {
      within: (_read: unknown, _ms: number, late: () => Error) => Promise.reject(late()),
    };
    const app = createApi({ ...platform, deadlines: deadlines as never });
    const [token] = testTokens(platform, 1);
    for (const path of ["/api/auth/otp", "/api/auth/session", "/api/sales/launch-2017/claims"]) {
      const response = await app.request(path, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
        body: new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array([123])) }),
      });
      assertEquals(await code(response), "body_timeout", path);
    }
  }));

Deno.test("API: HEAD of the live stream leaves no viewer behind", () =>
  withApi(async (app, platform) => {
    const response = await app.request("/api/sales/launch-2017/live", { method: "HEAD" });
    assertEquals(response.status, 200);
    assertEquals(platform.boards.viewers, 0);
  }));

Deno.test("API: a test member who signs out does not sign out all test members", () =>
  withApi(async (app, platform) => {
    const [one, other] = testTokens(platform, 2);
    const out = await app.request("/api/auth/session", {
      method: "DELETE",
      headers: { authorization: `Bearer ${one}` },
    });
    assertEquals(out.status, 204);
    const me = await app.request("/api/members/me", {
      headers: { authorization: `Bearer ${other}` },
    });
    assertEquals(me.status, 200);
    await me.body?.cancel();
  }));

Deno.test("API: a cookie is only taken from our own pages", () =>
  withApi(async (app, platform) => {
    const [token] = testTokens(platform, 1);
    const claim = (origin: string) =>
      app.request("http://shop.test/api/sales/launch-2017/claims", {
        method: "POST",
        headers: { cookie: `session=${token}`, host: "shop.test", origin },
      });
    for (const origin of ["https://elsewhere.test", "null", "http://shop.test.elsewhere.test"]) {
      assertEquals(await code(await claim(origin)), "cross_site", origin);
    }
    const ours = await claim("http://shop.test");
    assertEquals(ours.status, 201);
    await ours.body?.cancel();
    // Behind a proxy that speaks HTTP/2 to us nobody with a cookie could do anything.
    const claimByHttp2 = (origin: string) =>
      app.request("http://shop.test/api/sales/launch-2017/claims", {
        method: "POST",
        headers: { cookie: `session=${token}`, origin },
      });
    assertEquals(await code(await claimByHttp2("https://elsewhere.test")), "cross_site");
    const again = await claimByHttp2("https://shop.test");
    assertEquals(again.status, 200);
    await again.body?.cancel();
  }));

Deno.test("API: another method is a 405 that lists the right ones, an unknown path a 404", () =>
  withApi(async (app) => {
    const wrong = await app.request("/api/sales/launch-2017/claims", { method: "PUT" });
    assertEquals(wrong.headers.get("allow"), "POST");
    assertEquals(await code(wrong), "method_not_allowed");
    const options = await app.request("/api/sales/launch-2017", { method: "OPTIONS" });
    assertEquals([options.status, options.headers.get("allow")], [
      204,
      "GET, HEAD, PATCH, OPTIONS",
    ]);
    assertEquals(await code(await app.request("/api/nothing", { method: "OPTIONS" })), "not_found");
    for (const path of ["/api/sales/launch-2017/", "/api/nothing", "/nothing"]) {
      assertEquals(await code(await app.request(path)), "not_found", path);
    }
    assert((await app.request("/api/sales/none/live")).status === 404);
  }));

Deno.test("API: its health tells whether the store keeps what it is given", () =>
  withApi(async (app, { system: { node } }) => {
    const health = await app.request("/api/health");
    assertEquals(await health.json(), { status: "ok", store: "well", node, viewers: 0 });
  }));

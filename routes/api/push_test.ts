import { assert, assertEquals } from "@std/assert";
import { code, eventually, post, testTokens, withApi } from "./_testing.ts";

const SALE = "/api/sales/launch-2017";

const send = (token: string, body: unknown, method = "PATCH"): RequestInit => ({
  method,
  headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
  body: JSON.stringify(body),
});

Deno.test("push: who is next in line is notified on each device, in its language", () =>
  withApi(async (app, platform) => {
    const [holder, next] = testTokens(platform, 2) as [string, string];
    const { sandbox, gateway } = platform.push;
    assert(sandbox);
    const mine = (path: string, init: RequestInit = {}) =>
      app.request(path, { headers: { authorization: `Bearer ${next}` }, ...init });
    const { key } = await (await mine("/api/push")).json();
    assertEquals(key, gateway.publicKey);
    const [phone, laptop] = [await sandbox.subscribe(key), await sandbox.subscribe(key)];
    const added = await app.request("/api/push/devices?lang=zh", send(next, phone, "POST"));
    assertEquals([added.status, (await added.json()).devices], [201, 1]);
    await app.request("/api/push/devices?lang=en", send(next, laptop, "POST"));
    const again = await app.request("/api/push/devices?lang=en", send(next, laptop, "POST"));
    assertEquals((await again.json()).devices, 2);

    const { orderId } = await (await post(app, `${SALE}/claims`, {}, holder)).json();
    await post(app, `${SALE}/claims`, {}, next);
    await eventually(async () =>
      (await post(app, `/api/orders/${orderId}/cancel`, {}, holder)).ok || undefined
    );
    const shown = await eventually(() => Promise.resolve(sandbox.delivered(laptop)[0]));
    const news = JSON.parse(shown.text);
    assertEquals([news.lang, news.title, shown.urgency], ["en", "It is your turn", "high"]);
    assertEquals(JSON.parse(sandbox.delivered(phone)[0]!.text).title, "轮到您了");
    assertEquals((await mine(news.url.replace("/orders", "/api/orders"))).status, 200);
  }, { cars: 1 }));

Deno.test("push: a member chooses, turns devices off, and is told of nothing once all are off", () =>
  withApi(async (app, platform) => {
    const [token, other] = testTokens(platform, 2) as [string, string];
    const { sandbox, gateway, book } = platform.push;
    assert(sandbox);
    const devices = [];
    for (let i = 0; i < 6; i++) devices.push(await sandbox.subscribe(gateway.publicKey));
    for (const device of devices) {
      assertEquals(
        (await app.request("/api/push/devices", send(token, device, "POST"))).status,
        201,
      );
    }
    const memberId = platform.sessions.ofAuthorization(`Bearer ${token}`);
    assert(typeof memberId !== "string");
    const told = async (topic: "turn" | "orders") =>
      (await book.devicesFor(memberId.memberId, topic)).map(({ subscription }) =>
        subscription.endpoint
      );
    assertEquals(await told("turn"), devices.slice(1).map(({ endpoint }) => endpoint));
    const chosen = await app.request("/api/push", send(token, { turn: true, orders: false }));
    assertEquals((await chosen.json()).choice, { turn: true, orders: false });
    assertEquals(await told("orders"), []);
    const { endpoint } = devices[3]!;
    // Somebody else's device is none of mine.
    await app.request("/api/push/devices/remove", send(other, { endpoint }, "POST"));
    assertEquals((await told("turn")).length, 5);
    const fewer = await app.request("/api/push/devices/remove", send(token, { endpoint }, "POST"));
    assertEquals((await fewer.json()).devices, 4);
    const replaced = {
      ...await sandbox.subscribe(gateway.publicKey),
      replaces: devices[4]!.endpoint,
    };
    await app.request("/api/push/devices", send(token, replaced, "POST"));
    assert(!(await told("turn")).includes(devices[4]!.endpoint));
    await platform.vault.erase(memberId.memberId);
    assertEquals(await told("turn"), []);
    assertEquals((await book.read(memberId.memberId)).devices, 0);
    await app.request("/api/push/devices", send(token, devices[0], "POST"));
    const none = await app.request("/api/push/devices/remove", send(token, {}, "POST"));
    assertEquals((await none.json()).devices, 0);
  }));

Deno.test("push: only addresses of push services, only whoever is signed in, only from our pages", () =>
  withApi(async (app, platform) => {
    const [token] = testTokens(platform, 1) as [string];
    const { sandbox, gateway } = platform.push;
    const device = await sandbox!.subscribe(gateway.publicKey);
    for (const endpoint of ["https://127.0.0.1/x", "https://evil.example/x", "http://a.b", "x"]) {
      const answer = await app.request(
        "/api/push/devices",
        send(token, { ...device, endpoint }, "POST"),
      );
      assertEquals([answer.status, await code(answer)], [400, "invalid_request"], endpoint);
    }
    const short = { ...device, keys: { ...device.keys, auth: "short" } };
    assertEquals((await app.request("/api/push/devices", send(token, short, "POST"))).status, 400);
    assertEquals(await code(await app.request("/api/push")), "sign_in_required");
    const foreign = await app.request("http://shop.test/api/push", {
      method: "PATCH",
      headers: {
        cookie: `session=${token}`,
        host: "shop.test",
        origin: "http://evil.test",
        "content-type": "application/json",
      },
      body: JSON.stringify({ turn: false, orders: false }),
    });
    assertEquals(await code(foreign), "cross_site");
  }));

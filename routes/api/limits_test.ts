import { assert, assertEquals } from "@std/assert";
import { testTokenLines } from "../../lib/auth/test_members.ts";
import { ADDRESS_RATES, AddressLimits } from "../../lib/http/address_limits.ts";
import { parseBlock } from "../../lib/http/client_address.ts";
import { type App, code, eventually, testTokens, withApi } from "./_testing.ts";
import { createApi } from "./app.ts";

const LIVE = "/api/sales/launch-2017/live";
const connection = (hostname = "192.0.2.1") => ({
  remoteAddr: { transport: "tcp", hostname, port: 1 },
});

const post = (app: App, path: string, body: unknown, hostname?: string) =>
  app.request(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }, connection(hostname));

const phone = (number: number) => `138${String(number).padStart(8, "0")}`;

Deno.test("API: codes asked for from one address are limited, from another not", () =>
  withApi(async (_app, platform) => {
    const addressLimits = new AddressLimits({ now: () => 0 });
    const app = createApi({ ...platform, addressLimits });
    const { burst, everyMs } = ADDRESS_RATES.codes;
    for (let i = 0; i < burst; i++) {
      assertEquals((await post(app, "/api/auth/otp", { phone: phone(i) })).status, 204);
    }
    const refused = await post(app, "/api/auth/otp", { phone: phone(burst) });
    assertEquals(refused.headers.get("retry-after"), String(everyMs / 1000));
    assertEquals(await code(refused), "too_many_requests");
    const member = platform.identity.memberId(phone(burst));
    assertEquals(await platform.vault.get(member, "phone"), undefined);
    const other = await post(app, "/api/auth/otp", { phone: phone(burst) }, "192.0.2.2");
    assertEquals(other.status, 204);
  }));

Deno.test("API: codes tried from one address are limited, for whatever number", () =>
  withApi(async (_app, platform) => {
    const app = createApi({ ...platform, addressLimits: new AddressLimits({ now: () => 0 }) });
    const attempt = async (i: number) =>
      await code(await post(app, "/api/auth/session", { phone: phone(i), code: "000000" }));
    for (let i = 0; i < ADDRESS_RATES.signIns.burst; i++) assertEquals(await attempt(i), "no_code");
    assertEquals(await attempt(0), "too_many_requests");
  }));

Deno.test("API: a code that is asked for too soon writes nothing into the vault", () =>
  withApi(async (app, { system: { store }, identity, vault }) => {
    assertEquals((await post(app, "/api/auth/otp", { phone: phone(1) })).status, 204);
    const member = identity.memberId(phone(1));
    await vault.erase(member);
    const again = await post(app, "/api/auth/otp", { phone: phone(1) });
    assertEquals(await code(again), "too_many_codes");
    assertEquals(await Array.fromAsync(store.list({ prefix: ["vault"] })), []);
  }));

Deno.test("API: so many live viewers an address, and another once one has gone", () =>
  withApi(async (_app, platform) => {
    const app = createApi({ ...platform, addressLimits: new AddressLimits({ viewers: 2 }) });
    const watch = () => app.request(LIVE, {}, connection());
    const [first, second] = [await watch(), await watch()];
    const third = await watch();
    assertEquals(third.headers.get("retry-after"), "5");
    assertEquals(await code(third), "too_many_requests");
    const none = await app.request("/api/sales/none/live", {}, connection("192.0.2.2"));
    assertEquals(await code(none), "unknown_sale");
    await first.body!.cancel();
    const fourth = await eventually(async () => {
      const response = await watch();
      if (response.ok) return response;
      await response.body?.cancel();
      return undefined;
    });
    await Promise.all([second, fourth].map((response) => response.body!.cancel()));
    assertEquals(platform.boards.viewers, 0);
  }));

Deno.test("API: downloads of journals are limited by address, and not on a load-test server", () =>
  withApi(async (loadTest, platform) => {
    const app = createApi({ ...platform, addressLimits: new AddressLimits({ now: () => 0 }) });
    const download = async (from: App) => {
      const response = await from.request("/api/sales/launch-2017/journal", {}, connection());
      await response.body?.cancel();
      return response.status;
    };
    await eventually(async () => await download(loadTest) === 200 || undefined);
    for (let i = 0; i < ADDRESS_RATES.journals.burst; i++) {
      assertEquals([await download(app), await download(loadTest)], [200, 200]);
    }
    assertEquals([await download(app), await download(loadTest)], [429, 200]);
  }));

Deno.test("API: a load-test server behind a proxy limits by the addresses that the proxy tells of", () =>
  withApi(async (app, platform) => {
    // What is tried with many tickets from one address could be tried on no server that takes test members.
    const staff = testTokenLines(platform.tokens, {
      ...{ count: 1, first: 900, role: "staff" as const, nowMs: platform.now() },
    });
    const [boss] = [...staff].join("").trim().split("\n");
    const room = "/api/sales/launch-2017/waiting-room";
    const as = (token: string, address: string) => ({
      authorization: `Bearer ${token}`,
      "x-forwarded-for": address,
      "content-type": "application/json",
    });
    const limits = JSON.stringify({ ratePerMinute: 600, maxActive: 10 });
    const made = await app.request(room, {
      method: "POST",
      headers: as(boss!, "192.0.2.9"),
      body: limits,
    }, connection());
    assertEquals(made.status, 201);
    const codes = new Map<string, number>();
    const enter = async (token: string, address: string) => {
      const headers = as(token, address);
      const path = "/api/sales/launch-2017/queue";
      const response = await app.request(path, { method: "POST", headers }, connection());
      const { code = "entered" } = await response.json();
      codes.set(`${address} ${code}`, (codes.get(`${address} ${code}`) ?? 0) + 1);
    };
    const members = testTokens(platform, 120);
    for (const token of members.slice(0, 110)) await enter(token, "198.51.100.7");
    for (const token of members.slice(110)) await enter(token, "203.0.113.5");
    assertEquals(codes.get("203.0.113.5 entered"), 10);
    assert(codes.get("198.51.100.7 proof_of_work_required")! > 20, JSON.stringify([...codes]));
  }, { trustedProxies: [parseBlock("192.0.2.1")!] }));

Deno.test("API: a member who claims under ever new keys is held up, and fills no store", () =>
  withApi(async (app, platform) => {
    // Each key was one more row for a day, of as many as somebody cared to send.
    const [token, other] = testTokens(platform, 2);
    const ask = async (key: string, who = token) => {
      const response = await app.request("/api/sales/launch-2017/claims", {
        method: "POST",
        headers: { authorization: `Bearer ${who}`, "idempotency-key": key },
      });
      await response.body?.cancel();
      return [response.status, Number(response.headers.get("retry-after"))];
    };
    assertEquals(await ask("first"), [201, 0]);
    let keys = 1;
    while (keys < 500 && (await ask(`key-${keys}`))[0] === 200) keys++;
    assertEquals(keys, 100);
    const [status, after] = await ask("one-more");
    assertEquals(status, 429);
    assert(after! > 0 && after! <= 60);
    assertEquals(await ask("first"), [201, 0], "asking again is always allowed");
    assertEquals(await ask("first", other), [201, 0], "and so are others");
  }));

Deno.test("API: who leaves and comes back again and again is held up, and fills no journal", () =>
  withApi(async (app, platform) => {
    // Each round was one more place in everybody's line and two more events in its journal, for good.
    const [first, token] = testTokens(platform, 2);
    const ask = async (method: string, path: string, who = token) => {
      const response = await app.request(`/api/sales/launch-2017/${path}`, {
        method,
        headers: { authorization: `Bearer ${who}` },
      });
      const { code } = await response.json();
      return { status: response.status, code, after: response.headers.get("retry-after") };
    };
    await ask("POST", "claims", first);
    assertEquals((await ask("POST", "claims")).status, 200);
    let rounds = 0;
    for (; rounds < 50; rounds++) {
      assertEquals((await ask("DELETE", "line")).status, 200);
      const back = await ask("POST", "line");
      if (back.status === 201) continue;
      assertEquals([back.status, back.code], [429, "too_many_requests"]);
      assert(Number(back.after) > 0);
      break;
    }
    assertEquals(rounds, 10);
  }, { cars: 1 }));

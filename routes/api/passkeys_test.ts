import { assert, assertEquals } from "@std/assert";
import { staff } from "../../actors/platform/staff.ts";
import { systemClock } from "../../lib/kernel/mod.ts";
import type { Platform } from "../../lib/platform.ts";
import { type App, code, eventually, post, signIn, STAFF_PHONE, withApi } from "./_testing.ts";
import { type Deviation, SoftAuthenticator } from "./_authenticator_testing.ts";

const ORIGIN = "http://shop.test";
const OWN = `${ORIGIN}/api/members/me/passkeys`;
const [ANN, BEN] = ["13700000001", "13700000002"] as const;

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

async function register(
  app: App,
  token: string,
  deviation: Deviation = {},
): Promise<{ device: SoftAuthenticator; response: Response }> {
  const device = await SoftAuthenticator.make(ORIGIN);
  const options = await (await post(app, `${OWN}/challenge`, undefined, token)).json();
  const credential = await device.create(options, deviation);
  return { device, response: await post(app, OWN, { name: "我的手机", credential }, token) };
}

/** The device of somebody who has registered it. */
async function registered(app: App, token: string): Promise<SoftAuthenticator> {
  const { device, response } = await register(app, token);
  assertEquals(response.status, 201);
  await response.body?.cancel();
  return device;
}

const challenge = async (app: App, origin = ORIGIN) =>
  await (await post(app, `${origin}/api/auth/passkeys/challenge`, undefined)).json();

const send = (app: App, assertion: unknown, origin = ORIGIN) =>
  post(app, `${origin}/api/auth/passkeys/session`, assertion);

async function enter(app: App, device: SoftAuthenticator, deviation: Deviation = {}) {
  return await send(app, await device.get(await challenge(app), deviation));
}

const withMember = (run: (app: App, token: string, platform: Platform) => Promise<void>) =>
  withApi(async (app, platform) => run(app, await signIn(app, ANN), platform));

Deno.test("passkeys: a member adds one, names it, signs in with it, and removes it", () =>
  withMember(async (app, token) => {
    const device = await registered(app, token);
    const entered = await enter(app, device);
    assertEquals(entered.status, 201);
    assert(entered.headers.getSetCookie().some((one) => /^session=f1\..*HttpOnly/.test(one)));
    const { token: mine, member } = await entered.json();
    assertEquals(member.phone, "137****0001");
    const me = await (await app.request("/api/members/me", bearer(mine))).json();
    assertEquals(me.id, member.id);
    const { passkeys: [key] } = await (await app.request(OWN, bearer(mine))).json();
    assertEquals(key.name, "我的手机");
    assert(key.lastUsedAt >= key.addedAt && key.copiedAt === null);
    const renamed = await app.request(`${OWN}/${key.id}`, {
      method: "PATCH",
      headers: { ...bearer(mine).headers, "content-type": "application/json" },
      body: JSON.stringify({ name: "旧手机" }),
    });
    assertEquals(renamed.status, 204);
    const again = await (await app.request(OWN, bearer(mine))).json();
    assertEquals(again.passkeys[0].name, "旧手机");
    const gone = await app.request(`${OWN}/${key.id}`, { method: "DELETE", ...bearer(mine) });
    assertEquals(gone.status, 204);
    assertEquals(await code(await enter(app, device)), "passkey_refused");
  }));

Deno.test("passkeys: a challenge serves once, with the same answer and with another", () =>
  withMember(async (app, token) => {
    const device = await registered(app, token);
    const options = await challenge(app);
    const first = await device.get(options);
    assertEquals((await send(app, first)).status, 201);
    assertEquals(await code(await send(app, first)), "challenge_used");
    assertEquals(await code(await send(app, await device.get(options))), "challenge_used");
  }));

Deno.test("passkeys: another origin, another place, an unverified person, or a challenge of nobody's is refused", () =>
  withMember(async (app, token) => {
    const device = await registered(app, token);
    for (
      const deviation of [
        { origin: "http://shop.evil" },
        { origin: "http://shop.test.evil" },
        { rpId: "shop.evil" },
        { unverified: true },
        { userHandle: "" },
        { userHandle: "bm9ib2R5" },
      ] as const
    ) {
      const refused = await enter(app, device, deviation);
      assertEquals(await code(refused), "passkey_refused", JSON.stringify(deviation));
    }
    const { rpId } = await challenge(app);
    const own = await device.get({ rpId, challenge: "A".repeat(56) });
    assertEquals(await code(await send(app, own)), "passkey_refused");
    // One for adding a passkey does not sign in.
    const adding = await (await post(app, `${OWN}/challenge`, undefined, token)).json();
    const crossed = await device.get({ rpId, challenge: adding.challenge });
    assertEquals(await code(await send(app, crossed)), "passkey_refused");
    // One of another host does not sign in here, nor a key of here there.
    const elsewhere = await challenge(app, "http://other.test");
    assertEquals(elsewhere.rpId, "other.test");
    const carried = await device.get({ rpId, challenge: elsewhere.challenge });
    assertEquals(await code(await send(app, carried)), "passkey_refused");
    const there = await device.get(elsewhere, { origin: "http://other.test" });
    assertEquals(await code(await send(app, there, "http://other.test")), "passkey_refused");
    for (
      const deviation of [{ origin: "http://shop.evil" }, { rpId: "shop.evil" }, {
        unverified: true,
      }] as const
    ) {
      const { response } = await register(app, token, deviation);
      assertEquals(await code(response), "passkey_refused", JSON.stringify(deviation));
    }
  }));

Deno.test("passkeys: another member's passkey opens neither their account nor one's own", () =>
  withMember(async (app, token) => {
    const mine = await registered(app, token);
    const other = await registered(app, await signIn(app, BEN));
    assertEquals(
      await code(await enter(app, mine, { userHandle: other.userHandle })),
      "passkey_refused",
    );
    // The key of one under the name of the other.
    const forged = await mine.get(await challenge(app), { userHandle: other.userHandle });
    const id = (await other.get(await challenge(app))).id;
    assertEquals(await code(await send(app, { ...forged, id, rawId: id })), "passkey_refused");
    // A registration is for whom it was begun.
    const options = await (await post(app, `${OWN}/challenge`, undefined, token)).json();
    const third = await SoftAuthenticator.make(ORIGIN);
    const credential = await third.create(options);
    const taken = await post(app, OWN, { credential }, await signIn(app, "13700000003"));
    assertEquals(await code(taken), "passkey_refused");
  }));

Deno.test("passkeys: a counter that goes back tells a copy; the owner sees it", () =>
  withMember(async (app, token) => {
    const device = await registered(app, token);
    assertEquals((await enter(app, device, { counter: 7 })).status, 201);
    for (const counter of [7, 6, 0]) {
      assertEquals(await code(await enter(app, device, { counter })), "counter_went_back");
    }
    const { passkeys: [key] } = await (await app.request(OWN, bearer(token))).json();
    assert(key.copiedAt > 0);
    assertEquals((await enter(app, device, { counter: 8 })).status, 201);
  }));

Deno.test("passkeys: a challenge of more than five minutes ago is refused", () => {
  let passed = 0;
  // Only its time goes on: whoever waits is woken as ever.
  const clock = Object.create(systemClock, { now: { value: () => systemClock.now() + passed } });
  return withApi(async (app) => {
    const token = await signIn(app, ANN);
    const device = await registered(app, token);
    const options = await challenge(app);
    passed = 5 * 60_000;
    assertEquals(await code(await send(app, await device.get(options))), "challenge_expired");
    assertEquals((await enter(app, device)).status, 201);
  }, { clock });
});

Deno.test("passkeys: once they are required, a code opens the console no longer for who has one, and adds none", () =>
  withApi(async (app, platform) => {
    const codeOnly = await signIn(app, STAFF_PHONE);
    const look = (token: string) => app.request("/api/staff/people", bearer(token));
    const device = await registered(app, codeOnly);
    const keysAre = (count: number) =>
      eventually(() =>
        Promise.resolve(
          platform.staff.keysOf(platform.identity.memberId(STAFF_PHONE)) === count || undefined,
        )
      );
    await keysAre(1);
    const { token } = await (await enter(app, device)).json();
    assertEquals((await look(codeOnly)).status, 200);
    assertEquals((await post(app, "/api/staff/passkeys", { required: true }, token)).status, 204);
    assertEquals(await code(await look(codeOnly)), "passkey_required");
    assertEquals((await look(token)).status, 200);
    // A number that was taken over brings no key of its own, and removes none.
    assertEquals(
      await code(await post(app, `${OWN}/challenge`, undefined, codeOnly)),
      "passkey_required",
    );
    const { passkeys: [key] } = await (await app.request(OWN, bearer(token))).json();
    const removed = await app.request(`${OWN}/${key.id}`, {
      method: "DELETE",
      ...bearer(codeOnly),
    });
    assertEquals(await code(removed), "passkey_required");
    const wish = { phone: ANN, roles: ["admin"] };
    assertEquals((await post(app, "/api/staff/people", wish, token)).status, 200);
    // Who has none still comes in with a code, and helps who has lost theirs.
    const ann = await signIn(app, ANN);
    const id = platform.identity.memberId(STAFF_PHONE);
    const reset = await app.request(`/api/staff/people/${id}/passkeys`, {
      method: "DELETE",
      ...bearer(ann),
    });
    assertEquals(reset.status, 204);
    await keysAre(0);
    assertEquals((await look(codeOnly)).status, 200);
  }));

Deno.test("passkeys: who is appointed with a passkey is counted among those who have one", () =>
  withMember(async (app, token, platform) => {
    await registered(app, token);
    const memberId = platform.identity.memberId(ANN);
    assertEquals(platform.staff.keysOf(memberId), 0);
    const by = { id: "boss", role: "staff" };
    await platform.system.ask(
      staff("all"),
      "appoint",
      { memberId, roles: ["viewer"], dealers: [] },
      { by },
    );
    await eventually(() => Promise.resolve(platform.staff.keysOf(memberId) === 1 || undefined));
  }));

Deno.test("sessions: each is listed with its device and ended by itself; its token is refused from then on", () =>
  withMember(async (app, token) => {
    const device = await registered(app, token);
    const { token: other } = await (await enter(app, device)).json();
    const sessions = `${ORIGIN}/api/members/me/sessions`;
    const listed = await (await app.request(sessions, bearer(token))).json();
    assertEquals(
      listed.sessions.map((
        one: { passkey: boolean; current: boolean },
      ) => [one.passkey, one.current]),
      [[true, false], [false, true]],
    );
    const ended = await app.request(`${sessions}/${listed.sessions[0].id}`, {
      method: "DELETE",
      ...bearer(token),
    });
    assertEquals(ended.status, 204);
    assertEquals(await code(await app.request(OWN, bearer(other))), "token_revoked");
    assertEquals((await app.request(OWN, bearer(token))).status, 200);
  }));

Deno.test("passkeys: a user handle that is no base64url is refused, where it was answered as a defect", () =>
  withMember(async (app, token) => {
    const device = await registered(app, token);
    for (const userHandle of ["A", "AAAAA"]) {
      assertEquals(await code(await enter(app, device, { userHandle })), "passkey_refused");
    }
  }));

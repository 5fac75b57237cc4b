import { assert, assertEquals } from "@std/assert";
import { staffLog } from "../../actors/platform/staff_log.ts";
import { verifySaleJournal } from "../../lib/proof/verify_sale.ts";
import {
  type App,
  code,
  eventually,
  post,
  signIn,
  STAFF_PHONE,
  testTokens,
  withApi,
} from "./_testing.ts";

const PHONE = "13800138000";
const get = (app: App, path: string, token: string) =>
  app.request(path, { headers: { authorization: `Bearer ${token}` } });

/** A dead letter: a call to a member who has no number. */
async function dead(app: App, { identity, vault, system }: Parameters<
  Parameters<typeof withApi>[0]
>[1], phone: string): Promise<string> {
  const memberId = identity.memberId(phone);
  const { get: kept } = vault;
  vault.get = () => Promise.resolve(undefined);
  assertEquals((await post(app, "/api/auth/otp", { phone })).status, 204);
  const letter = await eventually(async () =>
    (await Array.fromAsync(system.deadLetters())).find(({ payload }) =>
      (payload as { memberId?: string })?.memberId === memberId
    )
  );
  vault.get = kept;
  return letter.id;
}

const acts = async (
  { system }: Parameters<Parameters<typeof withApi>[0]>[1],
): Promise<unknown[]> =>
  (await Array.fromAsync(system.journal(staffLog("all")))).flatMap((line) =>
    JSON.parse(line).events.map(([, { action, target, reason }]: [
      string,
      { action: string; target: string; reason?: string },
    ]) => [action, target, reason])
  );

Deno.test("API: staff list dead letters, send them again and discard them, and it is recorded", () =>
  withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    const again = await dead(app, platform, PHONE);
    const gone = await dead(app, platform, "13800138001");
    const list = async () => {
      const response = await get(app, "/api/staff/dead-letters", staff);
      assertEquals(response.status, 200);
      return (await response.json()).deadLetters;
    };
    assertEquals((await list()).map(({ id }: { id: string }) => id), [again, gone]);
    assertEquals((await list())[0].reason, "the member has no phone, or was erased");
    const path = "/api/staff/dead-letters";
    assertEquals((await post(app, `${path}/${again}/replay`, undefined, staff)).status, 204);
    const messages = async () =>
      (await (await app.request(`/sandbox/sms?phone=${PHONE}`)).json()).messages.length;
    await eventually(async () => await messages() > 0 || undefined);
    const unexplained = await post(app, `${path}/${gone}/discard`, { reason: " " }, staff);
    assertEquals(await code(unexplained), "reason_missing");
    const reason = "never a number";
    assertEquals((await post(app, `${path}/${gone}/discard`, { reason }, staff)).status, 204);
    assertEquals(await list(), []);
    for (const what of [`${again}/replay`, "nothing/replay"]) {
      assertEquals(
        await code(await post(app, `${path}/${what}`, undefined, staff)),
        "unknown_dead_letter",
      );
    }
    assertEquals(await acts(platform), [
      ["dead_letter_replayed", again, undefined],
      ["dead_letter_discarded", gone, reason],
    ]);
  }));

Deno.test("API: staff look into an actor: state, journal, mail, reminders", () =>
  withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    const [token] = testTokens(platform, 1);
    await eventually(async () =>
      (await post(app, "/api/sales/launch-2017/claims", undefined, token)).status === 201 ||
      undefined
    );
    const seen = await (await get(app, "/api/staff/actors/lot/launch-2017", staff)).json();
    assertEquals([seen.kind, seen.id, seen.large], ["lot", "launch-2017", false]);
    assertEquals(seen.journal[0].seq, seen.head.seq);
    assert(seen.state.allocated.$map.length === 1);
    for (const path of ["lot/none", "nothing/x"]) {
      assertEquals(await code(await get(app, `/api/staff/actors/${path}`, staff)), "unknown_actor");
    }
    const log = await (await get(app, "/api/staff/actors/staff_log/all", staff)).json();
    assertEquals(log.journal.at(-1).events[0][1].target, "lot/launch-2017");
  }));

Deno.test("API: staff erase a member: the person is gone, the journals stay valid", () =>
  withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    const token = await signIn(app, PHONE);
    const { id } = await (await get(app, "/api/members/me", token)).json();
    const claimed = await post(app, "/api/sales/launch-2017/claims", undefined, token);
    assertEquals(claimed.status, 201);
    const { orderId } = await claimed.json();
    const path = `/api/staff/members/${id}/erase`;
    const reason = "asked to be forgotten";
    await eventually(async () => {
      const order = await get(app, `/api/orders/${orderId}`, token);
      await order.body?.cancel();
      return order.status === 200 || undefined;
    });
    assertEquals(await code(await post(app, path, { reason }, staff)), "open_business");
    const cancelled = await post(app, `/api/orders/${orderId}/cancel`, undefined, token);
    assertEquals((await cancelled.json()).status, "cancelled");
    assertEquals((await post(app, path, { reason }, staff)).status, 204);
    assertEquals(await platform.vault.get(id, "phone"), undefined);
    await eventually(async () => {
      const response = await get(app, "/api/members/me", token);
      await response.body?.cancel();
      return response.status === 401 || undefined;
    });
    assertEquals(await code(await post(app, path, { reason }, staff)), "unknown_member");
    const journal = await (await app.request("/api/sales/launch-2017/journal")).text();
    const proof = await verifySaleJournal([new TextEncoder().encode(journal)]);
    assert(proof.ok, proof.ok ? "" : proof.problem);
    assert(journal.includes(id) && !journal.includes(PHONE));
    assertEquals(await acts(platform), [["member_erased", id, reason]]);
  }));

Deno.test("API: members do none of what staff do", () =>
  withApi(async (app, platform) => {
    const [token] = testTokens(platform, 1);
    const staff = "/api/staff";
    for (const path of [`${staff}/dead-letters`, `${staff}/actors/lot/launch-2017`]) {
      assertEquals(await code(await get(app, path, token!)), "staff_only");
      assertEquals(await code(await app.request(path)), "sign_in_required");
    }
    for (const path of ["dead-letters/x/replay", "dead-letters/x/discard", "members/m1/erase"]) {
      const reason = { reason: "no" };
      assertEquals(await code(await post(app, `${staff}/${path}`, reason, token)), "staff_only");
      assertEquals(await code(await post(app, `${staff}/${path}`, reason)), "sign_in_required");
    }
    assertEquals(await acts(platform), []);
  }));

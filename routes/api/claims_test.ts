import { assert, assertEquals } from "@std/assert";
import { testMemberId } from "../../lib/auth/test_members.ts";
import { staffLog } from "../../actors/platform/staff_log.ts";
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

const SALE = "/api/sales/winter";
const NUMBER = "11010519491231002X";

/** A sale that is open and asks for identity numbers. */
async function openSale(app: App, identity: "none" | "optional" | "required"): Promise<string> {
  const staff = await signIn(app, STAFF_PHONE);
  const plan = { id: "winter", title: "鹭 Lu", model: "lu", capacity: 3, identity };
  const opensAt = Date.now() + 3_600_000;
  assertEquals((await post(app, "/api/sales", { ...plan, opensAt }, staff)).status, 201);
  assertEquals((await post(app, `${SALE}/open`, undefined, staff)).status, 200);
  await eventually(async () => {
    const { state } = await (await app.request(SALE)).json();
    return state === "open" || undefined;
  });
  return staff;
}

Deno.test("claims: one car for an identity number, by whichever member and however it is written", async () => {
  await withApi(async (app, platform) => {
    await openSale(app, "optional");
    const [first, second, third] = testTokens(platform, 3);
    const ask = (token: string, identityNumber: string) =>
      post(app, `${SALE}/claims`, { source: "web", identityNumber }, token);
    await eventually(async () => (await ask(first!, NUMBER)).status < 300 || undefined);
    const again = await ask(second!, ` ${NUMBER.toLowerCase()} `);
    assertEquals([again.status, await code(again)], [409, "identity_taken"]);
    assertEquals((await (await ask(first!, NUMBER)).json()).outcome, "already");
    const wrong = await ask(third!, "110105194912310021");
    assertEquals([wrong.status, await code(wrong)], [400, "invalid_identity"]);
    // Who gives none is asked for none.
    assertEquals((await post(app, `${SALE}/claims`, {}, second!)).status, 201);
    const journal = await (await app.request(`${SALE}/journal`)).text();
    assert(journal.includes('"identity":"p'));
    assert(!journal.toUpperCase().includes(NUMBER.slice(0, 14)), "nobody can read the number");
  });
});

/** Its owner was turned away by what a stranger had written, and nobody could help. */
Deno.test("claims: a stranger's number keeps its owner from nothing, and staff set it free", async () => {
  await withApi(async (app, platform) => {
    const staff = await openSale(app, "required");
    const [stranger, owner, late] = testTokens(platform, 3);
    const ask = (token: string, said: object = { identityNumber: NUMBER }) =>
      post(app, `${SALE}/claims`, said, token);
    await eventually(async () => (await ask(stranger!)).status < 300 || undefined);
    assertEquals(await code(await ask(owner!, {})), "identity_required");
    assertEquals(await code(await ask(owner!)), "identity_taken");
    const mine = await ask(owner!, { identityNumber: NUMBER, disputed: true });
    assertEquals([mine.status, (await mine.json()).number], [201, 2]);

    const identities = `${SALE}/identities`;
    const look = async () =>
      (await (await post(app, `${identities}/look`, { identityNumber: NUMBER }, staff)).json())
        .members.map(({ memberId, outcome }: Record<string, string>) => [memberId, outcome]);
    const both = [[testMemberId(1), "held"], [testMemberId(2), "held"]];
    assertEquals(await look(), both);
    const read = await app.request(`${identities}/disputed`, {
      headers: { authorization: `Bearer ${staff}` },
    });
    const { disputes } = await read.json();
    assertEquals(disputes.length, 1);

    const memberId = testMemberId(1);
    const free = (said: object, token = staff) => post(app, `${identities}/free`, said, token);
    assertEquals(await code(await free({ memberId, reason: " " })), "reason_missing");
    assertEquals(await code(await free({ memberId, reason: "mine" }, late)), "staff_only");
    const reason = "身份证在杭州店看过";
    assertEquals((await free({ memberId, reason })).status, 204);
    assertEquals(await look(), [both[1]]);
    assertEquals(await code(await free({ memberId, reason })), "no_identity");
    const record = (await Array.fromAsync(platform.system.journal(staffLog("all")))).join();
    assert(record.includes("identity_freed") && record.includes(reason));
    assert(!record.includes(NUMBER), "the number is nowhere");
    assertEquals(await code(await ask(late!)), "identity_taken");
  });
});

Deno.test("claims: a sale that asks for no identity number keeps none", async () => {
  await withApi(async (app, platform) => {
    await openSale(app, "none");
    for (const token of testTokens(platform, 2)) {
      const said = { identityNumber: NUMBER };
      await eventually(async () =>
        (await post(app, `${SALE}/claims`, said, token)).status === 201 || undefined
      );
    }
    const journal = await (await app.request(`${SALE}/journal`)).text();
    assert(!journal.includes('"identity":"p'));
  });
});

Deno.test("claims: where somebody comes from is in letters that are seen, as a public journal shows it", () =>
  withApi(async (app, platform) => {
    await openSale(app, "none");
    const [token] = testTokens(platform, 1);
    for (const city of ["\0", "a\nb", "\u202eabc", "\ud800", "\ufffd", "  "]) {
      const answer = await post(app, `${SALE}/claims`, { city }, token);
      assertEquals([answer.status, await code(answer)], [400, "invalid_request"], city);
    }
    assertEquals((await post(app, `${SALE}/claims`, { city: "杭州 📍" }, token)).status, 201);
  }));

import { assertEquals } from "@std/assert";
import { inbox } from "../../actors/members/inbox.ts";
import { inboxSentences } from "../../lib/adapters/sms/messages.ts";
import { lead } from "../../actors/sales/lead.ts";
import { testMemberId } from "../../lib/auth/test_members.ts";
import { systemClock } from "../../lib/kernel/mod.ts";
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

const HOUR = 3_600_000;
const SALE = "/api/sales/winter";
const PATH = `${SALE}/registrations`;

interface Stage {
  readonly app: App;
  readonly staff: string;
  readonly tokens: readonly string[];
  /** Moves the clock. */
  pass(ms: number): void;
  leadOf(member: number): Promise<unknown>;
  /** What a member was told, the latest first. */
  toldTo(member: number): Promise<readonly string[]>;
}

/** A first-come sale that opens in an hour. */
function withSale(run: (stage: Stage) => Promise<void>): Promise<void> {
  let ahead = 0;
  const clock = { ...systemClock, now: () => Date.now() + ahead };
  return withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    const plan = { id: "winter", title: "鹭 Lu 冬季", model: "lu", capacity: 1 };
    const opensAt = platform.now() + HOUR;
    assertEquals((await post(app, "/api/sales", { ...plan, opensAt }, staff)).status, 201);
    const titled = await app.request(SALE, {
      method: "PATCH",
      headers: { authorization: `Bearer ${staff}`, "content-type": "application/json" },
      body: JSON.stringify({ titleEn: "Lu in winter" }),
    });
    assertEquals(titled.status, 200);
    const { system } = platform;
    await run({
      app,
      staff,
      tokens: testTokens(platform, 3),
      pass: (ms) => void (ahead += ms),
      leadOf: (member) =>
        system.view(lead(testMemberId(member)), ({ entries }) => structuredClone(entries[0])),
      toldTo: (member) =>
        system.view(
          inbox(testMemberId(member)),
          ({ messages }) =>
            messages.map(({ code, values, href }) =>
              `${code} ${values.title} / ${values.titleEn} ${href}`
            ),
        ),
    });
  }, { clock });
}

const ofMember = (app: App, method: string, path: string, token: string) =>
  app.request(path, { method, headers: { authorization: `Bearer ${token}` } });

/** The first one: the list is announced a moment after the sale. */
const registered = (app: App, token: string, said: object = {}) =>
  eventually(async () => {
    const response = await post(app, PATH, said, token);
    return response.status < 300 ? await response.json() : undefined;
  });

Deno.test("API: who registers for a first-come sale is a lead at once, and is reminded before it opens", () =>
  withSale(async ({ app, staff, tokens: [first, second], pass, leadOf, toldTo }) => {
    const from = { source: "wechat", channel: "spring", model: "xiu", city: "杭州" };
    const { outcome, number } = await registered(app, first!, from);
    assertEquals([outcome, number], ["registered", 1]);
    assertEquals((await registered(app, first!)).outcome, "already");
    const { outcome: has, from: came } = await eventually(async () =>
      await leadOf(1) as { outcome: string; from: object } | undefined
    );
    assertEquals([has, came], ["entered", from]);
    await registered(app, second!);
    assertEquals((await ofMember(app, "DELETE", PATH, second!)).status, 204);
    assertEquals(await code(await ofMember(app, "GET", `${PATH}/me`, second!)), "not_registered");
    assertEquals((await (await ofMember(app, "GET", `${PATH}/me`, first!)).json()).number, 1);

    assertEquals(await toldTo(1), []);
    pass(HOUR / 2);
    const told = await eventually(async () => (await toldTo(1))[0]);
    assertEquals(told, "sale_soon 鹭 Lu 冬季 / Lu in winter /sales/winter");
    assertEquals(await toldTo(2), [], "who withdrew is left alone");

    pass(HOUR / 2);
    assertEquals(await code(await post(app, PATH, {}, second!)), "registration_closed");
    // The order of asking decides, registered or not; the lead follows.
    await eventually(async () =>
      (await post(app, `${SALE}/claims`, {}, second!)).status === 201 || undefined
    );
    assertEquals((await post(app, `${SALE}/claims`, {}, first!)).status, 200);
    await eventually(async () => {
      const { outcome } = await leadOf(1) as { outcome: string };
      return outcome === "sold_out" || undefined;
    });
    const books = await ofMember(app, "GET", `${SALE}/reconciliation`, staff);
    const { participants, leads, reconciled } = await books.json();
    assertEquals([participants, leads, reconciled], [2, 2, true]);
  }));

Deno.test("API: who has registered is told when staff open the sale ahead of its time", () =>
  withSale(async ({ app, staff, tokens: [first], toldTo }) => {
    await registered(app, first!);
    assertEquals((await post(app, `${SALE}/open`, undefined, staff)).status, 200);
    const told = await eventually(async () => (await toldTo(1))[0]);
    assertEquals(told, "sale_open 鹭 Lu 冬季 / Lu in winter /sales/winter");
  }));

Deno.test("reminders: each language has its own title; one from before there were two, the Chinese", () => {
  const said = (values: Record<string, string>) => inboxSentences({ code: "sale_open", values });
  const [zh, en] = said({ title: "鹭 Lu 冬季", titleEn: "Lu in winter", time: "10:00" });
  assertEquals(zh, "您登记的“鹭 Lu 冬季”已提前开售，现在就能抢");
  assertEquals(en, "Lu in winter, which you registered for, has opened ahead of its time");
  assertEquals(said({ title: "鹭" })[1]!.startsWith("鹭, which you registered"), true);
});

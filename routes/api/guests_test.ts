import { assertEquals } from "@std/assert";
import { inbox } from "../../actors/members/inbox.ts";
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
            messages.map(({ code, values, href }) => `${code} ${values.title} ${href}`),
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
    assertEquals(told, "sale_soon 鹭 Lu 冬季 /sales/winter");
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
    assertEquals(told, "sale_open 鹭 Lu 冬季 /sales/winter");
  }));

import { assert, assertEquals } from "@std/assert";
import { points } from "../../actors/members/points.ts";
import { testMemberId } from "../../lib/auth/test_members.ts";
import { systemClock } from "../../lib/kernel/mod.ts";
import type { Platform } from "../../lib/platform.ts";
import { type App, code, testTokens, withApi } from "./_testing.ts";

const DAY = 86_400_000;

interface Asking {
  readonly platform: Platform;
  get(path: string, member?: number): Promise<Response>;
  post(path: string, body: unknown, options?: { member?: number; key?: string }): Promise<Response>;
  give(points: number, ref?: string): Promise<void>;
  pass(ms: number): void;
}

function asking(run: (asking: Asking) => Promise<void>): Promise<void> {
  let passed = 0;
  const clock = { ...systemClock, now: () => systemClock.now() + passed };
  return withApi(async (app: App, platform) => {
    const headers = (member: number) => ({
      authorization: `Bearer ${testTokens(platform, 2)[member - 1]}`,
    });
    await run({
      platform,
      get: async (path, member = 1) => await app.request(path, { headers: headers(member) }),
      post: async (path, body, { member = 1, key } = {}) =>
        await app.request(path, {
          method: "POST",
          headers: {
            ...headers(member),
            ...(body === undefined ? {} : { "content-type": "application/json" }),
            ...(key ? { "idempotency-key": key } : {}),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      async give(count, ref = "gift") {
        const gift = { ref, points: count, reason: "a gift" };
        assert((await platform.system.ask(points(testMemberId(1)), "adjust", gift)).ok);
      },
      pass: (ms) => void (passed += ms),
    });
  }, { clock });
}

Deno.test("points: what there is, by lot with its end, and where the tier goes", () =>
  asking(async ({ get, give, post }) => {
    await give(300);
    assertEquals(await (await post("/api/points/check-in", undefined)).json(), { points: 5 });
    const view = await (await get("/api/points")).json();
    assertEquals([view.available, view.pending, view.debt, view.worthFen], [305, 0, 0, 1_525]);
    assertEquals(view.lots.map(({ points }: { points: number }) => points).sort(), [300, 5]);
    assertEquals(view.lots[0].status, "active");
    assert(view.lots[0].expiresAt <= view.lots[1].expiresAt);
    assertEquals([view.tier.tier.id, view.tier.next.id, view.tier.pointsToNext], [
      "brook",
      "river",
      1_500,
    ]);
    const { earned, spent, returned, clawed, expired } = view.totals;
    assertEquals(earned + returned - spent - clawed - expired, view.available);
  }));

Deno.test("points: the ledger is read to its first entry, each once, with its reason", () =>
  asking(async ({ get, give }) => {
    for (let n = 1; n <= 23; n++) await give(1, `g${n}`);
    const seen: number[] = [];
    for (let before = ""; before !== "null";) {
      const asked = before === "" ? "" : `&before=${before}`;
      const { entries, older } = await (await get(`/api/points/entries?limit=10${asked}`)).json();
      for (const { no, reason, points } of entries) {
        assertEquals([reason, points], ["a gift", 1]);
        seen.push(no);
      }
      before = String(older);
    }
    assertEquals(seen, Array.from({ length: 23 }, (_, i) => 23 - i));
    assertEquals(await code(await get("/api/points/entries?limit=0")), "invalid_request");
  }));

Deno.test("points: an exchange needs the rules accepted, and happens once under its key", () =>
  asking(async ({ get, give, post }) => {
    await give(4_000);
    const item = { item: "model_lu" };
    const key = "a-key-of-mine";
    assertEquals(await code(await post("/api/points/exchanges", item)), "invalid_request");
    assertEquals(
      await code(await post("/api/points/exchanges", item, { key })),
      "rules_not_accepted",
    );
    assertEquals(
      await code(await post("/api/points/rules/accept", { version: 7 })),
      "other_rules",
    );
    const accepted = await (await post("/api/points/rules/accept", { version: 1 })).json();
    assertEquals(accepted.rules.accepted, 1);
    const both = await Promise.all([1, 2].map(() => post("/api/points/exchanges", item, { key })));
    for (const answer of both) {
      assertEquals(answer.status, 201);
      assertEquals((await answer.json()).available, 800);
    }
    const other = await post("/api/points/exchanges", { item: "parts_90" }, { key });
    assertEquals(await code(other), "idempotency_conflict");
    const again = await post("/api/points/exchanges", item, { key: "another-key" });
    assertEquals(await code(again), "not_enough_points");
    const { items } = await (await get("/api/points/shop")).json();
    const model = items.find(({ id }: { id: string }) => id === "model_lu");
    assertEquals([model.left, model.had], [199, 1]);
    const { goods } = await (await get("/api/coupons")).json();
    assertEquals(goods.map(({ item, status }: Record<string, string>) => [item, status]), [
      ["model_lu", "asked"],
    ]);
    assertEquals(
      await code(await post("/api/points/exchanges", { item: "nothing" }, { key: "third-key" })),
      "unknown_item",
    );
  }));

Deno.test("points: one key for two things at once exchanges one of them", () =>
  asking(async ({ get, give, post }) => {
    await give(8_000);
    await post("/api/points/rules/accept", { version: 1 });
    // Both had been looked up before either was spent, and the key had served twice.
    const answers = await Promise.all(
      ["model_lu", "parts_90"].map((item) =>
        post("/api/points/exchanges", { item }, { key: "two-tabs" })
      ),
    );
    assertEquals(answers.map(({ status }) => status).sort(), [201, 422]);
    const refused = answers.find(({ status }) => status === 422)!;
    assertEquals(await code(refused), "idempotency_conflict");
    const done = await answers.find(({ status }) => status === 201)!.json();
    const { totals } = await (await get("/api/points")).json();
    assertEquals(totals.spent, done.points);
  }));

Deno.test("points: another member sees and spends nothing of them, whatever they name", () =>
  asking(async ({ get, give, post }) => {
    await give(2_000);
    await post("/api/points/rules/accept", { version: 1 });
    const mine = { key: "the-same-key" };
    const item = { item: "parts_90" };
    assertEquals((await post("/api/points/exchanges", item, mine)).status, 201);
    const other = await (await get("/api/points", 2)).json();
    assertEquals([other.available, other.lots], [0, []]);
    assertEquals((await (await get("/api/points/entries", 2)).json()).entries, []);
    assertEquals((await (await get("/api/coupons", 2)).json()).coupons, []);
    await post("/api/points/rules/accept", { version: 1 }, { member: 2 });
    const theirs = await post("/api/points/exchanges", item, { ...mine, member: 2 });
    assertEquals(await code(theirs), "not_enough_points");
    assertEquals((await (await get("/api/points")).json()).available, 1_400);
  }));

Deno.test("points: a clock that jumps a year ends what has ended before anything is spent", () =>
  asking(async ({ get, give, post, pass }) => {
    await give(2_000);
    await post("/api/points/rules/accept", { version: 1 });
    pass(400 * DAY);
    const view = await (await get("/api/points")).json();
    assertEquals([view.available, view.lots], [0, []]);
    const spent = await post("/api/points/exchanges", { item: "parts_90" }, {
      key: "a-year-later",
    });
    assertEquals(await code(spent), "not_enough_points");
    // And back again: what has ended stays ended, and nothing comes of it twice.
    await give(100, "later");
    pass(-400 * DAY);
    assertEquals((await (await get("/api/points")).json()).totals.expired, 2_000);
  }));

/**
 * The last moment that `Date` knows is none on Beijing's clock: a sale that opened then ended the
 * console's list of sales, and a member who waited for a place from then on their own search.
 */
import { assertEquals } from "@std/assert";
import { LAST_MOMENT } from "../../lib/time/last_moment.ts";
import { type App, code, post, signIn, STAFF_PHONE, testTokens, withApi } from "./_testing.ts";

const HOUR_MS = 3_600_000;
const LAST_OF_DATE = 8_640_000_000_000_000;
const NEVER = [LAST_MOMENT + 1, LAST_OF_DATE, LAST_OF_DATE + 1, -1];

const sale = (id: string, opensAt: number, closesAt: number | null = null) => ({
  ...{ id, title: "鹭 Lu", model: "lu", capacity: 1, opensAt, closesAt },
});
const wait = (from: number, until: number) => ({
  ...{ dealers: ["sh-xuhui"], wish: { kind: "test_drive", model: "lu" }, from, until },
});

async function refused(app: App, path: string, body: unknown, token: string): Promise<void> {
  assertEquals(
    await code(await post(app, path, body, token)),
    "invalid_request",
    `${path} ${JSON.stringify(body)}`,
  );
}

Deno.test("API: nobody plans a sale or waits for a place at a time that no clock shows", () =>
  withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    const [member] = testTokens(platform, 1) as [string];
    const now = platform.now();
    for (const never of NEVER) {
      await refused(app, "/api/sales", sale("never", never), staff);
      await refused(app, "/api/sales", sale("never", now, never), staff);
      await refused(app, "/api/waiting-list", wait(never, LAST_MOMENT), member);
      await refused(app, "/api/waiting-list", wait(now, never), member);
    }
    const last = sale("last", LAST_MOMENT - HOUR_MS, LAST_MOMENT);
    assertEquals((await post(app, "/api/sales", last, staff)).status, 201);
    const waits = await post(app, "/api/waiting-list", wait(LAST_MOMENT, LAST_MOMENT), member);
    assertEquals(waits.status, 201);
    const { ids: [id] } = await waits.json();
    for (const path of ["/api/search?q=lu", `/api/bookings/${id}/calendar.ics`]) {
      const answer = await app.request(path, { headers: { authorization: `Bearer ${member}` } });
      assertEquals(answer.status, 200, path);
      await answer.body?.cancel();
    }
  }));

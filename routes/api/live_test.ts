import { assertEquals } from "@std/assert";
import { lot } from "../../actors/sales/lot.ts";
import { testMemberId } from "../../lib/auth/test_members.ts";
import { type App, post, signIn, testTokens, withApi } from "./_testing.ts";

const SALE = "/api/sales/launch-2017";

/** The events of a stream, one after the other. */
async function follow(app: App, token: string | undefined, lastEventId?: string) {
  const response = await app.request(`${SALE}/live`, {
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(lastEventId ? { "last-event-id": lastEventId } : {}),
    },
  });
  assertEquals(response.status, 200);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  async function event(): Promise<[name: string, data: Record<string, unknown>]> {
    while (true) {
      const end = text.indexOf("\n\n");
      if (end < 0) {
        const { value, done } = await reader.read();
        if (done) throw new Error("the stream has ended");
        text += value;
        continue;
      }
      const lines = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      if (lines[0]!.startsWith("event: ")) {
        return [lines[0]!.slice(7), JSON.parse(lines.at(-1)!.slice(6))];
      }
    }
  }
  return {
    event,
    /** The next event with this name, whatever comes in between. */
    async next(wanted: string): Promise<Record<string, unknown>> {
      for (let [name, data] = await event();; [name, data] = await event()) {
        if (name === wanted) return data;
      }
    },
    [Symbol.asyncDispose]: () => reader.cancel(),
  };
}

Deno.test("the stream tells each member their own place, at once and after each change", () =>
  withApi(async (app, platform) => {
    const [a, b, c] = testTokens(platform, 3);
    await using first = await follow(app, a);
    await using twice = await follow(app, a);
    await using second = await follow(app, b);
    for (const stream of [first, twice, second]) {
      assertEquals((await stream.next("me")).outcome, "none");
    }
    await post(app, `${SALE}/claims`, {}, a);
    for (const stream of [first, twice]) {
      const held = await stream.next("me");
      assertEquals([held.outcome, held.number], ["held", 1]);
    }
    await post(app, `${SALE}/claims`, {}, c);
    await post(app, `${SALE}/claims`, {}, b);
    // The other's car in between was not told to this one.
    assertEquals(await second.next("me"), { outcome: "waiting", place: 2, ahead: 1 });
    await platform.system.ask(lot("launch-2017"), "release", {
      memberId: testMemberId(1),
      orderId: "launch-2017-1",
      reason: "cancelled",
    });
    assertEquals((await first.next("me")).outcome, "cancelled");
    await using back = await follow(app, b, "1.1.open");
    assertEquals(await back.next("me"), { outcome: "waiting", place: 2, ahead: 0 });
  }, { cars: 1 }));

Deno.test("a visitor's stream, and that of a session that has ended, tells of the sale only", () =>
  withApi(async (app) => {
    const token = await signIn(app, "13800000001");
    await using own = await follow(app, token);
    assertEquals((await own.next("me")).outcome, "none");
    await using visitor = await follow(app, undefined);
    await using forged = await follow(app, `${token}x`);
    await app.request("/api/auth/session", {
      method: "DELETE",
      headers: { authorization: `Bearer ${token}` },
    });
    const other = await signIn(app, "13800000002");
    await post(app, `${SALE}/claims`, {}, other);
    for (const stream of [visitor, forged, own]) {
      for (let [name, data] = await stream.event();; [name, data] = await stream.event()) {
        assertEquals(name, "sale");
        if (data.allocated === 1) break;
      }
    }
  }));

import { assert, assertEquals } from "@std/assert";
import type { StaffView } from "../../lib/live/protocol.ts";
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

const LIVE = "/api/staff/sales/launch-2017/live";
const CLAIMS = "/api/sales/launch-2017/claims";

async function follow(app: App, token: string, lastEventId?: string) {
  const response = await app.request(LIVE, {
    headers: {
      authorization: `Bearer ${token}`,
      ...(lastEventId ? { "last-event-id": lastEventId } : {}),
    },
  });
  assertEquals(response.status, 200);
  assertEquals(response.headers.get("content-type"), "text/event-stream; charset=utf-8");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    /** The next event; undefined once the stream has ended. */
    async next(): Promise<{ id: string; view: StaffView } | undefined> {
      while (true) {
        const found = /event: figures\nid: (\w+)\ndata: (.*)\n\n/.exec(text);
        if (found) {
          text = text.slice(found.index + found[0].length);
          return { id: found[1]!, view: JSON.parse(found[2]!) };
        }
        const { value, done } = await reader.read();
        if (done) return undefined;
        text += value;
      }
    },
    async until(holds: (view: StaffView) => boolean): Promise<{ id: string; view: StaffView }> {
      for (let one = await this.next();; one = await this.next()) {
        assert(one, "the stream has ended");
        if (holds(one.view)) return one;
      }
    },
    [Symbol.asyncDispose]: () => reader.cancel(),
  };
}

Deno.test("staff's stream: figures at once and after each change, the same for all who watch", () =>
  withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    const [a, b] = testTokens(platform, 2);
    await using first = await follow(app, staff);
    await using second = await follow(app, staff);
    const begun = (await first.next())!;
    assertEquals([begun.view.sale.allocated, begun.view.held, begun.view.room], [0, 0, null]);
    assertEquals(begun.view.rate.length, 60);
    assertEquals(await second.next(), begun);

    await post(app, CLAIMS, { city: "杭州", source: "wechat" }, a);
    await post(app, CLAIMS, { city: "杭州" }, b);
    const all = ({ sale, held, leads, rate }: StaffView) =>
      sale.participants === 2 && held === 2 && leads.total === 2 && rate.some((one) => one > 0);
    const { view } = await first.until(all);
    assertEquals(view.leads.cities, [{ name: "杭州", count: 2 }]);
    assertEquals(view.rate.reduce((sum, one) => sum + one), 2);
    assertEquals((await second.until(all)).view.sale.allocated, 2);

    await post(app, "/api/sales/launch-2017/pause", undefined, staff);
    await first.until(({ sale }) => sale.state === "paused");
  }));

Deno.test("staff's stream: who comes back with the last id is told only what is new", () =>
  withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    const [member] = testTokens(platform, 1);
    const first = await follow(app, staff);
    const { id } = (await first.next())!;
    await first[Symbol.asyncDispose]();
    await using back = await follow(app, staff, id);
    await post(app, CLAIMS, {}, member);
    const { view } = (await back.next())!;
    assertEquals(view.sale.participants, 1);
    await using stranger = await follow(app, staff, "an-old-one");
    assert(await stranger.next());
  }));

Deno.test("staff's stream: staff alone, of a sale that there is, and ends with the session", () =>
  withApi(async (app, platform) => {
    const [member] = testTokens(platform, 1);
    const ask = async (path: string, token?: string) =>
      await code(
        await app.request(path, token ? { headers: { authorization: `Bearer ${token}` } } : {}),
      );
    assertEquals(await ask(LIVE), "sign_in_required");
    assertEquals(await ask(LIVE, member), "staff_only");
    const staff = await signIn(app, STAFF_PHONE);
    assertEquals(await ask("/api/staff/sales/nothing/live", staff), "unknown_sale");

    await using stream = await follow(app, staff);
    assert(await stream.next());
    await app.request("/api/auth/session", {
      method: "DELETE",
      headers: { authorization: `Bearer ${staff}` },
    });
    await post(app, CLAIMS, {}, member);
    assertEquals(await stream.next(), undefined);
  }));

Deno.test("staff's stream: where nobody watches any more nothing follows the sale", () =>
  withApi(async (app, platform) => {
    const staff = await signIn(app, STAFF_PHONE);
    const before = platform.system.feed.channels;
    const one = await follow(app, staff);
    const two = await follow(app, staff);
    await one.next();
    await two.next();
    const during = platform.system.feed.channels;
    assert(during > before);
    await one[Symbol.asyncDispose]();
    assertEquals(platform.system.feed.channels, during);
    await two[Symbol.asyncDispose]();
    // The public board that was read for it goes on, as it does for shoppers.
    const { feed } = platform.system;
    await eventually(() => Promise.resolve(feed.channels === during - 1 || undefined));
  }));

/**
 * With three nodes more than a quarter of those who had just been given a car and paid at once were
 * told that there was no such order: its letter was still on its way to another node.
 */
import { assertEquals } from "@std/assert";
import { order } from "../../actors/sales/order.ts";
import type { ActorSystem, Address } from "../../lib/kernel/mod.ts";
import { createApi } from "./app.ts";
import { code, eventually, post, testTokens, withApi } from "./_testing.ts";

const LOOKS_TOO_EARLY = 3;

/** As on a node that hears of each order a few looks later than of the claim. */
function lateFor(system: ActorSystem): ActorSystem {
  const early = new Map<string, number>();
  const isEarly = ({ kind, id }: Address) => {
    const looks = (early.get(id) ?? 0) + 1;
    early.set(id, looks);
    return kind === order.kind && looks <= LOOKS_TOO_EARLY;
  };
  const { view, ask } = system;
  return Object.assign(Object.create(null), {
    rows: system.rows.bind(system),
    view: (address: Address, read: (state: { status: string }) => unknown) =>
      isEarly(address)
        ? Promise.resolve(read({ status: "none" }))
        : view.call(system, address, read),
    ask: (address: Address, ...rest: never[]) =>
      isEarly(address)
        ? Promise.resolve({ ok: false, refusal: "unknown_order" })
        : Reflect.apply(ask, system, [address, ...rest]),
  });
}

Deno.test("API: the order that a claim has told of is waited for, by its member alone", () =>
  withApi(async (app, platform) => {
    const [one, two, three] = testTokens(platform, 3) as [string, string, string];
    const orders = new Map<string, string>();
    for (const token of [one, two]) {
      const claimed = await post(app, "/api/sales/launch-2017/claims", undefined, token);
      const { orderId } = await claimed.json();
      orders.set(token, orderId);
      await eventually(() =>
        platform.system.view(order(orderId), ({ status }) => status !== "none" || undefined)
      );
    }
    const late = () => createApi({ ...platform, system: lateFor(platform.system) });
    const as = (token: string, id: string, method = "GET", path = "") =>
      late().request(`/api/orders/${id}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}` },
      });
    const own = orders.get(one)!;
    const read = await as(one, own);
    assertEquals([read.status, (await read.json()).status], [200, "reserved"]);
    const paying = await as(one, own, "POST", "/payments");
    assertEquals([paying.status, (await paying.json()).amountFen], [201, 200_000]);
    const dropped = await as(one, own, "POST", "/drop-payment");
    assertEquals([dropped.status, await dropped.json()], [200, { id: own }]);
    const cancelled = await as(two, orders.get(two)!, "POST", "/cancel");
    assertEquals([cancelled.status, (await cancelled.json()).status], [200, "cancelled"]);
    for (const id of [own, "launch-2017-77", "none-1", "none", "launch-2017"]) {
      assertEquals(await code(await as(three, id)), "unknown_order", id);
    }
  }));

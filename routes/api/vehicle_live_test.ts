import { assert, assertEquals } from "@std/assert";
import { insurance } from "../../actors/orders/insurance.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { payment } from "../../actors/sales/payment.ts";
import type { OrdersFrame } from "../../lib/live/order_protocol.ts";
import { pageOf } from "./paying.ts";
import { type Desk, LONG, ORDERS, PURE, STAFF_ORDERS, withDesk } from "./_ordering_testing.ts";

/** Reads server-sent events one by one. */
function reading(body: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    async next(event: string): Promise<unknown> {
      while (true) {
        const found = new RegExp(`event: ${event}\\n(?:id: .*\\n)?data: (.*)\\n\\n`).exec(text);
        if (found) {
          text = text.slice(found.index + found[0].length);
          return JSON.parse(found[1]!);
        }
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended before an event "${event}"`);
        text += value;
      }
    },
    end: () => reader.cancel(),
  };
}

Deno.test("API: a board of orders is told whole, and then of what has changed", () =>
  withDesk(async ({ app, ask, bearer, platform, until }) => {
    const { id } = await ask("a", "POST", ORDERS, { code: LONG });
    const open = async (query: string) => {
      const headers = { authorization: `Bearer ${bearer.staff}` };
      return reading((await app.request(`${STAFF_ORDERS}/live${query}`, { headers })).body!);
    };
    const [all, placed] = [await open(""), await open("?status=placed&model=lu")];
    const first = await all.next("orders") as OrdersFrame;
    assertEquals([first.since, first.ids], [0, [id]]);
    assertEquals((await placed.next("orders") as OrdersFrame).ids, [id]);
    assertEquals(platform.orderBoards.viewers, 2);
    const other = (await ask("a", "POST", ORDERS, { code: PURE })).id;
    const more = await all.next("orders") as OrdersFrame;
    assertEquals(new Set(more.ids), new Set([id, other]));
    assert(more.rows.some((row) => row.id === other && row.status === "placed"));
    await ask("a", "POST", `${ORDERS}/${id}/cancel`);
    // A board is told again of what it knows when something else has changed meanwhile.
    while ((await placed.next("orders") as OrdersFrame).ids.length > 0);
    const cancelled = ({ rows }: OrdersFrame) =>
      rows.some((row) => row.id === id && row.status === "cancelled");
    while (!cancelled(await all.next("orders") as OrdersFrame));
    await all.end();
    await placed.end();
    await until(() => Promise.resolve(platform.orderBoards.viewers === 0));
  }));

Deno.test("API: an order's stream tells of the order, and of its car once one is bound", () =>
  withDesk(async ({ app, ask, bearer, locked, staff, platform, until }) => {
    const id = await locked();
    const vin = "LATPAB071W1005301";
    await staff(`/api/staff/vehicles/${vin}/announcement`, {
      model: "lu",
      configuration: LONG,
      plan: [],
    });
    const watch = (who: "a" | "b" | "staff") =>
      app.request(`${ORDERS}/${id}/live`, { headers: { authorization: `Bearer ${bearer[who]}` } });
    const refused = await watch("b");
    assertEquals(refused.status, 404);
    await refused.body?.cancel();
    const [mine, staffs] = [
      reading((await watch("a")).body!),
      reading((await watch("staff")).body!),
    ];
    await staff(`${STAFF_ORDERS}/${id}/vehicle`, { vin });
    await mine.next("changed");
    await staffs.next("changed");
    const place = { code: "scheduled", place: "杭州", source: "factory" };
    await staff(`/api/staff/vehicles/${vin}/milestones`, place);
    await mine.next("changed");
    await ask("a", "POST", `${ORDERS}/${id}/cancel`);
    await mine.next("changed");
    await mine.end();
    await staffs.end();
    await until(() => Promise.resolve(platform.orderWatches.viewers === 0));
  }));

/** Pays another amount than was asked for, and hears of it until that has gone back. */
async function hearsItGoBack(
  { app, bearer, platform: { system }, until }: Desk,
  orderId: string,
  paymentId: string,
  payUrl: string,
): Promise<void> {
  const headers = { authorization: `Bearer ${bearer.a}` };
  const stream = reading((await app.request(`${ORDERS}/${orderId}/live`, { headers })).body!);
  const isBack = () =>
    system.view(
      payment(paymentId),
      ({ refunds }) => [...refunds.values()].some(({ status }) => status === "done"),
    );
  let heard = false;
  const hearing = (async () => {
    do await stream.next("changed"); while (!await isBack());
    heard = true;
  })();
  const paid = await app.request(payUrl, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams({ notify: "wrong_amount" }),
  });
  await paid.body?.cancel();
  await until(() => Promise.resolve(heard));
  await hearing;
  await stream.end();
}

Deno.test("API: an order's stream tells that money of another amount has gone back", () =>
  withDesk(async (desk) => {
    const { id } = await desk.ask("a", "POST", ORDERS, { code: LONG });
    const wish = { purpose: "reservation" };
    const { paymentId, payUrl } = await desk.ask("a", "POST", `${ORDERS}/${id}/payments`, wish);
    await hearsItGoBack(desk, id, paymentId, payUrl);
  }));

Deno.test("API: an order's stream tells that a premium of another amount has gone back", () =>
  withDesk(async (desk) => {
    const { ask, platform, until } = desk;
    const { system } = platform;
    const { id } = await ask("a", "POST", ORDERS, { code: LONG });
    const { memberId, car } = await system.view(vehicleOrder(id), (order) => order);
    const by = { by: { id: memberId, role: "member" } };
    const { model, priceFen, drive } = car!;
    const wish = { damage: true, thirdPartyYuan: 3_000_000, seatYuan: 10_000, addOns: [] };
    await system.ask(insurance(id), "ask", {
      memberId,
      car: { model, priceFen, drive },
      wish,
      requestId: "r1",
    }, by);
    const insured = () => system.view(insurance(id), (found) => structuredClone(found));
    await until(async () => (await insured()).status === "quoted");
    const paymentId = "premium-of-another-amount";
    const bought = await system.ask(insurance(id), "buy", {
      memberId,
      quoteId: (await insured()).quotes[0]!.quoteId,
      consent: 1,
      from: desk.clock.time + 86_400_000,
      paymentId,
      provider: "sandbox",
    }, by);
    assert(bought.ok, JSON.stringify(bought));
    const { payUrl } = await pageOf(platform, bought.value, { of: "insurance", orderId: id });
    await hearsItGoBack(desk, id, paymentId, payUrl);
  }));

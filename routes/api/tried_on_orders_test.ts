/** What goes wrong with money on the way of a car, tried through the API with a provider that does it. */
import { assert, assertEquals } from "@std/assert";
import type { PriceBook } from "../../lib/orders/price_book.ts";
import { type Desk, LONG, ORDERS, withDesk } from "./_ordering_testing.ts";

const MINUTE_MS = 60_000;

async function cashier({ app }: Desk, payUrl: string, how: Record<string, string>) {
  const response = await app.request(payUrl, {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams(how),
  });
  return (await response.json()).status as string;
}

const placed = async ({ ask }: Desk): Promise<string> =>
  (await ask("a", "POST", ORDERS, { code: LONG })).id;

const reservation = (desk: Desk, id: string) =>
  desk.ask("a", "POST", `${ORDERS}/${id}/payments`, { purpose: "reservation" });

Deno.test("tried: two tabs pay one payment, and the provider takes it once", () =>
  withDesk(async (desk) => {
    const id = await placed(desk);
    const [one, other] = await Promise.all([reservation(desk, id), reservation(desk, id)]);
    assertEquals(one.payUrl, other.payUrl);
    assertEquals(await cashier(desk, one.payUrl, { notify: "ten_times" }), "paid");
    assertEquals(await cashier(desk, other.payUrl, { notify: "prompt" }), "ORDERPAID");
    await desk.settled(id, ({ status }) => status === "reserved");
    const again = await reservation(desk, id);
    assertEquals([again.status, again.code], [409, "paid_already"]);
    const { heldFen, payments, refunds } = await desk.ask("a", "GET", `${ORDERS}/${id}`);
    assertEquals([heldFen, payments.length, refunds.length], [one.amountFen, 1, 0]);
  }));

Deno.test("tried: told before the browser comes back, the order is paid without it", () =>
  withDesk(async (desk) => {
    const id = await placed(desk);
    const { payUrl } = await reservation(desk, id);
    // Nobody follows the way back: neither `returnUrl` nor anything else is asked for.
    await cashier(desk, payUrl, { notify: "prompt" });
    await desk.settled(id, ({ status }) => status === "reserved");
  }));

Deno.test("tried: never told, the provider is asked at the end of the payment, and the money is found", () =>
  withDesk(async (desk) => {
    const id = await placed(desk);
    const { payUrl } = await reservation(desk, id);
    assertEquals(await cashier(desk, payUrl, { notify: "never" }), "paid");
    assertEquals((await desk.ask("a", "GET", `${ORDERS}/${id}`)).status, "placed");
    desk.clock.set(desk.clock.time + 31 * MINUTE_MS);
    await desk.settled(id, ({ status }) => status === "reserved");
  }));

Deno.test("tried: paid and cancelled at once, what came in goes back whole at the provider", () =>
  withDesk(async (desk) => {
    const id = await placed(desk);
    const { payUrl, paymentId, amountFen } = await reservation(desk, id);
    // The provider has the money and has not told of it when the buyer cancels.
    await cashier(desk, payUrl, { notify: "never" });
    assertEquals((await desk.ask("a", "POST", `${ORDERS}/${id}/cancel`)).status, 200);
    await desk.settled(id, ({ refunds }) => refunds[0]?.status === "done");
    const payment = await desk.ask("a", "GET", `/api/payments/${paymentId}`);
    assertEquals([payment.status, payment.refundedFen], ["succeeded", amountFen]);
    const late = await cashier(desk, payUrl, { notify: "prompt" });
    assertEquals(late, "ORDERPAID");
  }));

Deno.test("tried: cancelled first, the provider's page takes no money any more", () =>
  withDesk(async (desk) => {
    const id = await placed(desk);
    const { payUrl, paymentId } = await reservation(desk, id);
    await desk.ask("a", "POST", `${ORDERS}/${id}/cancel`);
    await desk.until(async () =>
      (await desk.ask("a", "GET", `/api/payments/${paymentId}`)).status === "closed"
    );
    assertEquals(await cashier(desk, payUrl, { notify: "prompt" }), "ORDER_CLOSED");
  }));

Deno.test("tried: the price goes up during the checkout, and the order keeps the one it was placed at", () =>
  withDesk(async (desk) => {
    const { platform } = desk;
    const id = await placed(desk);
    const before = (await desk.ask("a", "GET", `${ORDERS}/${id}`)).car;
    const today = platform.prices;
    const dearer: PriceBook = {
      async price(code) {
        const car = await today.price(code);
        if (!car) return undefined;
        const [base, ...options] = car.parts;
        const parts = [{ ...base!, amountFen: base!.amountFen + 100_000 }, ...options];
        return { ...car, parts, priceFen: car.priceFen + 100_000 };
      },
    };
    (platform as { prices: PriceBook }).prices = dearer;
    const { payUrl } = await reservation(desk, id);
    await cashier(desk, payUrl, { notify: "prompt" });
    await desk.settled(id, ({ status }) => status === "reserved");
    assertEquals((await desk.ask("a", "GET", `${ORDERS}/${id}`)).car, before);
    // Only a change that the buyer asks for is at the price of the day.
    await desk.ask("a", "POST", `${ORDERS}/${id}/configuration`, { code: LONG });
    const after = (await desk.ask("a", "GET", `${ORDERS}/${id}`)).car;
    assertEquals(after.priceFen, before.priceFen + 100_000);
  }));

Deno.test("tried: more than was paid is not paid back, also in parts and in two tabs of staff", () =>
  withDesk(async (desk) => {
    const id = await placed(desk);
    const { payUrl, paymentId, amountFen } = await reservation(desk, id);
    await cashier(desk, payUrl, { notify: "prompt" });
    await desk.settled(id, ({ status }) => status === "reserved");
    const refund = (fen: number) =>
      desk.ask("staff", "POST", `/api/staff/vehicle-orders/${id}/refunds`, {
        paymentId,
        amountFen: fen,
      });
    assertEquals((await refund(amountFen + 1)).code, "refund_too_large");
    const part = Math.ceil(amountFen * 0.6);
    const both = await Promise.all([refund(part), refund(part)]);
    assertEquals(both.map(({ code }) => code ?? "ok").sort(), ["ok", "refund_too_large"]);
    const again = { paymentId, amountFen: 1, leftFen: amountFen };
    const path = `/api/staff/vehicle-orders/${id}/refunds`;
    const refused = await desk.ask("staff", "POST", path, again);
    assertEquals([refused.code, refused.leftFen], ["refunded_meanwhile", amountFen - part]);
    await desk.settled(id, ({ refunds }) => refunds[0]?.status === "done");
    const { heldFen } = await desk.ask("a", "GET", `${ORDERS}/${id}`);
    assertEquals(heldFen, amountFen - part);
    assert(heldFen > 0);
  }));

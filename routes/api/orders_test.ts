import { assert, assertEquals } from "@std/assert";
import { testTokenLines } from "../../lib/auth/test_members.ts";
import { DenoKvStore } from "../../lib/kernel/mod.ts";
import { createPlatform, type Platform } from "../../lib/platform.ts";
import { seedShowroom } from "../../lib/showroom/seed.ts";
import { addCashier } from "../sandbox_pay.ts";
import { createApi } from "./app.ts";

interface Shop {
  readonly platform: Platform;
  /** Asks as test member `n`; 0 is staff. Answers status and body. */
  ask(n: number, method: string, path: string, body?: unknown): Promise<Answer>;
  text(n: number, path: string): Promise<string>;
  pay(payUrl: string, behaviour?: Record<string, string>): Promise<string>;
}

interface Answer {
  readonly status: number;
  // deno-lint-ignore no-explicit-any -- what the API says is what is tested
  readonly body: any;
}

const SALE = "/api/sales/launch-2017";

async function withShop(run: (shop: Shop) => Promise<void>, cars = 1): Promise<void> {
  const store = await DenoKvStore.open(":memory:");
  const platform = await createPlatform({ store, loadTest: true });
  await seedShowroom(platform.system, { now: Date.now(), cars, openAtOnce: true });
  const app = createApi(platform);
  const { cashier, now, deadlines } = platform;
  addCashier(app, { cashier: cashier!, now, deadlines });
  const mint = (role: "member" | "staff", count: number) =>
    [...testTokenLines(platform.tokens, { count, first: 1, role, nowMs: now() })].join("").trim()
      .split("\n");
  const tokens = [...mint("staff", 1), ...mint("member", 9)];
  const ask = async (n: number, method: string, path: string, body?: unknown) => {
    const response = await app.request(path, {
      method,
      headers: {
        authorization: `Bearer ${tokens[n]}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  const text = async (n: number, path: string) => {
    const headers = { authorization: `Bearer ${tokens[n]}` };
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
      await (await app.request(path, { headers })).arrayBuffer(),
    );
  };
  const pay = async (payUrl: string, behaviour: Record<string, string> = { notify: "prompt" }) => {
    const response = await app.request(payUrl, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams(behaviour),
    });
    return (await response.json()).status;
  };
  try {
    await run({ platform, ask, text, pay });
  } finally {
    await platform.stop();
    store.close();
    // A pause between background turns may outlive the stop by some milliseconds.
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

/** Asks until the answer is as it should be. */
async function until(look: () => Promise<Answer>, done: (body: Answer["body"]) => boolean) {
  for (let tries = 0; tries < 400; tries++) {
    const { body } = await look();
    if (done(body)) return body;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error("it did not come to that within four seconds");
}

const orderIs = ({ ask }: Shop, n: number, id: string, status: string) =>
  until(() => ask(n, "GET", `/api/orders/${id}`), (order) => order.status === status);

async function claimed(shop: Shop, n: number): Promise<string> {
  const { status, body } = await shop.ask(n, "POST", `${SALE}/claims`);
  assertEquals(status, 201);
  await orderIs(shop, n, body.orderId, "reserved");
  return body.orderId;
}

Deno.test("API: a claim is paid for, and the car is sold", () =>
  withShop(async (shop) => {
    const id = await claimed(shop, 1);
    const opened = await shop.ask(1, "POST", `/api/orders/${id}/payments`);
    assertEquals([opened.status, opened.body.amountFen], [201, 200_000]);
    const again = await shop.ask(1, "POST", `/api/orders/${id}/payments`);
    assertEquals(again.body.payUrl, opened.body.payUrl);
    assertEquals(await shop.pay(opened.body.payUrl), "paid");
    const paid = await orderIs(shop, 1, id, "paid");
    assertEquals(paid.paymentId, opened.body.paymentId);
    await until(() => shop.ask(1, "GET", `${SALE}/me`), ({ outcome }) => outcome === "sold");
    const sale = await shop.ask(1, "GET", SALE);
    assertEquals([sale.body.sold, sale.body.allocated, sale.body.returned], [1, 1, 0]);
    const refused = await shop.ask(1, "POST", `/api/orders/${id}/payments`);
    assertEquals([refused.status, refused.body.code], [409, "paid_already"]);
    const payment = await shop.ask(1, "GET", `/api/payments/${paid.paymentId}`);
    assertEquals([payment.body.status, payment.body.refundedFen], ["succeeded", 0]);
    assertEquals((await shop.ask(1, "GET", "/api/members/me/orders")).body.orders.length, 1);
  }));

Deno.test("API: a payment that nobody is told of is found before the car is given back", () =>
  withShop(async (shop) => {
    await shop.ask(0, "PATCH", SALE, { holdMs: 1_500 });
    await until(() => shop.ask(1, "GET", SALE), ({ holdMs }) => holdMs === 1_500);
    const id = await claimed(shop, 1);
    const { body } = await shop.ask(1, "POST", `/api/orders/${id}/payments`);
    assertEquals(await shop.pay(body.payUrl, { notify: "never" }), "paid");
    // The hold ends, and the provider is asked first.
    await orderIs(shop, 1, id, "paid");
    await until(() => shop.ask(1, "GET", `${SALE}/me`), ({ outcome }) => outcome === "sold");
  }));

Deno.test("API: a payment that nobody is told of is found when its order is cancelled, and paid back", () =>
  withShop(async (shop) => {
    const id = await claimed(shop, 1);
    const { body } = await shop.ask(1, "POST", `/api/orders/${id}/payments`);
    assertEquals(await shop.pay(body.payUrl, { notify: "never" }), "paid");
    const cancelled = await shop.ask(1, "POST", `/api/orders/${id}/cancel`);
    assertEquals(cancelled.body.status, "settling");
    await orderIs(shop, 1, id, "cancelled");
    await until(
      () => shop.ask(1, "GET", `/api/payments/${body.paymentId}`),
      ({ refundedFen }) => refundedFen === 200_000,
    );
    await until(() => shop.ask(1, "GET", SALE), ({ returned }) => returned === 1);
  }));

Deno.test("API: a cancelled order is paid back, and its car goes to the next in line", () =>
  withShop(async (shop) => {
    const id = await claimed(shop, 1);
    const missed = await shop.ask(2, "POST", `${SALE}/claims`);
    assertEquals(missed.body, { outcome: "sold_out", place: 1 });
    const waiting = await shop.ask(2, "GET", `${SALE}/me`);
    assertEquals(waiting.body, { outcome: "waiting", place: 1, ahead: 0 });
    const { body: page } = await shop.ask(1, "POST", `/api/orders/${id}/payments`);
    await shop.pay(page.payUrl, { notify: "ten_times" });
    await orderIs(shop, 1, id, "paid");
    assertEquals((await shop.ask(1, "POST", `/api/orders/${id}/cancel`)).body.status, "cancelled");
    const offer = await until(
      () => shop.ask(2, "GET", `${SALE}/me`),
      ({ outcome }) => outcome === "held",
    );
    assertEquals([offer.number, offer.orderId], [1, `${id}.2`]);
    await orderIs(shop, 2, offer.orderId, "reserved");
    await until(
      () => shop.ask(1, "GET", `/api/payments/${page.paymentId}`),
      ({ refundedFen }) => refundedFen === 200_000,
    );
    const repeat = await shop.ask(1, "POST", `${SALE}/claims`);
    assertEquals(repeat.body, {
      outcome: "returned",
      reason: "cancelled",
      number: 1,
      orderId: id,
    });
    const rejoined = await shop.ask(1, "POST", `${SALE}/line`);
    assertEquals([rejoined.status, rejoined.body.place], [201, 2]);
    assertEquals((await shop.ask(1, "DELETE", `${SALE}/line`)).body.outcome, "left");
  }));

// The provider had nothing to close when the order was cancelled, and then a page that took money.
Deno.test("API: a page that the provider made while the order was cancelled is given to nobody, and closed", () =>
  withShop(async (shop) => {
    const { platform } = shop;
    const id = await claimed(shop, 1);
    const gateway = platform.gateways.get("sandbox")!;
    const create = gateway.create.bind(gateway);
    let paymentId = "";
    gateway.create = async (asked) => {
      ({ paymentId } = asked);
      await shop.ask(1, "POST", `/api/orders/${id}/cancel`);
      await orderIs(shop, 1, id, "cancelled");
      return await create(asked);
    };
    const { status, body } = await shop.ask(1, "POST", `/api/orders/${id}/payments`);
    assertEquals([status, body.code], [409, "hold_over"]);
    const signal = AbortSignal.timeout(5_000);
    assertEquals((await gateway.query({ paymentId, signal })).status, "closed");
  }));

Deno.test("API: why not me is answered from the journal, to the member and to staff", () =>
  withShop(async (shop) => {
    await claimed(shop, 1);
    await shop.ask(2, "POST", `${SALE}/claims`, { city: "杭州" });
    await shop.ask(3, "POST", `${SALE}/claims`);
    const { body } = await shop.ask(3, "GET", `${SALE}/me/history`);
    assertEquals([body.askedBefore, body.standing.place, body.events.length], [2, 2, 1]);
    assert(body.soldOut.at > 0);
    const staff = await shop.ask(0, "GET", `${SALE}/participants/t-000000002`);
    assertEquals(staff.body.events[0].what, { place: 1, from: { city: "杭州" } });
    assertEquals((await shop.ask(1, "GET", `${SALE}/participants/t-000000002`)).status, 403);
  }));

Deno.test("API: nobody sees, pays or cancels another's order", () =>
  withShop(async (shop) => {
    const id = await claimed(shop, 1);
    const asked = [
      await shop.ask(2, "GET", `/api/orders/${id}`),
      await shop.ask(2, "POST", `/api/orders/${id}/payments`),
      await shop.ask(2, "POST", `/api/orders/${id}/cancel`),
    ];
    for (const { status, body } of asked) assertEquals([status, body.code], [404, "unknown_order"]);
    assertEquals((await shop.ask(0, "GET", `/api/orders/${id}`)).status, 200);
  }));

Deno.test("API: staff change limits in mid-sale, and those in line get what is added", () =>
  withShop(async (shop) => {
    await claimed(shop, 1);
    await shop.ask(2, "POST", `${SALE}/claims`);
    const fewer = await shop.ask(0, "PATCH", SALE, { capacity: 1, holdMs: 2_000 });
    assertEquals(fewer.status, 200);
    const more = await shop.ask(0, "PATCH", SALE, { capacity: 2 });
    assertEquals(more.status, 200);
    await until(() => shop.ask(2, "GET", `${SALE}/me`), ({ outcome }) => outcome === "held");
    const refused = await shop.ask(0, "PATCH", SALE, { capacity: 1 });
    assertEquals([refused.status, refused.body.code], [409, "fewer_cars"]);
    assertEquals((await shop.ask(1, "PATCH", SALE, { capacity: 3 })).status, 403);
  }));

Deno.test("API: staff take participants and leads away as tables", () =>
  withShop(async (shop) => {
    await claimed(shop, 1);
    await shop.ask(2, "POST", `${SALE}/claims`, { city: "杭州", source: "=1+1" });
    const participants = await shop.text(0, `${SALE}/participants.csv`);
    assertEquals(participants.charCodeAt(0), 0xfeff);
    const lines = participants.slice(1).trim().split("\r\n");
    assertEquals(lines[0], "member,outcome,number,order,pay_by,place");
    assert(lines[1]!.startsWith("t-000000001,held,1,launch-2017-1,20"));
    assertEquals(lines[2], "t-000000002,waiting,,,,1");
    let leads = "";
    for (let tries = 0; tries < 200 && !leads.includes("t-000000002"); tries++) {
      leads = await shop.text(0, `${SALE}/leads.csv`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    // What a stranger wrote must not be a formula in a sheet.
    assert(/t-000000002,,,sold_out,1,[^,]+,'=1\+1,,,杭州/.test(leads), leads);
    assertEquals((await shop.ask(1, "GET", `${SALE}/leads.csv`)).status, 403);
  }));

Deno.test("API: a sold car goes on as the order of a car, once, and its end gives the car back", () =>
  withShop(async (shop) => {
    const id = await claimed(shop, 1);
    const goOn = (n: number, body: unknown = { code: "LU1-AZSVM" }) =>
      shop.ask(n, "POST", `/api/orders/${id}/vehicle-order`, body);
    const early = await goOn(1);
    assertEquals([early.status, early.body.code], [409, "not_paid_yet"]);
    const opened = await shop.ask(1, "POST", `/api/orders/${id}/payments`);
    await shop.pay(opened.body.payUrl);
    await orderIs(shop, 1, id, "paid");
    assertEquals((await goOn(2)).status, 404);
    assertEquals((await goOn(1, {})).body.code, "unknown_configuration");
    // Two tabs, and a third time later.
    const both = await Promise.all([goOn(1), goOn(1)]);
    assertEquals(both.map(({ status, body }) => [status, body.id]), [[201, id], [201, id]]);
    assertEquals((await goOn(1)).body.id, id);
    const car = await shop.ask(1, "GET", `/api/vehicle-orders/${id}`);
    assertEquals([car.body.status, car.body.fromSale, car.body.heldFen], [
      "reserved",
      true,
      200_000,
    ]);
    assertEquals(car.body.payments.length, 1);
    const mine = await shop.ask(1, "GET", "/api/members/me/vehicle-orders");
    assertEquals(mine.body.orders.length, 1);
    const refused = await shop.ask(1, "POST", `/api/orders/${id}/cancel`);
    assertEquals([refused.status, refused.body.code], [409, "continued_already"]);
    assertEquals((await shop.ask(1, "POST", `/api/vehicle-orders/${id}/cancel`)).status, 200);
    await orderIs(shop, 1, id, "cancelled");
    const payment = await until(
      () => shop.ask(1, "GET", `/api/payments/${opened.body.paymentId}`),
      ({ refundedFen }) => refundedFen === 200_000,
    );
    assertEquals(payment.status, "succeeded");
    await until(() => shop.ask(1, "GET", SALE), ({ returned }) => returned === 1);
  }));

Deno.test("API: of a configuration of which one car is left, a sale's buyer takes it like any other", () =>
  withShop(async (shop) => {
    const code = "LU1-AZSVM";
    await shop.ask(0, "POST", `/api/staff/allotments/${code}`, { cars: 1 });
    const won = [await claimed(shop, 1), await claimed(shop, 2)] as const;
    for (const [at, id] of won.entries()) {
      const opened = await shop.ask(at + 1, "POST", `/api/orders/${id}/payments`);
      await shop.pay(opened.body.payUrl);
      await orderIs(shop, at + 1, id, "paid");
    }
    const goOn = (n: number, code: string) =>
      shop.ask(n, "POST", `/api/orders/${won[n - 1]}/vehicle-order`, { code });
    assertEquals((await goOn(1, code)).status, 201);
    // Orders that came from a sale had not been counted: two were placed for one car.
    const second = await goOn(2, code);
    assertEquals([second.status, second.body.code], [409, "sold_out"]);
    assertEquals((await goOn(1, code)).status, 201);
    await shop.ask(1, "POST", `/api/vehicle-orders/${won[0]}/cancel`);
    await until(() => goOn(2, code), ({ id }) => id === won[1]);
  }, 2));

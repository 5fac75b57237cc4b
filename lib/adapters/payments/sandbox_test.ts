import { assert, assertEquals, assertRejects } from "@std/assert";
import { NotifyError, PaymentError, type PaymentErrorCode } from "./port.ts";
import { keepDelivering, openPaymentSandbox, SANDBOX_MERCHANT } from "./sandbox.ts";
import { ManualClock, openBench } from "./sandbox/_testing.ts";
import { RETRY_PAUSES_MS } from "./sandbox/deliveries.ts";
import { SANDBOX_DIALECT, WECHAT_DIALECT } from "./v3/dialect.ts";
import { V3Gateway } from "./v3/gateway.ts";
import { seal, signedHeaders } from "./v3/signing.ts";

const signal = new AbortController().signal;
const payment = (paymentId: string, now: number) => ({
  paymentId,
  subject: "定金",
  amountFen: 50_000,
  expiresAt: now + 840_000,
  returnUrl: "/orders/1",
  signal,
});

Deno.test("sandbox: a notification without acknowledgement is repeated for 24 hours and 4 minutes", async () => {
  const bench = await openBench();
  try {
    bench.acknowledges = false;
    await bench.gateway.create(payment("P00001", bench.now()));
    await bench.pay("P00001");
    const start = bench.now();
    const arrivals: number[] = [];
    for (
      let due = start as number | undefined;
      due !== undefined;
      due = await bench.sandbox.nextDue()
    ) {
      await bench.advance(due - bench.now());
      arrivals.push(bench.now());
    }
    assertEquals(arrivals.slice(1).map((at, i) => at - arrivals[i]!), [...RETRY_PAUSES_MS]);
    assertEquals(arrivals.at(-1)! - start, 86_640_000);
    const ids = bench.received.map(({ body }) => JSON.parse(body).id);
    assertEquals(new Set(ids).size, 1);
  } finally {
    bench.stop();
  }
});

Deno.test("sandbox: payments, keys and deliveries are the store's, so they outlive the process", async () => {
  const bench = await openBench();
  try {
    await bench.gateway.create(payment("P00001", bench.now()));
    await bench.pay("P00001");
    const next = await openPaymentSandbox({
      store: bench.store,
      clock: bench.clock,
      deliver: async (request) => {
        // Written by another process, read with the keys of the first.
        const told = bench.gateway.parseNotify({
          headers: request.headers,
          body: await request.text(),
        });
        assertEquals(told.paymentId, "P00001");
        return next.gateway.acknowledge();
      },
    });
    assertEquals((await next.gateway.query({ paymentId: "P00001", signal })).status, "paid");
    assertEquals(await next.runDue(), { acknowledged: 1, failed: 0, abandoned: 0 });
    assertEquals(await bench.sandbox.runDue(), { acknowledged: 0, failed: 0, abandoned: 0 });
    assertEquals(await next.nextDue(), undefined);
  } finally {
    bench.stop();
  }
});

Deno.test("sandbox: what one node saw expired, no node whose clock is behind takes money for", async () => {
  const bench = await openBench();
  const behind = new ManualClock();
  try {
    const asked = payment("P00001", bench.now());
    await bench.gateway.create(asked);
    const other = await openPaymentSandbox({
      store: bench.store,
      clock: behind,
      deliver: () => Promise.resolve(new Response(null)),
    });
    bench.clock.set(asked.expiresAt);
    behind.set(asked.expiresAt - 10_000);
    assertEquals((await bench.gateway.query({ paymentId: "P00001", signal })).status, "closed");
    assertEquals(await other.cashier.pay("P00001"), "ORDER_CLOSED");
  } finally {
    bench.stop();
  }
});

Deno.test("sandbox: two nodes that deliver at once tell each notification once", async () => {
  const bench = await openBench();
  try {
    for (let i = 0; i < 20; i++) {
      await bench.gateway.create(payment(`P0000${i}`, bench.now()));
      await bench.pay(`P0000${i}`);
    }
    await Promise.all([bench.sandbox.runDue(), bench.sandbox.runDue()]);
    assertEquals(bench.received.length, 20);
  } finally {
    bench.stop();
  }
});

Deno.test("sandbox: a merchant that hangs is given up after five seconds and told again", async () => {
  let calls = 0;
  const bench = await openBench({
    deliver: () => {
      calls++;
      return calls === 1 ? new Promise(() => {}) : Promise.resolve(new Response(null));
    },
  });
  try {
    await bench.gateway.create(payment("P00001", bench.now()));
    await bench.pay("P00001");
    const running = bench.sandbox.runDue();
    while (calls === 0) await new Promise((resolve) => setTimeout(resolve));
    bench.clock.set(bench.now() + 5_000);
    assertEquals(await running, { acknowledged: 0, failed: 1, abandoned: 0 });
    await bench.advance(15_000);
    assertEquals(calls, 2);
  } finally {
    bench.stop();
  }
});

Deno.test("sandbox: a delivery whose node has died is taken up by another", async () => {
  let calls = 0;
  const bench = await openBench({
    deliver: () => {
      calls++;
      return calls === 1 ? new Promise(() => {}) : Promise.resolve(new Response(null));
    },
  });
  try {
    await bench.gateway.create(payment("P00001", bench.now()));
    await bench.pay("P00001");
    void bench.sandbox.runDue();
    while (calls === 0) await new Promise((resolve) => setTimeout(resolve));
    // Time of the other node: the first one's timer never fires.
    bench.clock.time += 10_000;
    assertEquals((await bench.sandbox.runDue()).acknowledged, 1);
  } finally {
    bench.stop();
  }
});

Deno.test("sandbox: a refund that settles at once has succeeded in the very answer", async () => {
  const bench = await openBench({ refundSettlesMs: 0 });
  try {
    await bench.gateway.create(payment("P00001", bench.now()));
    await bench.pay("P00001");
    const refund = {
      paymentId: "P00001",
      refundId: "R1",
      amountFen: 50_000,
      totalFen: 50_000,
      reason: "",
      signal,
    };
    assertEquals(await bench.gateway.refund(refund), { status: "succeeded" });
  } finally {
    bench.stop();
  }
});

Deno.test("sandbox: how a payment is told of can be chosen before it is paid", async () => {
  const bench = await openBench({ behaviour: { kind: "repeated", times: 2 } });
  try {
    for (const id of ["P00001", "P00002"]) await bench.gateway.create(payment(id, bench.now()));
    await bench.sandbox.till.behave("P00002", { kind: "never" });
    await bench.pay("P00001");
    await bench.pay("P00002");
    await bench.advance(1_000);
    assertEquals(bench.received.map((request) => bench.gateway.parseNotify(request).paymentId), [
      "P00001",
      "P00001",
    ]);
  } finally {
    bench.stop();
  }
});

Deno.test("keepDelivering: one run after the other, also after one has failed, until it is stopped", async () => {
  const clock = new ManualClock();
  const failures: unknown[] = [];
  let runs = 0;
  let finish = () => {};
  const runDue = () => {
    runs++;
    if (runs === 1) return Promise.reject(new Error("store away"));
    return new Promise<never>((_, reject) => finish = () => reject(new Error("never mind")));
  };
  const tick = async () => {
    clock.set(clock.time + 200);
    for (let i = 0; i < 5; i++) await Promise.resolve();
  };
  const stop = keepDelivering({ runDue }, clock, (_what, cause) => failures.push(cause));
  assertEquals(runs, 0);
  await tick();
  assertEquals([runs, failures.length], [1, 1]);
  await tick();
  await tick();
  assertEquals(runs, 2, "the second one is under way");
  const stopped = stop();
  finish();
  await stopped;
  await tick();
  assertEquals(runs, 2);
});

/** What comes back from the provider, or instead of it. */
const ANSWERS: [
  string,
  (genuine: Response) => Response | Promise<Response>,
  PaymentErrorCode,
  boolean,
][] = [
  ["nothing", () => Promise.reject(new TypeError("connection refused")), "unreachable", true],
  ["a proxy's 502", () => new Response("<html>", { status: 502 }), "provider_failure", true],
  ["too many requests", () => new Response("", { status: 429 }), "rate_limited", true],
  [
    "an unsigned 404",
    () => Response.json({ code: "ORDER_NOT_EXIST", message: "" }, { status: 404 }),
    "untrusted_answer",
    true,
  ],
  [
    "a changed body",
    async (genuine) => new Response((await genuine.text()).replace("NOTPAY", "CLOSED"), genuine),
    "untrusted_answer",
    true,
  ],
];

Deno.test("V3Gateway: what the provider did not sign is not believed", async () => {
  let spoil: (genuine: Response) => Response | Promise<Response> = (genuine) => genuine;
  const bench = await openBench(
    {},
    (sandbox, clock) => spoiled(sandbox, clock.now, (genuine) => spoil(genuine)),
  );
  try {
    await bench.gateway.create(payment("P00001", bench.now()));
    const ask = () => bench.gateway.query({ paymentId: "P00001", signal });
    for (const [title, change, code, transient] of ANSWERS) {
      spoil = change;
      const error = await assertRejects(ask, PaymentError);
      assertEquals([error.code, error.transient], [code, transient], title);
    }
    spoil = (genuine) => genuine;
    assertEquals((await ask()).status, "pending");
  } finally {
    bench.stop();
  }
});

Deno.test("V3Gateway: an answer about another payment is none", async () => {
  let other: Response | undefined;
  const bench = await openBench({}, (sandbox, clock) =>
    spoiled(sandbox, clock.now, (genuine) => {
      const given = other ?? genuine;
      other = genuine.clone();
      return given;
    }));
  try {
    await bench.gateway.create(payment("P00001", bench.now())).catch(() => {});
    other = undefined;
    await bench.gateway.query({ paymentId: "P00001", signal });
    await assertRejects(
      () => bench.gateway.query({ paymentId: "P00002", signal }),
      PaymentError,
      "about",
    );
  } finally {
    bench.stop();
  }
});

Deno.test("SandboxProvider: a request that the merchant did not sign, or long ago, is refused", async () => {
  const bench = await openBench();
  try {
    const ask = (headers: Record<string, string>) =>
      bench.sandbox.provider.handle(
        new Request("https://pay.test/v3/pay/transactions/out-trade-no/P00001", { headers }),
      );
    assertEquals((await ask({})).status, 401);
    assertEquals((await ask({ authorization: 'SANDBOXPAY-ED25519 mchid="x"' })).status, 401);
    let signed: Request | undefined;
    const gateway = gatewayOf(bench.sandbox, bench.now, (request) => {
      signed = request.clone();
      return bench.sandbox.provider.handle(request);
    });
    await gateway.query({ paymentId: "P00001", signal });
    const authorization = signed!.headers.get("authorization")!;
    assertEquals((await bench.sandbox.provider.handle(signed!.clone())).status, 404);
    assertEquals((await ask({ authorization })).status, 401, "signed for another target");
    bench.clock.set(bench.now() + 301_000);
    assertEquals((await bench.sandbox.provider.handle(signed!)).status, 401);
  } finally {
    bench.stop();
  }
});

Deno.test("readNotify: genuine, but for another merchant or of an unknown kind", async () => {
  const bench = await openBench();
  try {
    const { platform, apiKey } = bench.sandbox.keys;
    const random = () => 7;
    const notify = (event_type: string, plain: unknown) => {
      const body = JSON.stringify({
        id: "N1",
        create_time: "2027-01-15T08:00:00Z",
        event_type,
        resource_type: "encrypt-resource",
        resource: seal(plain, "transaction", apiKey, random),
      });
      const key = { serial: platform.serial, key: platform.privateKey };
      const headers = signedHeaders(SANDBOX_DIALECT, body, key, { now: bench.now(), random });
      return { headers: new Headers(headers), body };
    };
    const facts = {
      mchid: SANDBOX_MERCHANT,
      out_trade_no: "P00001",
      transaction_id: "T",
      trade_state: "SUCCESS",
      success_time: "2027-01-15T08:00:00Z",
      amount: { total: 1 },
    };
    const codeOf = (event: string, plain: unknown): string => {
      try {
        return bench.gateway.parseNotify(notify(event, plain)).type;
      } catch (error) {
        assert(error instanceof NotifyError);
        return error.code;
      }
    };
    assertEquals(codeOf("TRANSACTION.SUCCESS", facts), "paid");
    assertEquals(codeOf("TRANSACTION.SUCCESS", { ...facts, mchid: "1" }), "wrong_merchant");
    assertEquals(codeOf("COUPON.USE", facts), "unknown_type");
    assertEquals(codeOf("constructor", facts), "unknown_type");
    assertEquals(codeOf("TRANSACTION.SUCCESS", { ...facts, amount: { total: 0.5 } }), "malformed");
    assertEquals(codeOf("TRANSACTION.SUCCESS", { ...facts, success_time: "soon" }), "malformed");
  } finally {
    bench.stop();
  }
});

Deno.test("dialects: times are RFC 3339, and WeChat Pay's expiry is cut to the second", () => {
  const at = Date.UTC(2027, 0, 15, 20, 0, 0, 999);
  assertEquals(SANDBOX_DIALECT.timeText(at), "2027-01-15T20:00:00.999Z");
  assertEquals(WECHAT_DIALECT.timeText(at), "2027-01-16T04:00:00+08:00");
});

type Sandbox = Awaited<ReturnType<typeof openPaymentSandbox>>;

function gatewayOf(
  { keys }: Sandbox,
  now: () => number,
  fetch: (request: Request) => Promise<Response>,
): V3Gateway {
  return new V3Gateway({
    provider: "sandbox",
    dialect: SANDBOX_DIALECT,
    origin: "https://pay.test",
    fetch,
    merchant: { id: SANDBOX_MERCHANT, serial: keys.merchant.serial, key: keys.merchant.privateKey },
    appId: "app",
    platformKeys: new Map([[keys.platform.serial, keys.platform.publicKey]]),
    apiKey: keys.apiKey,
    notifyUrl: "https://shop.test/notify",
    closableAfterMs: 0,
    now,
    random: () => 7,
  });
}

const spoiled = (
  sandbox: Sandbox,
  now: () => number,
  spoil: (genuine: Response) => Response | Promise<Response>,
): V3Gateway =>
  gatewayOf(sandbox, now, async (request) => await spoil(await sandbox.provider.handle(request)));

import { assertEquals, assertRejects } from "@std/assert";
import { Undeliverable } from "../../kernel/mod.ts";
import type { PaymentCall } from "./calls.ts";
import { paymentsCourier } from "./courier.ts";
import { PaymentError } from "./port.ts";
import { openBench, type SandboxBench } from "./sandbox/_testing.ts";
import type { SandboxOptions } from "./sandbox.ts";

const ID = "P00001";
const signal = new AbortController().signal;

async function withCourier(
  run: (carry: (call: PaymentCall) => Promise<unknown>, bench: SandboxBench) => Promise<void>,
  options: Partial<SandboxOptions> = {},
): Promise<void> {
  const bench = await openBench(options);
  const courier = paymentsCourier([bench.gateway]);
  const context = { idempotencyKey: "k", attempt: 1, signal };
  try {
    await run((call) => courier.carry(call as never, context), bench);
  } finally {
    bench.stop();
  }
}

const create = ({ gateway, now }: SandboxBench) =>
  gateway.create({
    paymentId: ID,
    subject: "定金",
    amountFen: 50_000,
    expiresAt: now() + 840_000,
    returnUrl: "/",
    signal,
  });

const settle: PaymentCall = { ask: "settle", provider: "sandbox", paymentId: ID };
const refund: PaymentCall = {
  ask: "refund",
  provider: "sandbox",
  paymentId: ID,
  refundId: "R1",
  amountFen: 50_000,
  totalFen: 50_000,
  reason: "cancelled",
};

Deno.test("paymentsCourier: to settle closes what is open, so that nobody pays it afterwards", () =>
  withCourier(async (carry, bench) => {
    await create(bench);
    assertEquals(await carry(settle), { status: "closed" });
    assertEquals(await bench.pay(ID), false);
    assertEquals(await carry(settle), { status: "closed" });
  }));

Deno.test("paymentsCourier: to settle finds the money that nobody has told of", () =>
  withCourier(async (carry, bench) => {
    await create(bench);
    await bench.pay(ID, { kind: "never" });
    const { transactionId, amountFen, paidAt } = await carry(settle) as Record<string, unknown>;
    assertEquals([typeof transactionId, amountFen, paidAt], ["string", 50_000, bench.now()]);
  }));

Deno.test("paymentsCourier: what the provider never saw settles as closed", () =>
  withCourier(async (carry) => assertEquals(await carry(settle), { status: "closed" })));

Deno.test("paymentsCourier: too early to be closed is tried again", () =>
  withCourier(async (carry, bench) => {
    await create(bench);
    await assertRejects(() => carry(settle), PaymentError);
    await bench.advance(300_000);
    assertEquals(await carry(settle), { status: "closed" });
  }, { closableAfterMs: 300_000 }));

Deno.test("paymentsCourier: a refund is done when the money is back, however often it is asked", () =>
  withCourier(async (carry, bench) => {
    await create(bench);
    await bench.pay(ID);
    await assertRejects(() => carry(refund), Error, "accepted, not succeeded");
    await bench.advance(2_000);
    assertEquals(await carry(refund), { status: "refunded" });
    assertEquals(await carry(refund), { status: "refunded" });
  }));

Deno.test("paymentsCourier: what no further attempt can mend is given up at once", () =>
  withCourier(async (carry, bench) => {
    await assertRejects(() => carry({ ...settle, provider: "paypal" }), Undeliverable);
    await assertRejects(() => carry(refund), Undeliverable);
    await create(bench);
    await assertRejects(() => carry(refund), Undeliverable);
    await bench.pay(ID, { kind: "refund_fails" });
    await assertRejects(() => carry({ ...refund, amountFen: 50_001 }), Undeliverable);
    await assertRejects(() => carry(refund), Error, "accepted");
    await bench.advance(2_000);
    assertEquals(await carry(refund), { status: "refund_failed" });
  }));

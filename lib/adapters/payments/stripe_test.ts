import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DenoKvStore } from "../../kernel/mod.ts";
import { openPeer, type PeerBench } from "./_peers.ts";
import { ALIKE, type Forgery, gatewayContract } from "./contract_testing.ts";
import { type NotifyRequest, PaymentError } from "./port.ts";
import { openStripe, type StripeSettings } from "./stripe.ts";
import { SECRET_KEY, StripePeer, WEBHOOK_SECRET } from "./stripe/peer.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const settingsOf = (apiOrigin: string): StripeSettings => ({
  secretKey: SECRET_KEY,
  webhookSecret: WEBHOOK_SECRET,
  origin: "https://shop.test",
  apiOrigin,
});

const openBench = (): Promise<PeerBench<StripePeer>> =>
  openPeer({
    peerOf: (till, now) => new StripePeer(till, now),
    gatewayOf: ({ origin, ...options }) => openStripe(settingsOf(origin), options),
    traits: { ...ALIKE, keepsExpiry: false, billReadyMs: 0 },
    refundSettlesMs: 2_000,
    pausesMs: [MINUTE_MS, 5 * MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, 12 * HOUR_MS],
    accepts: ({ status }) => status >= 200 && status < 300,
    forgeries,
  });

function* forgeries({ headers, body }: NotifyRequest, peer: StripePeer): Iterable<Forgery> {
  const signed = headers.get("stripe-signature")!;
  const under = (signature: string): NotifyRequest => ({
    headers: new Headers({ "stripe-signature": signature }),
    body,
  });
  const told = JSON.parse(body);
  const of = ({ headers, body }: ReturnType<StripePeer["signed"]>): NotifyRequest => ({
    headers: new Headers(headers),
    body,
  });
  yield { code: ["unsigned"], request: { headers: new Headers(), body } };
  yield { code: ["bad_signature"], request: { headers, body: `${body} ` } };
  yield { code: ["bad_signature"], request: { headers, body: "" } };
  yield { code: ["bad_signature"], request: { headers, body: body.replace("50000", "50001") } };
  yield { code: ["bad_signature"], request: under("x") };
  yield { code: ["bad_signature"], request: under(signed.replace(/t=\d+/, "t=NaN")) };
  // An older time under the same signature, and the scheme that Stripe uses in tests only.
  yield {
    code: ["bad_signature"],
    request: under(signed.replace(/t=(\d+)/, (_, t) => `t=${t - 1}`)),
  };
  yield { code: ["bad_signature"], request: under(signed.replace("v1=", "v2=")) };
  yield { code: ["bad_signature"], request: of(peer.signed(told, "whsec_other")) };
  yield { code: ["wrong_merchant"], request: of(peer.signed({ ...told, livemode: true })) };
  const { object } = told.data;
  const unpaid = { ...told, data: { object: { ...object, payment_intent: null } } };
  yield { code: ["malformed"], request: of(peer.signed(unpaid)) };
}

gatewayContract("Stripe", openBench);

const signal = new AbortController().signal;

Deno.test("openStripe: what is told of others than payments is taken, and nothing follows", async () => {
  const bench = await openBench();
  try {
    for (const type of ["charge.succeeded", "payout.paid", "customer.created"]) {
      const { headers, body } = bench.peer.signed({
        id: "evt_1",
        object: "event",
        created: 1,
        livemode: false,
        type,
        data: { object: {} },
      });
      const told = bench.gateway.parseNotify({ headers: new Headers(headers), body });
      assertEquals(told, { type: "other", notifyId: "evt_1", paymentId: "" });
    }
  } finally {
    await bench.stop();
  }
});

Deno.test("openStripe: a refund that was refused is asked for anew once it can be done", async () => {
  const bench = await openBench();
  try {
    const { gateway } = bench;
    const paymentId = "S0000003";
    const asked = {
      paymentId,
      subject: "鹭",
      amountFen: 50_000,
      expiresAt: bench.now() + HOUR_MS,
      returnUrl: "/",
      signal,
    };
    await gateway.create(asked);
    await bench.pay(paymentId, { kind: "refund_fails" });
    const refund = { paymentId, totalFen: 50_000, reason: "取消", signal };
    await gateway.refund({ ...refund, refundId: "R1", amountFen: 50_000 });
    // Refused while the first is under way; Stripe says so again under the same key.
    const second = () => gateway.refund({ ...refund, refundId: "R2", amountFen: 20_000 });
    for (let i = 0; i < 3; i++) await assertRejects(second, PaymentError);
    await bench.advance(10_000);
    assertEquals(await second(), { status: "accepted" });
    assertEquals(await second(), { status: "accepted" });
    assertEquals(
      (await gateway.queryRefund({ paymentId, refundId: "R2", signal })).status,
      "accepted",
    );
  } finally {
    await bench.stop();
  }
});

Deno.test("openStripe: whoever gives up waiting hears of it at once", async () => {
  const store = await DenoKvStore.open(":memory:");
  try {
    const gateway = openStripe(settingsOf("http://127.0.0.1:9"), {
      store,
      now: () => 1_800_000_000_000,
      fetch: () => new Promise(() => {}),
    });
    const job = () =>
      gateway.create({
        paymentId: "S0000001",
        subject: "鹭",
        amountFen: 1,
        expiresAt: 1_800_000_840_000,
        returnUrl: "/",
        signal: AbortSignal.abort(),
      });
    assertEquals((await assertRejects(job, PaymentError)).code, "unreachable");
  } finally {
    store.close();
  }
});

Deno.test("openStripe: an error of the server's may be tried again, one of ours may not", async () => {
  const bench = await openBench();
  try {
    const cases = [
      [500, { type: "api_error" }, "provider_failure"],
      [429, { type: "invalid_request_error", code: "rate_limit" }, "rate_limited"],
      [400, { type: "idempotency_error" }, "conflict"],
      [402, { type: "card_error", code: "card_declined" }, "rejected"],
      [400, { type: "invalid_request_error", code: "balance_insufficient" }, "merchant_balance"],
    ] as const;
    for (const [status, error, code] of cases) {
      const store = await DenoKvStore.open(":memory:");
      const gateway = openStripe(settingsOf(bench.origin), {
        store,
        now: bench.now,
        fetch: () =>
          Promise.resolve(Response.json({ error: { message: "no", ...error } }, { status })),
      });
      const job = () =>
        gateway.create({
          paymentId: "S0000002",
          subject: "鹭",
          amountFen: 1,
          expiresAt: bench.now() + HOUR_MS,
          returnUrl: "/",
          signal,
        });
      assertEquals((await assertRejects(job, PaymentError)).code, code);
      store.close();
    }
  } finally {
    await bench.stop();
  }
});

Deno.test("openStripe: settings that do not fit are named, and keys never quoted", () => {
  const open = (more: Partial<StripeSettings>) => () =>
    openStripe({ ...settingsOf("https://api.test"), ...more }, { store: undefined!, now: () => 0 });
  const error = assertThrows(open({ secretKey: "pk_live_mine" }), Error, "the secret key");
  assert(!error.message.includes("mine"));
  assertThrows(open({ webhookSecret: "x" }), Error, "the webhook's secret");
});

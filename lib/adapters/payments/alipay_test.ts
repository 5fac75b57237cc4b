import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { DenoKvStore } from "../../kernel/mod.ts";
import { openPeer, type PeerBench } from "./_peers.ts";
import { type AlipaySettings, openAlipay } from "./alipay.ts";
import { type AlipayKeys, AlipayPeer, APP_ID, drawAlipayKeys, SELLER_ID } from "./alipay/peer.ts";
import { ALIKE, type Forgery, gatewayContract } from "./contract_testing.ts";
import { type NewPayment, NotifyError, type NotifyRequest, PaymentError } from "./port.ts";

/** RSA keys take long to draw: one set for all tests of this file. */
let drawn: AlipayKeys | undefined;
const keys = () => drawn ??= drawAlipayKeys();

const settingsOf = (origin: string): AlipaySettings => ({
  appId: APP_ID,
  sellerId: SELLER_ID,
  privateKey: keys().app.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  alipayPublicKey: keys().alipay.publicKey.export({ type: "spki", format: "der" }).toString(
    "base64",
  ),
  notifyUrl: "https://shop.test/api/payments/notify/alipay",
  origin: "https://shop.test",
  gateway: `${origin}/gateway.do`,
});

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const openBench = (): Promise<PeerBench<AlipayPeer>> =>
  openPeer({
    peerOf: (till, now) => new AlipayPeer(till, keys(), now),
    gatewayOf: ({ origin, ...options }) => openAlipay(settingsOf(origin), options),
    traits: {
      ...ALIKE,
      freshMs: null,
      refundsFailLater: false,
      tellsRefunds: false,
      refundIdsAreUnique: false,
      billReadyMs: 9 * HOUR_MS,
    },
    refundSettlesMs: 0,
    pausesMs: [
      4 * MINUTE_MS,
      10 * MINUTE_MS,
      10 * MINUTE_MS,
      HOUR_MS,
      2 * HOUR_MS,
      6 * HOUR_MS,
      15 * HOUR_MS,
    ],
    // Nothing but this very word ends it.
    accepts: (_response, body) => body === "success",
    forgeries,
  });

function* forgeries({ headers, body }: NotifyRequest, peer: AlipayPeer): Iterable<Forgery> {
  const changed = (change: (told: URLSearchParams) => void): NotifyRequest => {
    const told = new URLSearchParams(body);
    change(told);
    return { headers, body: told.toString() };
  };
  const resigned = (more: Record<string, string>): NotifyRequest => {
    const { sign: _, sign_type: _type, ...told } = Object.fromEntries(new URLSearchParams(body));
    return { headers, body: peer.signedForm({ ...told, ...more }) };
  };
  yield { code: ["unsigned"], request: { headers, body: "" } };
  yield { code: ["unsigned"], request: changed((told) => told.delete("sign")) };
  yield { code: ["bad_signature"], request: changed((told) => told.set("sign", "AAAA")) };
  yield { code: ["bad_signature"], request: changed((told) => told.set("sign_type", "RSA")) };
  for (const name of ["total_amount", "out_trade_no", "app_id", "trade_status", "trade_no"]) {
    yield { code: ["bad_signature"], request: changed((told) => told.set(name, "0.01")) };
  }
  yield { code: ["bad_signature"], request: changed((told) => told.set("more", "1")) };
  yield { code: ["wrong_merchant"], request: resigned({ app_id: "2021000000000002" }) };
  yield { code: ["wrong_merchant"], request: resigned({ seller_id: "2088000000000002" }) };
  yield { code: ["malformed"], request: resigned({ notify_id: "" }) };
}

gatewayContract("Alipay", openBench);

const signal = new AbortController().signal;
const asked = (bench: PeerBench<AlipayPeer>, paymentId: string): NewPayment => ({
  paymentId,
  subject: "鹭 · 定金",
  amountFen: 50_000,
  expiresAt: Math.ceil(bench.now() / 1000) * 1000 + 14 * MINUTE_MS,
  returnUrl: "/orders/1",
  signal,
});

Deno.test("openAlipay: what nobody has scanned cannot be closed before it expires", async () => {
  const bench = await openBench();
  try {
    const { gateway } = bench;
    const { expiresAt, paymentId } = asked(bench, "A0000001");
    await gateway.create(asked(bench, paymentId));
    assertEquals(await gateway.query({ paymentId, signal }), {
      status: "pending",
      amountFen: 50_000,
    });
    const error = await assertRejects(() => gateway.close({ paymentId, signal }), PaymentError);
    assertEquals([error.code, error.retryAfterMs], ["too_early", expiresAt - bench.now()]);
    assert(await bench.pay(paymentId), "it can be paid still");
    assertEquals((await gateway.close({ paymentId, signal })).status, "paid");
    await gateway.create({ ...asked(bench, "A0000002"), expiresAt });
    await bench.advance(expiresAt - bench.now());
    assertEquals(await gateway.close({ paymentId: "A0000002", signal }), { status: "closed" });
  } finally {
    await bench.stop();
  }
});

Deno.test("openAlipay: the phone goes to a signed page, the desktop shows a code", async () => {
  const bench = await openBench();
  try {
    const { payUrl, qrText } = await bench.gateway.create(asked(bench, "A0000003"));
    assertEquals(qrText, "https://qr.alipay.com/A0000003");
    const { origin, searchParams } = new URL(payUrl);
    assertEquals(origin, bench.origin);
    assertEquals(searchParams.get("method"), "alipay.trade.wap.pay");
    assertEquals(searchParams.get("return_url"), "https://shop.test/orders/1");
    const { total_amount, time_expire } = JSON.parse(searchParams.get("biz_content")!);
    assertEquals([total_amount, time_expire], ["500.00", "2027-01-15 16:14:00"]);
  } finally {
    await bench.stop();
  }
});

Deno.test("openAlipay: all of it paid back, Alipay calls the trade closed, and it was paid", async () => {
  const bench = await openBench();
  try {
    const { gateway } = bench;
    const paymentId = "A0000004";
    await gateway.create(asked(bench, paymentId));
    await bench.pay(paymentId);
    const refund = {
      paymentId,
      refundId: "R1",
      amountFen: 50_000,
      totalFen: 50_000,
      reason: "取消",
      signal,
    };
    await gateway.refund(refund);
    assertEquals((await gateway.query({ paymentId, signal })).status, "paid");
    assertEquals(await gateway.refund(refund), { status: "succeeded" });
  } finally {
    await bench.stop();
  }
});

Deno.test("openAlipay: an answer that Alipay has not signed counts for nothing", async () => {
  const store = await DenoKvStore.open(":memory:");
  try {
    const text = '{"alipay_trade_query_response":{"code":"40004","sub_code":"ACQ.TRADE_NOT_EXIST"}';
    for (const answer of [`${text}}`, `${text},"sign":"AAAA"}`, "<html>"]) {
      const gateway = openAlipay(settingsOf("http://127.0.0.1:9"), {
        store,
        now: () => 0,
        fetch: () => Promise.resolve(new Response(answer)),
      });
      const job = () => gateway.query({ paymentId: "A0000005", signal });
      assertEquals((await assertRejects(job, PaymentError)).code, "untrusted_answer");
    }
  } finally {
    store.close();
  }
});

Deno.test("openAlipay: the answer to a notification is the word success, and nothing else", async () => {
  const bench = await openBench();
  try {
    const answer = bench.gateway.acknowledge();
    assertEquals([answer.status, await answer.text()], [200, "success"]);
    assertThrows(
      () => bench.gateway.parseNotify({ headers: new Headers(), body: "sign=x&sign_type=RSA2" }),
      NotifyError,
    );
  } finally {
    await bench.stop();
  }
});

Deno.test("openAlipay: settings that do not fit are named, and keys never quoted", () => {
  const settings = settingsOf("https://openapi.test");
  const open = (more: Partial<AlipaySettings>) => () =>
    openAlipay({ ...settings, ...more }, { store: undefined!, now: () => 0 });
  const error = assertThrows(
    open({ privateKey: "secret" }),
    Error,
    "the application's private key",
  );
  assert(!error.message.includes("secret"));
  assertThrows(open({ alipayPublicKey: "x" }), Error, "Alipay's public key");
});

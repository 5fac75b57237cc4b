import { assert, assertEquals, assertThrows } from "@std/assert";
import { DenoKvStore } from "../../kernel/mod.ts";
import { gatewayContract } from "./contract_testing.ts";
import { NotifyError } from "./port.ts";
import { openPaymentSandbox, SANDBOX_MERCHANT } from "./sandbox.ts";
import { ManualClock, openBench } from "./sandbox/_testing.ts";
import type { SandboxKeys } from "./sandbox/keys.ts";
import { WECHAT_DIALECT } from "./v3/dialect.ts";
import { openWechatPay, type WechatPaySettings } from "./wechat.ts";

/** RSA keys take long to draw: one set for all tests of this file. */
let drawn: Promise<SandboxKeys> | undefined;

async function draw(): Promise<SandboxKeys> {
  const store = await DenoKvStore.open(":memory:");
  try {
    const { keys } = await openPaymentSandbox({
      store,
      clock: new ManualClock(),
      deliver: () => Promise.resolve(new Response(null)),
      dialect: WECHAT_DIALECT,
    });
    return keys;
  } finally {
    store.close();
  }
}

const settingsOf = (keys: SandboxKeys): WechatPaySettings => ({
  merchantId: SANDBOX_MERCHANT,
  appId: "wx0000000000000001",
  merchantSerial: keys.merchant.serial,
  merchantKey: keys.merchant.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  platformKeys: {
    [keys.platform.serial]: keys.platform.publicKey.export({
      type: "spki",
      format: "pem",
    }) as string,
  },
  apiKey: new TextDecoder().decode(keys.apiKey),
  notifyUrl: "https://shop.test/api/payments/notify/wechat",
});

/** The embedded provider with WeChat Pay's names, keys and five minutes. */
gatewayContract("WeChat Pay", async () => {
  const keys = await (drawn ??= draw());
  return await openBench(
    { dialect: WECHAT_DIALECT, keys, closableAfterMs: 5 * 60_000 },
    ({ provider }, { now }) =>
      openWechatPay(settingsOf(keys), {
        now,
        fetch: (request) => provider.handle(request),
      }),
  );
});

const SIGNAL = new AbortController().signal;

Deno.test("openWechatPay: a phone gets a page that opens the app, a desktop a code, and each stays so", async () => {
  const keys = await (drawn ??= draw());
  const store = await DenoKvStore.open(":memory:");
  const asked: Request[] = [];
  const bench = await openBench(
    { dialect: WECHAT_DIALECT, keys },
    ({ provider }, { now }) =>
      openWechatPay(settingsOf(keys), {
        now,
        store,
        fetch: (request) => {
          asked.push(request.clone());
          return provider.handle(request);
        },
      }),
  );
  try {
    const create = (paymentId: string, device: "desktop" | "phone" | "in_app") =>
      bench.gateway.create({
        paymentId,
        subject: "购车款 v-1",
        amountFen: 100_000,
        expiresAt: bench.clock.now() + 900_000,
        returnUrl: "/my/orders/v-1",
        payer: { device, address: "203.0.113.7" },
        signal: SIGNAL,
      });
    const page = await create("phone-0001", "phone");
    assertEquals(page.qrText, undefined);
    const url = new URL(page.payUrl);
    assertEquals(url.origin, "https://wx.tenpay.com");
    assertEquals(url.searchParams.get("redirect_url"), "https://shop.test/my/orders/v-1");
    assertEquals(new URL(asked[0]!.url).pathname, "/v3/pay/transactions/h5");
    assertEquals((await asked[0]!.json()).scene_info, {
      payer_client_ip: "203.0.113.7",
      h5_info: { type: "Wap" },
    });
    // Opened again on a desktop it is still the phone's: WeChat Pay refuses a number for another kind.
    assertEquals((await create("phone-0001", "desktop")).payUrl, page.payUrl);
    assert((await create("code-00001", "desktop")).qrText);
    assert((await create("code-00001", "phone")).qrText);
    // Within the app's own browser the page would be refused.
    assert((await create("in-app-001", "in_app")).qrText);
  } finally {
    bench.stop();
    store.close();
  }
});

Deno.test("openWechatPay: a request is signed as the documents say, judged by WebCrypto", async () => {
  const keys = await (drawn ??= draw());
  const now = 1_800_000_000_999;
  let sent: Request | undefined;
  const gateway = openWechatPay(settingsOf(keys), {
    now: () => now,
    fetch: (request) => {
      sent = request;
      return Promise.reject(new TypeError("never sent"));
    },
  });
  await gateway.create({
    paymentId: "0f3c9a6e5b7d4c1fa2e8d9b06c7a5e31",
    subject: "鹭".repeat(60),
    amountFen: 50_000,
    expiresAt: now + 840_000,
    returnUrl: "/orders/1",
    signal: SIGNAL,
  }).catch(() => {});
  assert(sent);
  assertEquals(sent.url, "https://api.mch.weixin.qq.com/v3/pay/transactions/native");
  const body = await sent.text();
  const { time_expire, description, ...rest } = JSON.parse(body);
  assertEquals(time_expire, "2027-01-15T16:14:00+08:00");
  assertEquals(description, "鹭".repeat(40));
  assertEquals(rest, {
    mchid: SANDBOX_MERCHANT,
    appid: "wx0000000000000001",
    out_trade_no: "0f3c9a6e5b7d4c1fa2e8d9b06c7a5e31",
    notify_url: "https://shop.test/api/payments/notify/wechat",
    amount: { total: 50_000, currency: "CNY" },
  });
  const header = sent.headers.get("authorization")!;
  const fields =
    /^WECHATPAY2-SHA256-RSA2048 mchid="(\d+)",nonce_str="(\w{32})",signature="([^"]+)",timestamp="(\d+)",serial_no="(\w+)"$/
      .exec(header);
  assert(fields, header);
  const [, merchantId, nonce, signature, timestamp, serial] = fields;
  assertEquals([merchantId, timestamp, serial], [
    SANDBOX_MERCHANT,
    "1800000000",
    keys.merchant.serial,
  ]);
  const publicKey = await crypto.subtle.importKey(
    "spki",
    new Uint8Array(keys.merchant.publicKey.export({ type: "spki", format: "der" })),
    { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    false,
    ["verify"],
  );
  const message = `POST\n/v3/pay/transactions/native\n${timestamp}\n${nonce}\n${body}\n`;
  const bytes = new TextEncoder().encode(message);
  assert(
    await crypto.subtle.verify(
      "RSASSA-PKCS1-v1_5",
      publicKey,
      Uint8Array.fromBase64(signature!),
      bytes,
    ),
  );
});

/** Signed and encrypted by wechatpay-axios-plugin 0.9.6, a merchant's library by others. */
const VECTOR = {
  publicKey: [
    "-----BEGIN PUBLIC KEY-----",
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAuPR+g22sp2sBjcQ3wx4m",
    "dDjS6APOCemZXTmBo8tb9UNpU3JwIybDgQVWAW2bLHh0yaJenVEnPu2C6tt2SbnH",
    "deSuHtXQve/ELAekMpuuiyL3Ofmoj+rW1UmmzHiEeMUEcmxWMYuDXDK34SEQDor3",
    "zmmEfwwwJVXWrl9Ke2Zd9MxDr+mr8zY33UpLo/U0FdQ5/poMhhLNxeiQPof7B4P5",
    "tDZGZHojyK1gdPrnisI0v2Hht5efMlKWwSEo53x3oSi3tiTse2bZITGJ8nlBblyY",
    "14zmceS36NGWdFFIwG6+nRwFmBMWsi6I6dyFfHE0T8QjjaZCciwSNRmYMEOJ/JfA",
    "VwIDAQAB",
    "-----END PUBLIC KEY-----",
  ].join("\n"),
  apiKey: "0123456789abcdefghijklmnopqrstuv",
  timestamp: "1800000010",
  nonce: "593BEC0C930BF1AFEB40B4A08C8FB242",
  signature:
    "hbgAatyTW9XP49IeEnm/etpFkOddp/xJeCdAJBu0R7M94x7MDpyySEVgv8NvxJR0jGQv3NIbl1leBFNjJZ9jtzSQ" +
    "jTri61EGnY9MUv8vlEgR/IinUMaNclf3Qzt3x8jWcGPivKao4qSh8cu5BOTo+bhY96dK5ZGuFRUcmXCfX75QoEam" +
    "RAOfwhz83ixP6GHrlmkUhWi8Rl4GXbXu+Kl3G53PUnVBNOQwRNY4uFRmpwX1SsvkAAHewA3q4Pofi4TkgC50uCPX" +
    "GFza559cY8m6QeSi0AMgILmvekz9j1ob9mhgQ/Dq56q6/PiCZy3oPXlx4KpVBhT7ZKV+hdQTADOtSQ==",
  body: '{"id":"N-0000000001","create_time":"2027-01-15T16:00:06+08:00","resource_type":"encrypt-' +
    'resource","event_type":"TRANSACTION.SUCCESS","summary":"支付成功","resource":{"original_type' +
    '":"transaction","algorithm":"AEAD_AES_256_GCM","ciphertext":"lvRje/jwSVV9CWWsTzf/ZkibkZz' +
    "0YGKBlr2wTpU2zOwUbB/RCHSucU7jW618sb4evLSprdp/aaXt6H6yDdDELChua34jUCkuu3/ttWxdFXnoMzeigGK" +
    "DdMXKFYW69htCTDVd2bZDKnyc+q5UKqEzwvpUgm30nyhGU/QD/mLZPtTSmUw3M/V5Ke4TOh2wghCc5XP+CxLZnc8" +
    "9Sde/VB1sG77/WlIxUuwtk+ObZRyQ8laJ7beu+WEvWRlS48U7J7Jc0UkFPwNomijGw/pUUM3uJbjVGC1x2owB90u" +
    "Yx70iChFqoPsNYk1OYCb24j0iPbk2QX8BxyiijOpmdtrN45WQ2s38E8W8v7cTCpc+0QtpU9pejcGsxKQTY97/3gT" +
    "Jq9mo50ZCo2Q4Lu4WWzWEVyeLVVjES0g0/ELlCrsoT9TJHnbFXRYHTS/7Zsf4bJC+cW9H3lXmy9hhlnAT8UxCfVd" +
    "ahNkUgjfzMz/x1uECRGkCVsZz34GIbHZIe/WCb5EuQLf+RD8PBfSoPv/A0dmAqKXtUNO4oEJ9tF7wwiW4T9MtyB5" +
    'xmE2uVT33Obm2sHYqBKdb+mRE","associated_data":"transaction","nonce":"a1b2c3d4e5f6"}}',
};

function vectorGateway(keys: SandboxKeys, more: Partial<WechatPaySettings> = {}) {
  return openWechatPay({
    ...settingsOf(keys),
    merchantId: "1900000001",
    apiKey: VECTOR.apiKey,
    platformKeys: { PUB_KEY_ID_0001: VECTOR.publicKey },
    ...more,
  }, { now: () => 1_800_000_012_000 });
}

const vectorRequest = () => ({
  headers: new Headers({
    "Wechatpay-Timestamp": VECTOR.timestamp,
    "Wechatpay-Nonce": VECTOR.nonce,
    "Wechatpay-Signature": VECTOR.signature,
    "Wechatpay-Serial": "PUB_KEY_ID_0001",
  }),
  body: VECTOR.body,
});

Deno.test("openWechatPay: reads a notification that another implementation has signed", async () => {
  const gateway = vectorGateway(await (drawn ??= draw()));
  assertEquals(gateway.parseNotify(vectorRequest()), {
    type: "paid",
    notifyId: "N-0000000001",
    paymentId: "0f3c9a6e5b7d4c1fa2e8d9b06c7a5e31",
    transactionId: "4200000000202701150000000001",
    // The order's total; with coupons the payer paid less of it.
    amountFen: 50_000,
    paidAt: Date.UTC(2027, 0, 15, 8, 0, 5),
  });
});

Deno.test("openWechatPay: with another API key the notification cannot be read", async () => {
  const gateway = vectorGateway(await (drawn ??= draw()), { apiKey: "x".repeat(32) });
  const error = assertThrows(() => gateway.parseNotify(vectorRequest()), NotifyError);
  assertEquals(error.code, "malformed");
});

Deno.test("openWechatPay: settings that do not fit are named, and keys never quoted", async () => {
  const settings = settingsOf(await (drawn ??= draw()));
  const open = (more: Partial<WechatPaySettings>) => () =>
    openWechatPay({ ...settings, ...more }, { now: () => 0 });
  assertThrows(open({ apiKey: "short" }), Error, "expected 32 bytes, got 5");
  const error = assertThrows(open({ merchantKey: "-----secret" }), Error, "the merchant's key");
  assert(!error.message.includes("secret"));
  assertThrows(open({ platformKeys: { A1: "x" } }), Error, `the platform key "A1"`);
});

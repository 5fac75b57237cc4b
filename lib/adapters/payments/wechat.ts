/**
 * WeChat Pay, API v3: Native, a code to scan; H5, a page in a phone's browser that opens the app. What
 * the platform asks and is told is the v3 gateway's; here is what is WeChat Pay's own.
 */
import { Buffer } from "node:buffer";
import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from "node:crypto";
import { type Random, systemRandom } from "../../kernel/clock.ts";
import type { Store } from "../../kernel/store.ts";
import { PaymentBook } from "./book.ts";
import { pemOf } from "./pem.ts";
import { API_KEY_BYTES, WECHAT_DIALECT } from "./v3/dialect.ts";
import { V3Gateway } from "./v3/gateway.ts";

export interface WechatPaySettings {
  readonly merchantId: string;
  readonly appId: string;
  /** Of the merchant's API certificate. */
  readonly merchantSerial: string;
  /** PKCS #8: PEM, or base64 alone. */
  readonly merchantKey: string;
  /**
   * WeChat Pay's public keys by `PUB_KEY_ID_…`, or its platform certificates by serial: PEM. While
   * they are being replaced, both.
   */
  readonly platformKeys: Readonly<Record<string, string>>;
  /** 32 ASCII characters, chosen on the merchant's platform. */
  readonly apiKey: string;
  /** HTTPS, reachable from outside, ending in `/api/payments/notify/wechat`. */
  readonly notifyUrl: string;
}

export interface WechatPayOptions {
  /** Keeps whether a payment is one of a phone; without it all are codes to scan. */
  readonly store?: Store;
  readonly now: () => number;
  readonly random?: Random;
  readonly fetch?: (request: Request) => Promise<Response>;
}

const ORIGIN = "https://api.mch.weixin.qq.com";
const CLOSABLE_AFTER_MS = 5 * 60_000;

/** @throws {Error} naming the setting that does not fit */
export function openWechatPay(settings: WechatPaySettings, options: WechatPayOptions): V3Gateway {
  const { merchantId, appId, merchantSerial, notifyUrl } = settings;
  const apiKey = Buffer.from(settings.apiKey);
  if (apiKey.length !== API_KEY_BYTES) {
    throw new Error(
      `cannot use the API v3 key: expected ${API_KEY_BYTES} bytes, got ${apiKey.length}`,
    );
  }
  const platformKeys = Object.entries(settings.platformKeys).map(([serial, pem]) =>
    [serial, key(`the platform key "${serial}"`, () => publicKey(pem))] as const
  );
  return new V3Gateway({
    provider: "wechat",
    dialect: WECHAT_DIALECT,
    origin: ORIGIN,
    fetch: options.fetch ?? ((request) => fetch(request)),
    merchant: {
      id: merchantId,
      serial: merchantSerial,
      key: key(
        "the merchant's key",
        () => createPrivateKey(pemOf(settings.merchantKey, "PRIVATE")),
      ),
    },
    appId,
    platformKeys: new Map(platformKeys),
    apiKey,
    notifyUrl,
    closableAfterMs: CLOSABLE_AFTER_MS,
    ...(options.store ? { book: new PaymentBook(options.store, "wechat") } : {}),
    now: options.now,
    random: options.random ?? systemRandom(),
  });
}

const publicKey = (pem: string): KeyObject =>
  pem.includes("BEGIN CERTIFICATE")
    ? new X509Certificate(pem).publicKey
    : createPublicKey(pemOf(pem, "PUBLIC"));

/** Without the cause's words, which may quote the key. */
function key(name: string, read: () => KeyObject): KeyObject {
  try {
    return read();
  } catch {
    throw new Error(`cannot read ${name}: expected PEM, or base64 of DER`);
  }
}

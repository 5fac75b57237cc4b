/**
 * The wire format of WeChat Pay v3, and the embedded provider's own, which is the same in its
 * structure but not in its names and keys: neither can be taken for the other.
 */
import { beijingWall } from "../../../time/beijing.ts";

export interface Dialect {
  /** Of the `Authorization` header that signs requests. */
  readonly scheme: string;
  /** Begins the headers that sign answers and notifications. */
  readonly headerPrefix: string;
  /** What `node:crypto` signs with; null where the key decides. */
  readonly digest: "RSA-SHA256" | null;
  /** Creates a payment. */
  readonly createPath: string;
  /** Creates a payment that a phone's browser opens; null where the first one serves both. */
  readonly phonePath: string | null;
  /** Whether the payer comes back from the provider's page by a URL that `create` names. */
  readonly returnsToMerchant: boolean;
  /** RFC 3339. */
  timeText(epochMs: number): string;
}

export const SANDBOX_DIALECT: Dialect = {
  scheme: "SANDBOXPAY-ED25519",
  headerPrefix: "Sandboxpay",
  digest: null,
  createPath: "/v3/pay/transactions/cashier",
  phonePath: null,
  returnsToMerchant: true,
  timeText: (epochMs) => new Date(epochMs).toISOString(),
};

export const WECHAT_DIALECT: Dialect = {
  scheme: "WECHATPAY2-SHA256-RSA2048",
  headerPrefix: "Wechatpay",
  digest: "RSA-SHA256",
  createPath: "/v3/pay/transactions/native",
  phonePath: "/v3/pay/transactions/h5",
  returnsToMerchant: false,
  // Whole seconds, cut off: an expiry must not move behind the hold's end.
  timeText: (epochMs) => beijingWall(epochMs).toISOString().replace(/\.\d+Z$/, "+08:00"),
};

export const paths = {
  trade: (no: string): string => `/v3/pay/transactions/out-trade-no/${encodeURIComponent(no)}`,
  close: (no: string): string => `${paths.trade(no)}/close`,
  bill: "/v3/bill/tradebill",
  billFile: "/v3/billdownload/file",
  refunds: "/v3/refund/domestic/refunds",
  refund: (no: string): string => `${paths.refunds}/${encodeURIComponent(no)}`,
};

/** A signature is good for so long, either way; WeChat Pay's documents ask for five minutes. */
export const FRESH_MS = 5 * 60_000;
/** Bytes of the key that encrypts notifications. */
export const API_KEY_BYTES = 32;

/**
 * Payments: what the platform asks of a provider. Money is in integer fen, time in epoch
 * milliseconds. Every call may be repeated with the same ids; it then has the effect of one.
 */

/** Our number of a payment, the provider's `out_trade_no`. WeChat Pay takes no shorter or longer. */
export const PAYMENT_ID = /^[A-Za-z0-9_*-]{6,32}$/;
/** Our number of a refund, unique among all refunds of the merchant. */
export const REFUND_ID = /^[A-Za-z0-9_*-]{1,64}$/;
/** Providers refund one payment in at most so many parts. */
export const MOST_REFUNDS = 50;

/** Whoever pays, as far as a provider has another page for each. */
export interface Payer {
  /** `in_app` is a browser within WeChat. */
  readonly device: "desktop" | "phone" | "in_app";
  /** As the provider is to see it; a payment on a phone is bound to it. */
  readonly address: string;
}

export interface NewPayment {
  readonly paymentId: string;
  /** What is paid for, as the payer reads it; at most 40 characters. */
  readonly subject: string;
  readonly amountFen: number;
  /** From then on the provider takes no money for it. Before the hold's end, never after. */
  readonly expiresAt: number;
  /** Where the payer's browser goes afterwards. That it comes back proves nothing. */
  readonly returnUrl: string;
  readonly signal: AbortSignal;
  /** Left out, it is a desktop. A repeat may come from another device; the first one counts. */
  readonly payer?: Payer;
}

export interface PayPage {
  /** Where the payer pays. Relative where the provider is embedded in this server. */
  readonly payUrl: string;
  /** What a QR code on a desktop's screen holds, where it differs in use from `payUrl`. */
  readonly qrText?: string;
}

export type RefundStatus = "accepted" | "succeeded" | "failed";

export interface RefundState {
  readonly refundId: string;
  readonly amountFen: number;
  readonly status: RefundStatus;
}

export interface Paid {
  readonly status: "paid";
  /** What was charged. Compare it with what was asked; a provider can be wrong. */
  readonly amountFen: number;
  /** The provider's own number. */
  readonly transactionId: string;
  readonly paidAt: number;
  /** Absent where the provider tells of refunds one by one only. */
  readonly refunds?: readonly RefundState[];
}

export type PaymentState =
  /** The provider has never heard of it, or not yet: a `create` may be under way. */
  | { readonly status: "not_found" }
  | { readonly status: "pending"; readonly amountFen: number }
  /** Nobody can pay it any more. */
  | { readonly status: "closed"; readonly amountFen: number }
  | Paid;

export interface Refund {
  readonly paymentId: string;
  /** The same at every attempt: a new one is a new refund. */
  readonly refundId: string;
  readonly amountFen: number;
  /** What was charged for the payment in all. */
  readonly totalFen: number;
  readonly reason: string;
  readonly signal: AbortSignal;
}

export interface NotifyRequest {
  readonly headers: Headers;
  /** The very bytes that were signed. */
  readonly body: string;
}

/**
 * What the provider tells, verified to be its word. Deliveries repeat, come late, in any order, or
 * never: act on the payment's own state, and ask with `query` where it matters.
 */
export type Notification =
  | {
    readonly type: "paid";
    readonly notifyId: string;
    readonly paymentId: string;
    readonly transactionId: string;
    readonly amountFen: number;
    readonly paidAt: number;
  }
  | {
    /** Where a refund `failed`, the money is still the merchant's; a new refund may be tried. */
    readonly type: "refunded" | "refund_failed";
    readonly notifyId: string;
    readonly paymentId: string;
    readonly refundId: string;
    readonly amountFen: number;
    readonly refundedAt: number;
  }
  /** Genuine, and nothing follows from it: acknowledge it, or it comes again for days. */
  | { readonly type: "other"; readonly notifyId: string; readonly paymentId: string };

/** One line of a provider's bill of a day. */
export interface BillLine {
  readonly kind: "payment" | "refund";
  readonly paymentId: string;
  /** Of a refund. */
  readonly refundId?: string;
  readonly transactionId: string;
  readonly amountFen: number;
  readonly at: number;
  /** As it stood when the bill was made. */
  readonly status: "succeeded" | "processing" | "failed";
}

export interface PaymentGateway {
  /** The last part of the path its notifications are sent to. */
  readonly provider: string;
  /** So long after its creation a payment cannot be closed. A hold must last longer. */
  readonly closableAfterMs: number;
  /** @throws {PaymentError} `conflict`, `already_paid`, `closed`, `rejected`, or a transient one */
  create(payment: NewPayment): Promise<PayPage>;
  query(asked: { paymentId: string; signal: AbortSignal }): Promise<PaymentState>;
  /**
   * After `closed` nobody can pay it any more. A payment that does not exist is answered `closed`:
   * let a `create` that is under way end first.
   * @throws {PaymentError} `too_early`, or another transient one
   */
  close(asked: { paymentId: string; signal: AbortSignal }): Promise<{ status: "closed" } | Paid>;
  /**
   * `accepted` is a promise; `succeeded` and `failed` come by notification or `queryRefund`.
   * @throws {PaymentError} `not_paid`, `exceeds_paid`, `too_many_refunds`, `conflict`, …
   */
  refund(refund: Refund): Promise<{ status: "accepted" | "succeeded" }>;
  queryRefund(
    asked: { paymentId: string; refundId: string; signal: AbortSignal },
  ): Promise<{ status: "not_found" } | RefundState>;
  /**
   * What was paid and paid back on a day in Beijing, `2027-01-15`. Empty where nothing was.
   * @throws {PaymentError} `bill_not_ready`: bills are made in the morning after
   */
  bill(asked: { day: string; signal: AbortSignal }): Promise<readonly BillLine[]>;
  /** @throws {NotifyError} where it is not the provider's word, or not a fresh one */
  parseNotify(request: NotifyRequest): Notification;
  /** The answer after which the provider stops repeating. Any other makes it repeat. */
  acknowledge(): Response;
}

const TRANSIENT = [
  /** No answer came: what was asked may have happened. */
  "unreachable",
  "provider_failure",
  "rate_limited",
  /** The answer was not signed by the provider. */
  "untrusted_answer",
  /** Too soon after its creation to be closed. */
  "too_early",
  /** The merchant's account at the provider holds less than is to be refunded. */
  "merchant_balance",
  "bill_not_ready",
] as const;

const FINAL = [
  /** The id was used for something else. */
  "conflict",
  "already_paid",
  "closed",
  "not_found",
  "not_paid",
  /** More than is left of what was paid. */
  "exceeds_paid",
  "too_many_refunds",
  /** The provider does not take the request for another reason, which the message quotes. */
  "rejected",
] as const;

export type PaymentErrorCode = (typeof TRANSIENT)[number] | (typeof FINAL)[number];

export class PaymentError extends Error {
  override readonly name = "PaymentError";
  readonly code: PaymentErrorCode;
  readonly retryAfterMs?: number;

  constructor(
    code: PaymentErrorCode,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }

  /** Whether the same call may succeed later. */
  get transient(): boolean {
    return (TRANSIENT as readonly string[]).includes(this.code);
  }
}

export type NotifyErrorCode =
  | "unsigned"
  | "unknown_key"
  | "bad_signature"
  /** Signed too long ago, or in the future: a replay, or a clock that is wrong. */
  | "stale"
  | "malformed"
  /** Meant for another merchant. */
  | "wrong_merchant"
  /** Genuine, but of a kind that nobody here knows. */
  | "unknown_type";

export class NotifyError extends Error {
  override readonly name = "NotifyError";
  readonly code: NotifyErrorCode;

  constructor(code: NotifyErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

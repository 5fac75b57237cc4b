/** Notifications: verified to be the provider's word, decrypted, read. */
import type { KeyObject } from "node:crypto";
import type * as z from "zod";
import { type Notification, NotifyError, type NotifyRequest } from "../port.ts";
import { type Dialect, FRESH_MS } from "./dialect.ts";
import { notice, paidNotice, refundNotice } from "./messages.ts";
import { unseal, verdictOn } from "./signing.ts";

export interface NotifyReader {
  readonly dialect: Dialect;
  readonly platformKeys: ReadonlyMap<string, KeyObject>;
  readonly apiKey: Uint8Array;
  readonly merchantId: string;
  readonly now: number;
}

const EVENTS = {
  "TRANSACTION.SUCCESS": "paid",
  "REFUND.SUCCESS": "refunded",
  "REFUND.ABNORMAL": "refund_failed",
  "REFUND.CLOSED": "refund_failed",
} as const;

/** @throws {NotifyError} */
export function readNotify(
  { headers, body }: NotifyRequest,
  { dialect, platformKeys, apiKey, merchantId, now }: NotifyReader,
): Notification {
  const expectOurs = (told: string): void => {
    if (told === merchantId) return;
    throw new NotifyError("wrong_merchant", `cannot take what is meant for "${told}"`);
  };
  const verdict = verdictOn(dialect, headers, body, platformKeys);
  if (!verdict.ok) {
    throw new NotifyError(verdict.why, `cannot trust the notification: ${verdict.why}`);
  }
  const age = now - verdict.signedAt;
  if (!(Math.abs(age) <= FRESH_MS)) {
    throw new NotifyError(
      "stale",
      `cannot trust the notification: signed ${age} ms ago, expected at most ${FRESH_MS}`,
    );
  }
  const { id, create_time, event_type, resource } = parseNotice(notice, () => JSON.parse(body));
  if (!Object.hasOwn(EVENTS, event_type)) {
    throw new NotifyError("unknown_type", `cannot read a "${event_type}"`);
  }
  const type = EVENTS[event_type as keyof typeof EVENTS];
  if (type === "paid") {
    const told = parseNotice(paidNotice, () => unseal(resource, apiKey));
    expectOurs(told.mchid);
    if (told.trade_state !== "SUCCESS") {
      throw new NotifyError("unknown_type", `cannot read a payment that is ${told.trade_state}`);
    }
    return {
      type,
      notifyId: id,
      paymentId: told.out_trade_no,
      transactionId: told.transaction_id,
      amountFen: told.amount.total,
      paidAt: notifiedTime(told.success_time),
    };
  }
  const told = parseNotice(refundNotice, () => unseal(resource, apiKey));
  expectOurs(told.mchid);
  return {
    type,
    notifyId: id,
    paymentId: told.out_trade_no,
    refundId: told.out_refund_no,
    amountFen: told.amount.refund,
    refundedAt: notifiedTime(told.success_time ?? create_time),
  };
}

function parseNotice<T>(schema: z.ZodType<T>, read: () => unknown): T {
  let json: unknown;
  try {
    json = read();
  } catch (error) {
    throw new NotifyError("malformed", `cannot read the notification: ${reason(error)}`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new NotifyError(
    "malformed",
    `cannot read the notification: ${issue?.path.join(".")}: ${issue?.message}`,
  );
}

function notifiedTime(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new NotifyError("malformed", `cannot read the time "${text}"`);
  return at;
}

const reason = (cause: unknown): string => cause instanceof Error ? cause.message : String(cause);

/** What the errors of Stripe's SDK mean to us. */
import Stripe from "stripe";
import { PaymentError, type PaymentErrorCode } from "../port.ts";

const CODES: Readonly<Record<string, PaymentErrorCode>> = {
  resource_missing: "not_found",
  charge_already_refunded: "exceeds_paid",
  amount_too_large: "exceeds_paid",
  balance_insufficient: "merchant_balance",
  insufficient_funds: "merchant_balance",
  rate_limit: "rate_limited",
  lock_timeout: "provider_failure",
};

export function errorOf(cause: unknown): PaymentError {
  const { errors } = Stripe;
  const told = cause instanceof Error ? cause.message : String(cause);
  const failed = (code: PaymentErrorCode) => new PaymentError(code, `Stripe: ${told}`, { cause });
  if (cause instanceof errors.StripeIdempotencyError) return failed("conflict");
  if (cause instanceof errors.StripeRateLimitError) return failed("rate_limited");
  if (cause instanceof errors.StripeConnectionError) return failed("unreachable");
  if (!(cause instanceof errors.StripeError)) return failed("provider_failure");
  const known = CODES[cause.code ?? ""];
  if (known) return failed(known);
  return failed((cause.statusCode ?? 500) >= 500 ? "provider_failure" : "rejected");
}

/** Whether Stripe has answered from what it kept under the idempotency key. */
export const wasSaidBefore = (error: unknown): boolean =>
  error instanceof PaymentError && error.cause instanceof Stripe.errors.StripeError &&
  error.cause.headers?.["idempotent-replayed"] === "true";

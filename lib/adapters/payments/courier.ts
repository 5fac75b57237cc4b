/** Carries what actors ask of a payment provider to its gateway. */
import { type Courier, defineCourier, Undeliverable } from "../../kernel/mod.ts";
import { PaymentError, type PaymentGateway } from "./port.ts";
import { type PaymentCall, type PaymentCallResult, payments } from "./calls.ts";

/** So often before the payment is told that it failed, and asks again by itself. */
const ATTEMPTS = 10;

export function paymentsCourier(gateways: readonly PaymentGateway[]): Courier {
  const byName = new Map(gateways.map((gateway) => [gateway.provider, gateway]));
  return defineCourier(payments, async (asked: PaymentCall, { signal }) => {
    const gateway = byName.get(asked.provider);
    if (!gateway) throw new Undeliverable(`no gateway for the provider "${asked.provider}"`);
    try {
      return asked.ask === "settle"
        ? await settle(gateway, asked.paymentId, signal)
        : await refund(gateway, asked, signal);
    } catch (cause) {
      if (!(cause instanceof PaymentError) || cause.transient) throw cause;
      throw new Undeliverable(cause.message, { cause });
    }
  }, { maxAttempts: ATTEMPTS, firstPauseMs: 500, longestPauseMs: 60_000, timeoutMs: 15_000 });
}

/** Query, then close: money that has come in is never overlooked, and none comes in afterwards. */
async function settle(
  gateway: PaymentGateway,
  paymentId: string,
  signal: AbortSignal,
): Promise<PaymentCallResult> {
  const found = await gateway.query({ paymentId, signal });
  const answer = found.status === "paid" || found.status === "closed"
    ? found
    : await gateway.close({ paymentId, signal });
  if (answer.status === "closed") return { status: "closed" };
  const { transactionId, amountFen, paidAt } = answer;
  return { status: "paid", transactionId, amountFen, paidAt };
}

/** Done when the money has gone back, not when the provider has promised it. */
async function refund(
  gateway: PaymentGateway,
  { paymentId, refundId, amountFen, totalFen, reason }: PaymentCall & { ask: "refund" },
  signal: AbortSignal,
): Promise<PaymentCallResult> {
  const asked = { paymentId, refundId, amountFen, totalFen, reason, signal };
  const { status } = await gateway.refund(asked);
  if (status === "accepted") {
    const found = await gateway.queryRefund({ paymentId, refundId, signal });
    if (found.status === "failed") return { status: "refund_failed" };
    if (found.status !== "succeeded") {
      throw new Error(`${gateway.provider} has "${refundId}" as ${found.status}, not succeeded`);
    }
  }
  return { status: "refunded" };
}

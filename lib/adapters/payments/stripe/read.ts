/** What Stripe's objects say in our words. */
import type Stripe from "stripe";
import {
  type BillLine,
  type Notification,
  PaymentError,
  type PaymentState,
  type RefundState,
  type RefundStatus,
} from "../port.ts";

const idOf = (link: string | { id: string } | null | undefined): string | undefined =>
  typeof link === "string" ? link : link?.id;

/** @param session with its payment intent and that one's charge in it */
export function stateOf(session: Stripe.Checkout.Session, paymentId: string): PaymentState {
  if (session.client_reference_id !== paymentId) {
    throw new PaymentError(
      "untrusted_answer",
      `asked Stripe for "${paymentId}", got "${session.client_reference_id}"`,
    );
  }
  const amountFen = session.amount_total ?? 0;
  if (session.payment_status !== "paid") {
    return { status: session.status === "expired" ? "closed" : "pending", amountFen };
  }
  const intent = session.payment_intent;
  const transactionId = idOf(intent);
  if (!transactionId || typeof intent !== "object") {
    throw new PaymentError("provider_failure", `"${session.id}" is paid and has no intent`);
  }
  const charge = intent?.latest_charge;
  const created = typeof charge === "object" && charge ? charge.created : intent!.created;
  return { status: "paid", amountFen, transactionId, paidAt: created * 1000 };
}

const REFUND_STATUSES: Readonly<Record<string, RefundStatus>> = {
  succeeded: "succeeded",
  failed: "failed",
  canceled: "failed",
};

/** Undefined where it is not of our making: by hand, on Stripe's dashboard. */
export function refundStateOf(refund: Stripe.Refund): RefundState | undefined {
  const refundId = refund.metadata?.refund_id;
  if (!refundId) return undefined;
  const status = REFUND_STATUSES[refund.status ?? ""] ?? "accepted";
  return { refundId, amountFen: refund.amount, status };
}

/** Undefined where it should say more than it does. */
export function notificationOf(event: Stripe.Event): Notification | undefined {
  const notifyId = event.id;
  switch (event.type) {
    case "checkout.session.completed":
    case "checkout.session.async_payment_succeeded": {
      const session = event.data.object;
      const { client_reference_id: paymentId, amount_total: amountFen } = session;
      const transactionId = idOf(session.payment_intent);
      if (!paymentId) return { type: "other", notifyId, paymentId: "" };
      // Completed and unpaid is a transfer that is under way.
      if (session.payment_status !== "paid") return { type: "other", notifyId, paymentId };
      if (amountFen === null || !transactionId) return undefined;
      const paidAt = event.created * 1000;
      return { type: "paid", notifyId, paymentId, transactionId, amountFen, paidAt };
    }
    case "refund.created":
    case "refund.updated":
    case "refund.failed": {
      const refund = event.data.object;
      const paymentId = refund.metadata?.payment_id ?? "";
      const state = refundStateOf(refund);
      if (!state || state.status === "accepted") return { type: "other", notifyId, paymentId };
      return {
        type: state.status === "failed" ? "refund_failed" : "refunded",
        notifyId,
        paymentId,
        refundId: state.refundId,
        amountFen: state.amountFen,
        refundedAt: event.created * 1000,
      };
    }
    default:
      return { type: "other", notifyId, paymentId: "" };
  }
}

/**
 * Amounts are those that were charged: the account may be kept in another currency. Undefined for
 * what is no payment and no refund, such as fees and payouts.
 */
export function billLine(line: Stripe.BalanceTransaction): BillLine | undefined {
  const { source } = line;
  if (!source || typeof source === "string") return undefined;
  const at = line.created * 1000;
  if (source.object === "charge") {
    const paymentId = source.metadata?.payment_id;
    const transactionId = idOf(source.payment_intent);
    if (!paymentId || !transactionId) return undefined;
    const amountFen = source.amount;
    return { kind: "payment", paymentId, transactionId, amountFen, at, status: "succeeded" };
  }
  if (source.object !== "refund") return undefined;
  const paymentId = source.metadata?.payment_id;
  const transactionId = idOf(source.payment_intent);
  const state = refundStateOf(source);
  if (!paymentId || !transactionId || !state) return undefined;
  const status = state.status === "accepted" ? "processing" : state.status;
  const { refundId, amountFen } = state;
  return { kind: "refund", paymentId, refundId, transactionId, amountFen, at, status };
}

/**
 * One payment at one provider. It knows what should be paid and follows what the provider says,
 * in whatever order, however often and however late that comes.
 *
 * PAYMENT-1: a payment succeeds once, with exactly the amount that was asked for.
 * PAYMENT-2: what the provider said before we knew of the payment counts as soon as we do.
 * PAYMENT-3: a notice of another amount is not believed: the provider is asked. If it was really
 * paid, all of it is paid back.
 * PAYMENT-4: to settle is to query, then close; it is repeated until the provider has answered.
 * PAYMENT-5: a success after closing is told as any other; the order decides what becomes of it.
 * PAYMENT-6: all refunds together are at most what was paid; a refund is asked for once by its id.
 */
import * as z from "zod";
import { defineActor } from "../../lib/kernel/actor.ts";

/** Pause before a provider that could not be reached is asked again, milliseconds. */
const ASK_AGAIN_MS = 30_000;
/** So long after its expiry an open payment is settled even if nobody asks. */
const SETTLE_AFTER_MS = 5_000;

/** Whose payments a kind of order's are; without it they are the flash sale's. */
const of = z.enum(["vehicle_order", "insurance"]).optional();

const request = z.object({
  orderId: z.string(),
  of,
  memberId: z.string(),
  provider: z.string(),
  amountFen: z.int().min(0),
  /** Epoch milliseconds. */
  expiresAt: z.int(),
});

const success = z.object({
  transactionId: z.string(),
  amountFen: z.int().min(0),
  /** The provider's time, epoch milliseconds. */
  paidAt: z.int(),
});

const refund = z.object({
  refundId: z.string(),
  amountFen: z.int().min(1),
  reason: z.string(),
  /** Who is told when it is done: a deposit carried over is another's than it was. */
  of,
});

const state = z.object({
  status: z.enum(["none", "open", "settling", "closed", "succeeded"]),
  request: request.nullable(),
  success: success.nullable(),
  /** A success that was told before the payment was known here. */
  early: success.nullable(),
  refunds: z.map(
    z.string(),
    refund.extend({
      status: z.enum(["asked", "done", "failed"]),
      askedAt: z.int(),
      doneAt: z.int().nullable(),
    }),
  ),
});

export type PaymentState = z.infer<typeof state>;

const initial: PaymentState = {
  status: "none",
  request: null,
  success: null,
  early: null,
  refunds: new Map(),
};

/** What the provider answered when it was asked to settle. */
const settlement = z.discriminatedUnion("status", [
  z.object({ status: z.literal("closed") }),
  success.extend({ status: z.literal("paid") }),
]);

export const payment = defineActor("payment", {
  version: 2,
  live: true,
  state,
  initial,
  commands: {
    open: request,
    /** The provider says that it was paid. */
    notify: success,
    /** Find out what became of it, and make sure that nothing more does. */
    settle: z.object({}),
    settled: z.object({ result: settlement }),
    settle_failed: z.object({ reason: z.string().optional() }),
    /** Another try; the payment sends both to itself. */
    settle_again: z.object({}),
    refund_again: z.object({ refundId: z.string() }),
    refund,
    refund_all: z.object({ refundId: z.string(), reason: z.string() }),
    refunded: z.object({
      refundId: z.string(),
      result: z.object({ status: z.enum(["refunded", "refund_failed"]) }).optional(),
    }),
    refund_failed: z.object({ refundId: z.string(), reason: z.string().optional() }),
  },
  events: {
    opened: request,
    told_early: success,
    /** Another amount than was asked for; nobody believes it until the provider was asked. */
    amount_doubted: success,
    settling_begun: z.object({ provider: z.string() }),
    succeeded: success.extend({ orderId: z.string(), of }),
    /** Really paid, but not what was asked for. */
    mispaid: success.extend({ orderId: z.string(), of }),
    closed: z.object({ orderId: z.string(), of }),
    refund_asked: refund.extend({ provider: z.string(), totalFen: z.int() }),
    /** The provider took it and could not do it. */
    refund_rejected: z.object({ refundId: z.string() }),
    refund_done: z.object({
      refundId: z.string(),
      orderId: z.string(),
      memberId: z.string(),
      of,
      /** Events of before did not say. */
      amountFen: z.int().min(1).optional(),
    }),
  },
  refusals: ["unknown_payment", "opened_for_another", "not_paid", "refund_too_large"],
  decide: {
    open(payment, request, turn) {
      if (payment.request !== null) {
        if (payment.request.orderId !== request.orderId) return turn.refuse("opened_for_another");
        return turn.reply({});
      }
      turn.emit("opened", request);
      const { early } = payment;
      const { provider } = request;
      if (early?.amountFen === request.amountFen) {
        turn.emit("succeeded", { ...early, ...orderOf(request) });
      } else if (early) {
        turn.emit("amount_doubted", early).emit("settling_begun", { provider });
      } else turn.remind("settle", request.expiresAt + SETTLE_AFTER_MS, "settle", {});
      return turn.reply({});
    },
    notify(payment, success, turn) {
      if (payment.request === null) {
        if (payment.early === null) turn.emit("told_early", success);
        return turn.reply({ status: "noted" });
      }
      if (payment.success !== null) return turn.reply({ status: "known" });
      const { provider, amountFen } = payment.request;
      if (success.amountFen !== amountFen) {
        // Also while it is settled: that question may have been answered before the money came.
        turn.emit("amount_doubted", success).emit("settling_begun", { provider });
        return turn.reply({ status: "doubted" });
      }
      turn.emit("succeeded", { ...success, ...orderOf(payment.request) }).forget("settle");
      return turn.reply({ status: "succeeded" });
    },
    settle(payment, _none, turn) {
      if (payment.request === null) return turn.refuse("unknown_payment");
      const { provider } = payment.request;
      if (payment.status === "open") turn.emit("settling_begun", { provider }).forget("settle");
      return turn.reply({ status: payment.status });
    },
    settled(payment, { result }, turn) {
      if (payment.request === null) return turn.refuse("unknown_payment");
      if (payment.success !== null) return turn.reply({});
      const { provider, amountFen } = payment.request;
      const whose = orderOf(payment.request);
      if (result.status === "closed") {
        if (payment.status === "settling") turn.emit("closed", whose);
        return turn.reply({});
      }
      const { status: _, ...success } = result;
      if (success.amountFen === amountFen) {
        return turn.emit("succeeded", { ...success, ...whose }).forget("settle").reply({});
      }
      turn.emit("mispaid", { ...success, ...whose });
      turn.emit("refund_asked", {
        provider,
        refundId: `${turn.id}-mispaid`,
        amountFen: success.amountFen,
        totalFen: success.amountFen,
        reason: "another amount was paid than was asked for",
      });
      return turn.reply({});
    },
    settle_failed(payment, _reason, turn) {
      if (payment.status === "settling") {
        turn.remind("ask_again", turn.at + ASK_AGAIN_MS, "settle_again", {});
      }
      return turn.reply({});
    },
    settle_again(payment, _none, turn) {
      if (payment.status === "settling" && payment.request !== null) {
        turn.emit("settling_begun", { provider: payment.request.provider });
      }
      return turn.reply({});
    },
    refund(payment, refund, turn) {
      if (payment.request === null) return turn.refuse("unknown_payment");
      if (payment.success === null) return turn.refuse("not_paid");
      if (payment.refunds.has(refund.refundId)) return turn.reply({});
      const totalFen = payment.success.amountFen;
      const leftFen = totalFen - refundedFen(payment);
      if (refund.amountFen > leftFen) return turn.refuse("refund_too_large", { leftFen });
      const { provider } = payment.request;
      return turn.emit("refund_asked", { ...refund, provider, totalFen }).reply({});
    },
    refund_all(payment, { refundId, reason }, turn) {
      if (payment.request === null) return turn.refuse("unknown_payment");
      if (payment.success === null) return turn.refuse("not_paid");
      const totalFen = payment.success.amountFen;
      const amountFen = totalFen - refundedFen(payment);
      if (amountFen > 0) {
        const { provider } = payment.request;
        turn.emit("refund_asked", { provider, refundId, amountFen, totalFen, reason });
      }
      return turn.reply({});
    },
    refund_again(payment, { refundId }, turn) {
      const asked = payment.refunds.get(refundId);
      const { success, request } = payment;
      if (asked === undefined || asked.status === "done" || !success || !request) {
        return turn.reply({});
      }
      const { status, askedAt: _, doneAt: _done, ...refund } = asked;
      // A refund that failed stays failed under its id; one that was never answered may be done.
      const again = status === "failed" ? nextRefundId(refundId) : refundId;
      if (again === refundId || !payment.refunds.has(again)) {
        const { provider } = request;
        const totalFen = success.amountFen;
        turn.emit("refund_asked", { ...refund, refundId: again, provider, totalFen });
      }
      return turn.reply({});
    },
    refunded(payment, { refundId, result }, turn) {
      if (payment.request === null) return turn.refuse("unknown_payment");
      const asked = payment.refunds.get(refundId);
      if (asked?.status === "asked" && result?.status === "refund_failed") {
        turn.emit("refund_rejected", { refundId });
        turn.remind(`refund ${refundId}`, turn.at + ASK_AGAIN_MS, "refund_again", { refundId });
      } else if (asked?.status === "asked") {
        const { orderId, memberId } = payment.request;
        const whose = asked.of ? { of: asked.of } : {};
        const { amountFen } = asked;
        turn.emit("refund_done", { refundId, orderId, memberId, ...whose, amountFen });
      }
      return turn.reply({});
    },
    refund_failed(payment, { refundId }, turn) {
      if (payment.refunds.get(refundId)?.status === "asked") {
        turn.remind(`refund ${refundId}`, turn.at + ASK_AGAIN_MS, "refund_again", { refundId });
      }
      return turn.reply({});
    },
  },
  evolve: {
    opened: (payment, request) => {
      payment.status = "open";
      payment.request = request;
    },
    told_early: (payment, success) => void (payment.early = success),
    amount_doubted: () => {},
    settling_begun: (payment) => void (payment.status = "settling"),
    succeeded(payment, { orderId: _, of: _of, ...success }) {
      payment.status = "succeeded";
      payment.success = success;
    },
    mispaid(payment, { orderId: _, of: _of, ...success }) {
      payment.status = "closed";
      payment.success = success;
    },
    closed: (payment) => void (payment.status = "closed"),
    refund_asked(payment, { totalFen: _total, provider: _provider, ...refund }, { at }) {
      // Asked again under its id, it is still the one of then.
      const askedAt = payment.refunds.get(refund.refundId)?.askedAt ?? at;
      const kept = { ...refund, status: "asked" as const, askedAt, doneAt: null };
      payment.refunds.set(refund.refundId, kept);
    },
    refund_rejected: (payment, { refundId }) => {
      payment.refunds.get(refundId)!.status = "failed";
    },
    refund_done(payment, { refundId }, { at }) {
      const refund = payment.refunds.get(refundId)!;
      refund.status = "done";
      refund.doneAt = at;
    },
  },
  invariant: (payment) =>
    refundedFen(payment) <= (payment.success?.amountFen ?? 0) || "more is paid back than was paid",
});

/** What has gone back, or is about to; not what the provider would not pay back. */
export function refundedFen({ refunds }: Pick<PaymentState, "refunds">): number {
  let sum = 0;
  for (const { amountFen, status } of refunds.values()) if (status !== "failed") sum += amountFen;
  return sum;
}

const orderOf = ({ orderId, of }: z.infer<typeof request>) => ({ orderId, ...(of ? { of } : {}) });

/** `r` is followed by `r_2`, that by `r_3`. */
function nextRefundId(refundId: string): string {
  const [, base, tries] = /^(.*?)(?:_(\d+))?$/.exec(refundId)!;
  return `${base}_${Number(tries ?? 1) + 1}`;
}

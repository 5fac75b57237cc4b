/**
 * A payment at the embedded provider: what may become of it. Pure; `ledger.ts` keeps it. The rules
 * are those of the providers it stands for.
 */
import { DAY_MS } from "../../../time/day.ts";
import { MOST_REFUNDS } from "../port.ts";
import type { Behaviour } from "./behaviour.ts";

export interface TradeFacts {
  readonly no: string;
  readonly subject: string;
  readonly totalFen: number;
  readonly expiresAt: number;
  readonly notifyUrl: string;
  readonly returnUrl: string;
}

export interface TradeRefund {
  readonly no: string;
  /** The provider's own number. */
  readonly id: string;
  readonly amountFen: number;
  readonly reason: string;
  readonly notifyUrl: string;
  readonly at: number;
  /** Until then it is only accepted. */
  readonly settlesAt: number;
  /** Whether the payer's bank will refuse it. */
  readonly fails: boolean;
}

export type TradeStatus =
  | { readonly status: "pending" }
  | { readonly status: "closed"; readonly closedAt: number }
  | {
    readonly status: "paid";
    readonly transactionId: string;
    readonly paidFen: number;
    readonly paidAt: number;
    readonly refunds: readonly TradeRefund[];
  };

export type Trade = TradeFacts & TradeStatus & {
  readonly createdAt: number;
  /** Chosen for this payment; the provider's default without. */
  readonly behaviour?: Behaviour;
};

export type PaidTrade = Trade & { readonly status: "paid" };

/** What the provider answers where it does not do as asked, in order of precedence. */
export type TradeRefusal =
  | "ORDER_NOT_EXIST"
  | "OUT_TRADE_NO_USED"
  | "ORDERPAID"
  | "ORDER_CLOSED"
  | "ORDER_EXPIRED"
  | "ORDER_TOO_YOUNG"
  | "ORDER_NOT_PAID"
  | "OUT_REFUND_NO_USED"
  | "TOTAL_MISMATCH"
  | "REFUND_TOO_MANY"
  | "REFUND_EXCEEDS_PAID"
  | "REFUND_WINDOW_OVER";

export type Decision<T> =
  | { readonly ok: true; readonly trade: T; readonly changed: boolean }
  | { readonly ok: false; readonly refusal: TradeRefusal };

/** Providers refund for so long. */
export const REFUND_WINDOW_MS = 365 * DAY_MS;

const done = <T>(trade: T): Decision<T> => ({ ok: true, trade, changed: true });
const unchanged = <T>(trade: T): Decision<T> => ({ ok: true, trade, changed: false });
const refuse = (refusal: TradeRefusal): Decision<never> => ({ ok: false, refusal });

/**
 * The payment as it is now. Who has seen it expired must find it closed ever after, also by a clock
 * that is behind: so whoever gets another trade back than he gave keeps it.
 */
export function expired(trade: Trade, now: number): Trade {
  if (trade.status !== "pending" || now < trade.expiresAt) return trade;
  return { ...trade, status: "closed", closedAt: trade.expiresAt };
}

/** A repeat with the same facts gets the same payment, as long as it can be paid. */
export function create(
  existing: Trade | undefined,
  facts: TradeFacts,
  now: number,
): Decision<Trade> {
  if (!existing) {
    if (now >= facts.expiresAt) return refuse("ORDER_EXPIRED");
    return done({ ...facts, status: "pending", createdAt: now });
  }
  // Not by where to tell and to return: the merchant's address may have changed with a restart.
  const same = existing.subject === facts.subject && existing.totalFen === facts.totalFen &&
    existing.expiresAt === facts.expiresAt;
  if (!same) return refuse("OUT_TRADE_NO_USED");
  if (existing.status === "paid") return refuse("ORDERPAID");
  if (existing.status === "closed") return refuse("ORDER_CLOSED");
  return unchanged(existing);
}

export function pay(
  trade: Trade | undefined,
  by: { transactionId: string; behaviour: Behaviour },
  now: number,
): Decision<PaidTrade> {
  if (!trade) return refuse("ORDER_NOT_EXIST");
  if (trade.status === "paid") return refuse("ORDERPAID");
  if (trade.status === "closed") return refuse("ORDER_CLOSED");
  const { transactionId, behaviour } = by;
  const paidFen = behaviour.kind === "wrong_amount" ? behaviour.amountFen : trade.totalFen;
  return done({
    ...trade,
    status: "paid",
    transactionId,
    paidFen,
    paidAt: now,
    refunds: [],
    behaviour,
  });
}

export function close(
  trade: Trade | undefined,
  closableAfterMs: number,
  now: number,
): Decision<Trade> {
  if (!trade) return refuse("ORDER_NOT_EXIST");
  if (trade.status === "paid") return refuse("ORDERPAID");
  if (trade.status === "closed") return unchanged(trade);
  if (now < trade.createdAt + closableAfterMs) return refuse("ORDER_TOO_YOUNG");
  return done({ ...trade, status: "closed", closedAt: now });
}

export type RefundStanding = "PROCESSING" | "SUCCESS" | "ABNORMAL";

export function standing(refund: TradeRefund, now: number): RefundStanding {
  if (now < refund.settlesAt) return "PROCESSING";
  return refund.fails ? "ABNORMAL" : "SUCCESS";
}

/** What is left to be refunded: a refund counts until it has failed. */
export const refundableFen = ({ paidFen, refunds }: PaidTrade, now: number): number =>
  refunds.reduce(
    (left, refund) => standing(refund, now) === "ABNORMAL" ? left : left - refund.amountFen,
    paidFen,
  );

export function refund(
  trade: Trade | undefined,
  asked: TradeRefund & { readonly totalFen: number },
  now: number,
): Decision<PaidTrade> {
  const { totalFen, ...wanted } = asked;
  if (!trade) return refuse("ORDER_NOT_EXIST");
  if (trade.status !== "paid") return refuse("ORDER_NOT_PAID");
  if (totalFen !== trade.paidFen) return refuse("TOTAL_MISMATCH");
  const before = trade.refunds.find(({ no }) => no === wanted.no);
  if (before) {
    return before.amountFen === wanted.amountFen ? unchanged(trade) : refuse("OUT_REFUND_NO_USED");
  }
  if (now > trade.paidAt + REFUND_WINDOW_MS) return refuse("REFUND_WINDOW_OVER");
  if (trade.refunds.length >= MOST_REFUNDS) return refuse("REFUND_TOO_MANY");
  if (wanted.amountFen > refundableFen(trade, now)) return refuse("REFUND_EXCEEDS_PAID");
  return done({ ...trade, refunds: [...trade.refunds, wanted] });
}

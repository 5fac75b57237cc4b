/** What the embedded provider says of a payment or refund, in answers and in notifications. */
import type { Random } from "../../../kernel/clock.ts";
import type { Dialect } from "../v3/dialect.ts";
import type { RefundMessage, TradeMessage } from "../v3/messages.ts";
import { seal, signedHeaders } from "../v3/signing.ts";
import type { Notice } from "./deliveries.ts";
import type { SandboxKeys } from "./keys.ts";
import type { Delivery } from "./ledger.ts";
import { standing, type Trade, type TradeRefund } from "./trade.ts";

const STATES = { pending: "NOTPAY", closed: "CLOSED", paid: "SUCCESS" } as const;

export function tradeMessage(trade: Trade, dialect: Dialect, now: number): TradeMessage {
  const { no, totalFen, status } = trade;
  const facts = { out_trade_no: no, trade_state: STATES[status] };
  if (trade.status !== "paid") return { ...facts, amount: { total: totalFen } };
  const { transactionId, paidFen, paidAt, refunds } = trade;
  return {
    ...facts,
    ...(refunds.length > 0 ? { trade_state: "REFUND" } : {}),
    amount: { total: paidFen },
    transaction_id: transactionId,
    success_time: dialect.timeText(paidAt),
    refunds: refunds.map((refund) => refundMessage(trade, refund, dialect, now)),
  };
}

export const refundMessage = (
  trade: Trade,
  refund: TradeRefund,
  dialect: Dialect,
  now: number,
): RefundMessage & { success_time?: string } => {
  const status = standing(refund, now);
  return {
    out_trade_no: trade.no,
    out_refund_no: refund.no,
    refund_id: refund.id,
    status,
    amount: { refund: refund.amountFen },
    ...(status === "SUCCESS" ? { success_time: dialect.timeText(refund.settlesAt) } : {}),
  };
};

export interface Teller {
  readonly dialect: Dialect;
  readonly merchantId: string;
  readonly keys: SandboxKeys;
  readonly now: () => number;
  readonly random: Random;
}

export function signedNotice(trade: Trade, delivery: Delivery, teller: Teller): Notice | undefined {
  const { dialect, keys, now, random } = teller;
  const told = noticeOf(trade, delivery, teller);
  if (!told) return undefined;
  const { serial, privateKey: key } = keys.platform;
  const signed = signedHeaders(dialect, told.body, { serial, key }, { now: now(), random });
  return { ...told, headers: { "content-type": "application/json", ...signed } };
}

/** Where a notification goes and its body. Undefined where there is nothing to be told of. */
function noticeOf(
  trade: Trade,
  delivery: Delivery,
  { dialect, merchantId, keys, random }: Teller,
): { url: string; body: string } | undefined {
  if (trade.status !== "paid") return undefined;
  const refund = trade.refunds.find(({ no }) => no === delivery.refundNo);
  if (delivery.refundNo !== undefined && !refund) return undefined;
  const kind = refund ? "refund" : "transaction";
  const plain = refund
    ? refundFacts(trade, refund, dialect, delivery.at)
    : tradeMessage({ ...trade, refunds: [] }, dialect, delivery.at);
  const event = !refund
    ? "TRANSACTION.SUCCESS"
    : refund.fails
    ? "REFUND.ABNORMAL"
    : "REFUND.SUCCESS";
  const body = JSON.stringify({
    id: delivery.notifyId,
    create_time: dialect.timeText(delivery.at),
    event_type: event,
    resource_type: "encrypt-resource",
    resource: seal({ mchid: merchantId, ...plain }, kind, keys.apiKey, random),
  });
  return { url: refund?.notifyUrl ?? trade.notifyUrl, body };
}

function refundFacts(trade: Trade, refund: TradeRefund, dialect: Dialect, at: number) {
  const { status, ...facts } = refundMessage(
    trade,
    refund,
    dialect,
    Math.max(at, refund.settlesAt),
  );
  return { ...facts, refund_status: status };
}

/** What the provider's answers say, in the platform's terms. */
import type * as z from "zod";
import { PaymentError, type PaymentState, type RefundState } from "../port.ts";
import type { TradeMessage } from "./messages.ts";

const REFUND_STATUS = {
  PROCESSING: "accepted",
  SUCCESS: "succeeded",
  ABNORMAL: "failed",
  CLOSED: "failed",
} as const;

export function stateOf(trade: TradeMessage): PaymentState {
  const { trade_state, amount: { total: amountFen } } = trade;
  switch (trade_state) {
    case "NOTPAY":
    case "USERPAYING":
    // The payer may try again until it is closed.
    case "PAYERROR":
      return { status: "pending", amountFen };
    case "CLOSED":
    case "REVOKED":
      return { status: "closed", amountFen };
    case "SUCCESS":
    case "REFUND": {
      const { transaction_id, success_time = "", refunds } = trade;
      if (!transaction_id || Number.isNaN(Date.parse(success_time))) {
        throw malformed("a paid transaction without its number or time");
      }
      return {
        status: "paid",
        amountFen,
        transactionId: transaction_id,
        paidAt: Date.parse(success_time),
        ...(refunds ? { refunds: refunds.map(refundState) } : {}),
      };
    }
    default:
      return trade_state satisfies never;
  }
}

export const refundState = (
  { out_refund_no, amount, status }: {
    out_refund_no: string;
    amount: { refund: number };
    status: keyof typeof REFUND_STATUS;
  },
): RefundState => ({
  refundId: out_refund_no,
  amountFen: amount.refund,
  status: REFUND_STATUS[status],
});

const malformed = (what: string) => new PaymentError("provider_failure", `cannot read ${what}`);

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("an answer that is not JSON");
  }
}

export function parse<T>(schema: z.ZodType<T>, json: unknown): T {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw malformed(`the answer: ${issue?.path.join(".")}: ${issue?.message}`);
}

/** An answer about something else is none. */
export function expect(got: string, asked: string): void {
  if (got !== asked) throw malformed(`an answer about "${got}", expected one about "${asked}"`);
}

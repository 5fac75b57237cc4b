/** What actors ask of a payment provider, carried by a courier. */
import { definePort } from "../../kernel/mod.ts";

export type PaymentCall =
  /** Find out what became of a payment; if nothing was paid, close it. */
  | { readonly ask: "settle"; readonly provider: string; readonly paymentId: string }
  /** Pay back; asked again with the same id, it is still one refund. */
  | {
    readonly ask: "refund";
    readonly provider: string;
    readonly paymentId: string;
    readonly refundId: string;
    readonly amountFen: number;
    /** What was paid in all. */
    readonly totalFen: number;
    readonly reason: string;
  };

export type PaymentCallResult =
  | { readonly status: "closed" }
  | {
    readonly status: "paid";
    readonly transactionId: string;
    readonly amountFen: number;
    /** Epoch milliseconds. */
    readonly paidAt: number;
  }
  | { readonly status: "refunded" }
  /** The money is still here, and stays: this refund is over, another may be asked for. */
  | { readonly status: "refund_failed" };

export const payments = definePort<PaymentCall, PaymentCallResult>("payments");

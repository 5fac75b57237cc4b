/** What the provider's error codes mean to us. */
import { PaymentError, type PaymentErrorCode } from "../port.ts";

/** Documents and servers differ in where they put underscores, so they are left out. */
const CODES: Readonly<Record<string, PaymentErrorCode>> = {
  ORDERNOTEXIST: "not_found",
  NOSTATEMENTEXIST: "not_found",
  RESOURCENOTEXISTS: "not_found",
  ORDERPAID: "already_paid",
  ORDERCLOSED: "closed",
  OUTTRADENOUSED: "conflict",
  FREQUENCYLIMITED: "rate_limited",
  FREQUENCYLIMIT: "rate_limited",
  RATELIMITEXCEEDED: "rate_limited",
  SYSTEMERROR: "provider_failure",
  BANKERROR: "provider_failure",
  STATEMENTCREATING: "bill_not_ready",
  NOTENOUGH: "merchant_balance",
  // The embedded provider's own; WeChat Pay says PARAM_ERROR or INVALID_REQUEST in words.
  ORDERTOOYOUNG: "too_early",
  ORDERNOTPAID: "not_paid",
  OUTREFUNDNOUSED: "conflict",
  TOTALMISMATCH: "conflict",
  REFUNDTOOMANY: "too_many_refunds",
  REFUNDEXCEEDSPAID: "exceeds_paid",
};

export const errorOf = (code: string, message: string): PaymentError =>
  new PaymentError(CODES[code.replaceAll("_", "")] ?? "rejected", message);

/** What Alipay's error codes mean to us. */
import { PaymentError, type PaymentErrorCode } from "../port.ts";

const CODES: Readonly<Record<string, PaymentErrorCode>> = {
  "ACQ.TRADE_NOT_EXIST": "not_found",
  "ACQ.TRADE_HAS_SUCCESS": "already_paid",
  "ACQ.TRADE_HAS_CLOSE": "closed",
  "ACQ.TRADE_HAS_FINISHED": "rejected",
  "ACQ.CONTEXT_INCONSISTENT": "conflict",
  "ACQ.DISCORDANT_REPEAT_REQUEST": "conflict",
  "ACQ.REASON_TRADE_STATUS_INVALID": "not_paid",
  "ACQ.TRADE_STATUS_ERROR": "not_paid",
  "ACQ.TRADE_NOT_ALLOW_REFUND": "rejected",
  "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL": "exceeds_paid",
  "ACQ.REASON_TRADE_REFUND_FEE_ERR": "exceeds_paid",
  "ACQ.SELLER_BALANCE_NOT_ENOUGH": "merchant_balance",
  "ACQ.SYSTEM_ERROR": "provider_failure",
  "AQC.SYSTEM_ERROR": "provider_failure",
  "isp.unknow-error": "provider_failure",
  "isv.bill-not-exist": "not_found",
  "isp.bill_not_exist": "not_found",
  "isv.invalid-arguments": "bill_not_ready",
};

/** By the code of the gateway in front, where there is no code of business. */
const GATEWAY_CODES: Readonly<Record<string, PaymentErrorCode>> = {
  "20000": "provider_failure",
  "40005": "rate_limited",
};

export const errorOf = (
  { code, sub_code = "" }: { code: string; sub_code?: string | undefined },
  message: string,
): PaymentError => new PaymentError(CODES[sub_code] ?? GATEWAY_CODES[code] ?? "rejected", message);

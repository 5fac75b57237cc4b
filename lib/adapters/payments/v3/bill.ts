/** The trade bill of the v3 format: text with a grave before each value, amounts in yuan. */
import { fenOf, readBeijingTime, readTable } from "../bill.ts";
import type { BillLine } from "../port.ts";

export const MARK = "`";

export const COLUMNS = {
  at: "交易时间",
  transaction: "微信订单号",
  payment: "商户订单号",
  state: "交易状态",
  refund: "商户退款单号",
  refundState: "退款状态",
  total: "订单金额",
  refunded: "申请退款金额",
} as const;

/** The heading of the sums, which follow the lines. */
const SUMS = "总交易单数";
const REFUND_STATES: Readonly<Record<string, BillLine["status"]>> = {
  SUCCESS: "succeeded",
  PROCESSING: "processing",
};

/** @throws {PaymentError} `provider_failure` where it is no bill */
export function readV3Bill(text: string): BillLine[] {
  const lines = text.split(/\r?\n/).filter(Boolean);
  const end = lines.findIndex((line) => line.startsWith(SUMS));
  const rows = readTable(lines.slice(0, end === -1 ? undefined : end), {
    mark: MARK,
    needs: Object.values(COLUMNS),
  });
  return rows.map((cell) => {
    const line = {
      paymentId: cell(COLUMNS.payment),
      transactionId: cell(COLUMNS.transaction),
      at: readBeijingTime(cell(COLUMNS.at)),
    };
    return cell(COLUMNS.state) === "REFUND"
      ? {
        ...line,
        kind: "refund",
        refundId: cell(COLUMNS.refund),
        amountFen: fenOf(cell(COLUMNS.refunded)),
        status: REFUND_STATES[cell(COLUMNS.refundState)] ?? "failed",
      }
      : { ...line, kind: "payment", amountFen: fenOf(cell(COLUMNS.total)), status: "succeeded" };
  });
}

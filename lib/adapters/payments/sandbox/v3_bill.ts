/** Writes a day's bill as WeChat Pay writes it. */
import { beijingTime } from "../../../time/beijing.ts";
import { yuanOf } from "../bill.ts";
import { COLUMNS, MARK } from "../v3/bill.ts";
import type { Booked } from "./till.ts";
import { standing } from "./trade.ts";

const HEADING = [
  COLUMNS.at,
  "公众账号ID",
  "商户号",
  COLUMNS.transaction,
  COLUMNS.payment,
  COLUMNS.state,
  "货币种类",
  "微信退款单号",
  COLUMNS.refund,
  COLUMNS.refundState,
  "商品名称",
  COLUMNS.total,
  COLUMNS.refunded,
];
const SUMS = ["总交易单数", "退款总金额", "订单总金额", "申请退款总金额"];

/** A snapshot: a refund stands as it stood when the bill was made. */
export function writeV3Bill(
  booked: readonly Booked[],
  { merchantId, appId, madeAt }: { merchantId: string; appId: string; madeAt: number },
): string {
  const row = (cells: readonly string[]) => cells.map((cell) => MARK + cell).join(",");
  const lines = booked.map(({ trade, refund, at }) =>
    row([
      beijingTime(at),
      appId,
      merchantId,
      trade.transactionId,
      trade.no,
      refund ? "REFUND" : "SUCCESS",
      "CNY",
      refund?.id ?? "0",
      refund?.no ?? "0",
      refund ? standing(refund, madeAt) : "",
      trade.subject.replaceAll(",", "，"),
      yuanOf(refund ? 0 : trade.paidFen),
      yuanOf(refund?.amountFen ?? 0),
    ])
  );
  const paidFen = sum(booked.map(({ trade, refund }) => refund ? 0 : trade.paidFen));
  const backFen = sum(booked.map(({ refund }) => refund?.amountFen ?? 0));
  const sums = row([`${booked.length}`, yuanOf(backFen), yuanOf(paidFen), yuanOf(backFen)]);
  return [HEADING.join(","), ...lines, SUMS.join(","), sums, ""].join("\r\n");
}

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0);

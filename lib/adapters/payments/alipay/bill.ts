/** Alipay's trade bill: a ZIP of two tables in GB 18030, of which the one of single trades counts. */
import { fenOf, readBeijingTime, readTable } from "../bill.ts";
import { type BillLine, PaymentError } from "../port.ts";
import { readZip } from "./zip.ts";

export const COLUMNS = {
  transaction: "支付宝交易号",
  payment: "商户订单号",
  kind: "业务类型",
  at: "完成时间",
  amount: "订单金额（元）",
  refund: "退款批次号/请求号",
} as const;

/** The summary's name holds this as well, with another word behind it. */
const DETAILS = /业务明细\.csv$/;
const REFUND = "退款";

/** @throws {PaymentError} `provider_failure` where it is no bill */
export async function readAlipayBill(file: Uint8Array): Promise<BillLine[]> {
  const text = new TextDecoder("gb18030");
  const entries = await readZip(file, text).catch((cause) => {
    throw new PaymentError("provider_failure", "cannot read the bill: expected a ZIP", { cause });
  });
  const details = entries.find(({ name }) => DETAILS.test(name));
  if (!details) {
    const names = entries.map(({ name }) => name).join(", ");
    throw new PaymentError("provider_failure", `cannot find the trades in the bill: got ${names}`);
  }
  // Comments above and below the table begin with a number sign.
  const lines = text.decode(details.bytes).split(/\r?\n/).filter((line) => /^[^#]/.test(line));
  return readTable(lines, { needs: Object.values(COLUMNS) }).map((cell) => {
    const amountFen = Math.abs(fenOf(cell(COLUMNS.amount)));
    const line = {
      paymentId: cell(COLUMNS.payment),
      transactionId: cell(COLUMNS.transaction),
      amountFen,
      at: readBeijingTime(cell(COLUMNS.at)),
      status: "succeeded",
    } as const;
    return cell(COLUMNS.kind).includes(REFUND)
      ? { ...line, kind: "refund", refundId: cell(COLUMNS.refund) }
      : { ...line, kind: "payment" };
  });
}

/** What Alipay answers and tells, parsed where it arrives. Amounts are in yuan, times in Beijing's. */
import * as z from "zod";

/** Every answer of business; `sub_code` says why not. */
export const answer = z.looseObject({
  code: z.string(),
  msg: z.string().optional(),
  sub_code: z.string().optional(),
  sub_msg: z.string().optional(),
});

export const precreated = z.object({ out_trade_no: z.string(), qr_code: z.url() });

export const trade = z.object({
  out_trade_no: z.string(),
  trade_no: z.string(),
  trade_status: z.enum(["WAIT_BUYER_PAY", "TRADE_CLOSED", "TRADE_SUCCESS", "TRADE_FINISHED"]),
  total_amount: z.string(),
  send_pay_date: z.string().optional(),
});

export const refund = z.object({ out_trade_no: z.string(), fund_change: z.string().optional() });

/** Empty but for the code where there is no such refund. */
export const foundRefund = z.object({
  out_request_no: z.string().optional(),
  refund_amount: z.string().optional(),
  refund_status: z.string().optional(),
});

export const bill = z.object({ bill_download_url: z.url() });

export const notice = z.object({
  notify_id: z.string().min(1),
  app_id: z.string(),
  seller_id: z.string(),
  out_trade_no: z.string(),
  trade_no: z.string(),
  trade_status: z.string(),
  total_amount: z.string(),
  gmt_payment: z.string().optional(),
  /** Of a refund. */
  out_biz_no: z.string().optional(),
  gmt_refund: z.string().optional(),
});
export type Notice = z.infer<typeof notice>;

/** What goes over the wire, parsed where it arrives. */
import * as z from "zod";

const fen = z.int().min(0);

export const createBody = z.object({
  mchid: z.string(),
  appid: z.string(),
  description: z.string().min(1).max(127),
  out_trade_no: z.string(),
  time_expire: z.iso.datetime({ offset: true }),
  notify_url: z.string(),
  /** The embedded provider's own page goes back there. */
  return_url: z.string().optional(),
  amount: z.object({ total: fen.min(1), currency: z.literal("CNY") }),
});

/** Where the payer's phone is, and what the page is shown in: the provider compares the address. */
export const phoneBody = createBody.extend({
  scene_info: z.object({
    payer_client_ip: z.string().min(1).max(45),
    h5_info: z.object({ type: z.enum(["Wap", "iOS", "Android"]) }),
  }),
});

export const created = z.object({ code_url: z.string() });
export const createdOnPhone = z.object({ h5_url: z.url({ protocol: /^https$/ }) });

const refundStatus = z.enum(["PROCESSING", "SUCCESS", "ABNORMAL", "CLOSED"]);

const refundFacts = z.object({
  out_refund_no: z.string(),
  status: refundStatus,
  amount: z.object({ refund: fen }),
});

export const trade = z.object({
  out_trade_no: z.string(),
  trade_state: z.enum([
    "NOTPAY",
    "USERPAYING",
    "PAYERROR",
    "SUCCESS",
    "REFUND",
    "CLOSED",
    "REVOKED",
  ]),
  amount: z.object({ total: fen }),
  transaction_id: z.string().optional(),
  success_time: z.string().optional(),
  /** Only the embedded provider tells. */
  refunds: z.array(refundFacts).optional(),
});

export const closeBody = z.object({ mchid: z.string() });

export const refundBody = z.object({
  out_trade_no: z.string(),
  out_refund_no: z.string(),
  reason: z.string().max(80).optional(),
  notify_url: z.string().optional(),
  amount: z.object({ refund: fen.min(1), total: fen.min(1), currency: z.literal("CNY") }),
});

export const refund = refundFacts.extend({
  out_trade_no: z.string(),
  refund_id: z.string(),
});

export const billPlace = z.object({
  hash_type: z.literal("SHA1"),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.url(),
});

export const errorBody = z.object({ code: z.string(), message: z.string() });

export const notice = z.object({
  id: z.string().min(1),
  create_time: z.string(),
  event_type: z.string(),
  resource_type: z.literal("encrypt-resource"),
  resource: z.object({
    original_type: z.string().default(""),
    algorithm: z.string(),
    ciphertext: z.string(),
    associated_data: z.string().default(""),
    nonce: z.string(),
  }),
});

export const paidNotice = z.object({
  mchid: z.string(),
  out_trade_no: z.string(),
  transaction_id: z.string(),
  trade_state: z.string(),
  success_time: z.string(),
  amount: z.object({ total: fen }),
});

export const refundNotice = z.object({
  mchid: z.string(),
  out_trade_no: z.string(),
  out_refund_no: z.string(),
  refund_status: refundStatus,
  success_time: z.string().optional(),
  amount: z.object({ refund: fen }),
});

export type CreateBody = z.infer<typeof createBody>;
export type RefundBody = z.infer<typeof refundBody>;
export type TradeMessage = z.infer<typeof trade>;
export type RefundMessage = z.infer<typeof refund>;

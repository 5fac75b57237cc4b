/**
 * Alipay as a merchant sees it: the gateway's form requests under RSA2, signed answers, signed
 * notifications, a zipped bill. For tests; it shares no code with the adapter or the SDK.
 */
import { Buffer } from "node:buffer";
import { createSign, createVerify, generateKeyPairSync, type KeyObject } from "node:crypto";
import { beijingTime } from "../../../time/beijing.ts";
import { boundsOf, fenOf, yuanOf } from "../bill.ts";
import type { Behaviour } from "../sandbox/behaviour.ts";
import type { Notice } from "../sandbox/deliveries.ts";
import type { Delivery } from "../sandbox/ledger.ts";
import { Refused, type Till } from "../sandbox/till.ts";
import type { Trade, TradeRefusal } from "../sandbox/trade.ts";
import { writeAlipayBill } from "./peer_bill.ts";

export interface AlipayKeys {
  readonly app: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  readonly alipay: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
}

export const drawAlipayKeys = (): AlipayKeys => ({
  app: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  alipay: generateKeyPairSync("rsa", { modulusLength: 2048 }),
});

export const APP_ID = "2021000000000001";
export const SELLER_ID = "2088000000000001";
const BILL_READY_MS = 9 * 3_600_000;
const BILL_PATH = "/downloadbill.htm";

type Parameters = Readonly<Record<string, string>>;
type Business = Record<string, unknown>;

const SUB_CODES: Record<TradeRefusal, string> = {
  ORDER_NOT_EXIST: "ACQ.TRADE_NOT_EXIST",
  OUT_TRADE_NO_USED: "ACQ.CONTEXT_INCONSISTENT",
  ORDERPAID: "ACQ.TRADE_HAS_SUCCESS",
  ORDER_CLOSED: "ACQ.TRADE_HAS_CLOSE",
  ORDER_EXPIRED: "ACQ.INVALID_PARAMETER",
  ORDER_TOO_YOUNG: "ACQ.TRADE_STATUS_ERROR",
  ORDER_NOT_PAID: "ACQ.TRADE_STATUS_ERROR",
  OUT_REFUND_NO_USED: "ACQ.DISCORDANT_REPEAT_REQUEST",
  TOTAL_MISMATCH: "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
  REFUND_TOO_MANY: "ACQ.TRADE_NOT_ALLOW_REFUND",
  REFUND_EXCEEDS_PAID: "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL",
  REFUND_WINDOW_OVER: "ACQ.TRADE_HAS_FINISHED",
};

class SubCode extends Error {}

export class AlipayPeer {
  readonly #till: Till;
  readonly #keys: AlipayKeys;
  readonly #now: () => number;
  /** A payer has scanned the code: only now the trade exists. */
  readonly #opened = new Set<string>();

  constructor(till: Till, keys: AlipayKeys, now: () => number) {
    this.#till = till;
    this.#keys = keys;
    this.#now = now;
  }

  readonly handle = async (request: Request): Promise<Response> => {
    const { pathname, searchParams, origin } = new URL(request.url);
    if (pathname === BILL_PATH) return await this.#billFile(searchParams.get("day")!);
    const asked: Parameters = Object.fromEntries(new URLSearchParams(await request.text()));
    const name = `${asked.method?.replaceAll(".", "_")}_response`;
    const answer = JSON.stringify(await this.#answer(asked, origin));
    const sign = this.#sign(answer);
    return new Response(`{"${name}":${answer},"sign":"${sign}"}`, {
      headers: { "content-type": "text/html;charset=utf-8" },
    });
  };

  async open(no: string): Promise<void> {
    if (await this.#till.look(no)) this.#opened.add(no);
  }

  async pay(no: string, behaviour?: Behaviour): Promise<boolean> {
    await this.open(no);
    return await this.#till.pay(no, behaviour) === "paid";
  }

  notice(trade: Trade, delivery: Delivery): Notice | undefined {
    if (trade.status !== "paid") return undefined;
    const refund = trade.refunds.find(({ no }) => no === delivery.refundNo);
    const backFen = trade.refunds.reduce((sum, { amountFen }) => sum + amountFen, 0);
    const told: Parameters = {
      notify_type: "trade_status_sync",
      notify_id: delivery.notifyId,
      notify_time: beijingTime(this.#now()),
      charset: "utf-8",
      version: "1.0",
      app_id: APP_ID,
      seller_id: SELLER_ID,
      out_trade_no: trade.no,
      trade_no: trade.transactionId,
      trade_status: refund && backFen >= trade.paidFen ? "TRADE_CLOSED" : "TRADE_SUCCESS",
      total_amount: yuanOf(trade.paidFen),
      receipt_amount: yuanOf(trade.paidFen),
      subject: trade.subject,
      gmt_payment: beijingTime(trade.paidAt),
      ...(refund
        ? {
          out_biz_no: refund.no,
          refund_fee: yuanOf(backFen),
          gmt_refund: beijingTime(refund.settlesAt),
        }
        : {}),
    };
    return {
      url: trade.notifyUrl,
      headers: { "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
      body: this.signedForm(told),
    };
  }

  /** All but `sign` and `sign_type`, by name. */
  signedForm(told: Parameters): string {
    const sign = this.#sign(lineOf(told));
    return new URLSearchParams({ ...told, sign_type: "RSA2", sign }).toString();
  }

  #sign(text: string): string {
    return createSign("RSA-SHA256").update(text).sign(this.#keys.alipay.privateKey, "base64");
  }

  async #answer(asked: Parameters, origin: string): Promise<Business> {
    const { sign, ...signed } = asked;
    const isSigned = sign !== undefined && asked.sign_type === "RSA2" &&
      createVerify("RSA-SHA256").update(lineOf(signed))
        .verify(this.#keys.app.publicKey, Buffer.from(sign, "base64"));
    if (!isSigned || asked.app_id !== APP_ID) {
      return { code: "40002", msg: "Invalid Arguments", sub_code: "isv.invalid-signature" };
    }
    try {
      const business = await this.#do(asked, JSON.parse(asked.biz_content!), origin);
      return { code: "10000", msg: "Success", ...business };
    } catch (error) {
      if (!(error instanceof Refused) && !(error instanceof SubCode)) throw error;
      const sub_code = error instanceof Refused ? SUB_CODES[error.refusal] : error.message;
      return { code: "40004", msg: "Business Failed", sub_code, sub_msg: error.message };
    }
  }

  async #do(
    { method, notify_url = "" }: Parameters,
    business: Parameters,
    origin: string,
  ): Promise<Business> {
    const { out_trade_no: no = "" } = business;
    switch (method) {
      case "alipay.trade.precreate": {
        if (business.seller_id !== SELLER_ID) throw new SubCode("ACQ.INVALID_PARAMETER");
        await this.#till.create({
          no,
          subject: business.subject!,
          totalFen: fenOf(business.total_amount!),
          expiresAt: Date.parse(`${business.time_expire!.replace(" ", "T")}+08:00`),
          notifyUrl: notify_url,
          returnUrl: "",
        });
        return { out_trade_no: no, qr_code: `https://qr.alipay.com/${no}` };
      }
      case "alipay.trade.query":
        return tradeOf(await this.#existing(no));
      case "alipay.trade.close": {
        const { status } = await this.#existing(no);
        if (status === "closed") throw new Refused("ORDER_CLOSED");
        if (status === "paid") throw new SubCode("ACQ.REASON_TRADE_STATUS_INVALID");
        try {
          await this.#till.close(no);
        } catch (error) {
          // It was paid a moment ago.
          if (!(error instanceof Refused)) throw error;
          throw new SubCode("ACQ.REASON_TRADE_STATUS_INVALID");
        }
        return { out_trade_no: no };
      }
      case "alipay.trade.refund":
        return await this.#refund(no, business);
      case "alipay.trade.fastpay.refund.query": {
        const { out_request_no = "" } = business;
        await this.#existing(no);
        const found = await this.#till.findRefund(scoped(no, out_request_no));
        if (!found) return {};
        const { amountFen } = found.refund;
        return {
          out_request_no,
          refund_amount: yuanOf(amountFen),
          refund_status: "REFUND_SUCCESS",
        };
      }
      case "alipay.data.dataservice.bill.downloadurl.query": {
        const day = business.bill_date!;
        if (this.#now() < boundsOf(day)[1] + BILL_READY_MS) {
          throw new SubCode("isv.invalid-arguments");
        }
        const booked = await this.#till.booked(...boundsOf(day));
        if (booked.length === 0) throw new SubCode("isp.bill_not_exist");
        return { bill_download_url: `${origin}${BILL_PATH}?day=${day}` };
      }
    }
    throw new SubCode("isv.invalid-method");
  }

  async #refund(no: string, business: Parameters): Promise<Business> {
    const paid = await this.#existing(no);
    if (paid.status !== "paid") throw new Refused("ORDER_NOT_PAID");
    const before = paid.refunds.length;
    const { trade } = await this.#till.refund({
      tradeNo: no,
      no: scoped(no, business.out_request_no!),
      amountFen: fenOf(business.refund_amount!),
      totalFen: paid.paidFen,
      reason: business.refund_reason ?? "",
    });
    const refunds = trade.status === "paid" ? trade.refunds : [];
    const sumFen = refunds.reduce((sum, { amountFen }) => sum + amountFen, 0);
    return {
      out_trade_no: no,
      fund_change: refunds.length > before ? "Y" : "N",
      refund_fee: yuanOf(sumFen),
    };
  }

  async #existing(no: string): Promise<Trade> {
    const trade = await this.#till.current(no);
    if (!this.#opened.has(no)) throw new Refused("ORDER_NOT_EXIST");
    return trade;
  }

  async #billFile(day: string): Promise<Response> {
    const booked = (await this.#till.booked(...boundsOf(day))).map((line) =>
      line.refund
        ? { ...line, refund: { ...line.refund, no: line.refund.no.split("/")[1]! } }
        : line
    );
    return new Response(writeAlipayBill(booked, day, SELLER_ID));
  }
}

/** Alipay's request numbers of refunds count within one trade. */
const scoped = (tradeNo: string, requestNo: string): string => `${tradeNo}/${requestNo}`;

function tradeOf(trade: Trade): Business {
  const { no: out_trade_no, totalFen } = trade;
  if (trade.status !== "paid") {
    const trade_status = trade.status === "closed" ? "TRADE_CLOSED" : "WAIT_BUYER_PAY";
    return {
      out_trade_no,
      trade_no: `22${out_trade_no}`,
      trade_status,
      total_amount: yuanOf(totalFen),
    };
  }
  const { transactionId, paidFen, paidAt, refunds } = trade;
  const backFen = refunds.reduce((sum, { amountFen }) => sum + amountFen, 0);
  return {
    out_trade_no,
    trade_no: transactionId,
    trade_status: backFen >= paidFen ? "TRADE_CLOSED" : "TRADE_SUCCESS",
    total_amount: yuanOf(paidFen),
    send_pay_date: beijingTime(paidAt),
    buyer_logon_id: "138****0000",
  };
}

const lineOf = (parameters: Parameters): string =>
  Object.keys(parameters).sort().map((name) => `${name}=${parameters[name]}`).join("&");

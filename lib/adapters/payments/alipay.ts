/**
 * Alipay: a code to scan on a desktop's screen (`alipay.trade.precreate`), a page to go to on the
 * phone (`alipay.trade.wap.pay`). Alipay knows of a payment only once a payer has opened either, so
 * what was asked is kept in a book. Its SDK signs and verifies; the requests are our own, since the
 * SDK's cannot be given up and trusts refusals unsigned.
 */
import { Buffer } from "node:buffer";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { AlipaySdk } from "alipay-sdk";
import type * as z from "zod";
import type { Store } from "../../kernel/store.ts";
import { beijingTime } from "../../time/beijing.ts";
import { readAlipayBill } from "./alipay/bill.ts";
import * as messages from "./alipay/messages.ts";
import { errorOf } from "./alipay/refusals.ts";
import { fenOf, readBeijingTime, yuanOf } from "./bill.ts";
import { type Entry, expectOpen, expectSame, PaymentBook } from "./book.ts";
import { pemOf } from "./pem.ts";
import {
  type BillLine,
  type NewPayment,
  type Notification,
  NotifyError,
  type NotifyRequest,
  type Paid,
  PaymentError,
  type PaymentGateway,
  type PaymentState,
  type PayPage,
  type Refund,
  type RefundState,
} from "./port.ts";

export interface AlipaySettings {
  readonly appId: string;
  /** 2088…, who is paid. */
  readonly sellerId: string;
  /** The application's key: PEM, or base64 of PKCS #8 as Alipay's tool gives it. */
  readonly privateKey: string;
  /** Alipay's public key: PEM or base64. */
  readonly alipayPublicKey: string;
  /** HTTPS, reachable from outside, ending in `/api/payments/notify/alipay`. */
  readonly notifyUrl: string;
  /** Where payers come back to; `returnUrl` is added to it. */
  readonly origin: string;
  /** Default: the real one. Alipay's sandbox has another. */
  readonly gateway?: string;
}

export interface AlipayOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly fetch?: (request: Request) => Promise<Response>;
}

const GATEWAY = "https://openapi.alipay.com/gateway.do";
const SUBJECT_UNITS = 40;
const REASON_UNITS = 80;
const DONE = "10000";

interface Asked {
  readonly paymentId: string;
  readonly signal: AbortSignal;
}

/** @throws {Error} naming the setting that does not fit */
export function openAlipay(settings: AlipaySettings, options: AlipayOptions): PaymentGateway {
  return new Alipay(settings, options);
}

class Alipay implements PaymentGateway {
  readonly provider = "alipay";
  readonly closableAfterMs = 0;
  readonly #sdk: AlipaySdk;
  readonly #settings: AlipaySettings;
  readonly #gateway: string;
  readonly #now: () => number;
  readonly #fetch: (request: Request) => Promise<Response>;
  readonly #book: PaymentBook;

  constructor(settings: AlipaySettings, options: AlipayOptions) {
    this.#settings = settings;
    this.#gateway = settings.gateway ?? GATEWAY;
    this.#now = options.now;
    this.#fetch = options.fetch ?? ((request) => fetch(request));
    this.#book = new PaymentBook(options.store, this.provider);
    this.#sdk = new AlipaySdk({
      appId: settings.appId,
      privateKey: keyText("the application's private key", settings.privateKey, "PRIVATE"),
      alipayPublicKey: keyText("Alipay's public key", settings.alipayPublicKey, "PUBLIC"),
      keyType: "PKCS8",
      gateway: this.#gateway,
      camelcase: false,
    });
  }

  async create(payment: NewPayment): Promise<PayPage> {
    const { paymentId, subject, amountFen, expiresAt, returnUrl, signal } = payment;
    const before = await this.#book.find(paymentId);
    if (before) {
      expectSame(before, payment);
      const { status } = await this.query({ paymentId, signal });
      if (status === "paid") throw new PaymentError("already_paid", `"${paymentId}" is paid`);
      if (status === "closed") throw new PaymentError("closed", `"${paymentId}" is closed`);
      return before.page;
    }
    expectOpen(payment, this.#now());
    const bizContent = {
      out_trade_no: paymentId,
      subject: cut(subject, SUBJECT_UNITS),
      total_amount: yuanOf(amountFen),
      seller_id: this.#settings.sellerId,
      // Whole seconds, cut off: an expiry must not move behind the hold's end.
      time_expire: beijingTime(expiresAt),
    };
    const { notifyUrl, origin } = this.#settings;
    const { qr_code } = await this.#ask("alipay.trade.precreate", messages.precreated, signal, {
      bizContent,
      notifyUrl,
    });
    const payUrl = this.#sdk.pageExecute("alipay.trade.wap.pay", "GET", {
      bizContent: { ...bizContent, product_code: "QUICK_WAP_WAY" },
      notifyUrl,
      returnUrl: new URL(returnUrl, origin).href,
    });
    const page = { payUrl, qrText: qr_code };
    const kept = await this.#book.keep(paymentId, { subject, amountFen, expiresAt, page });
    expectSame(kept, payment);
    return kept.page;
  }

  async query({ paymentId, signal }: Asked): Promise<PaymentState> {
    try {
      const bizContent = { out_trade_no: paymentId };
      const found = await this.#ask("alipay.trade.query", messages.trade, signal, { bizContent });
      if (found.out_trade_no !== paymentId) throw mixedUp(paymentId, found.out_trade_no);
      return stateOf(found);
    } catch (error) {
      if (!isA(error, "not_found")) throw error;
      const entry = await this.#book.find(paymentId);
      return entry ? this.#unopened(entry) : { status: "not_found" };
    }
  }

  async close({ paymentId, signal }: Asked): Promise<{ status: "closed" } | Paid> {
    try {
      const bizContent = { out_trade_no: paymentId };
      await this.#ask("alipay.trade.close", messages.answer, signal, { bizContent });
      return { status: "closed" };
    } catch (error) {
      if (isA(error, "closed")) return { status: "closed" };
      if (isA(error, "not_found")) return await this.#closeUnopened(paymentId);
      if (!isA(error, "not_paid") && !isA(error, "already_paid")) throw error;
      const state = await this.query({ paymentId, signal });
      if (state.status === "paid") return state;
      if (state.status === "closed") return { status: "closed" };
      throw error;
    }
  }

  async refund(refund: Refund): Promise<{ status: "succeeded" }> {
    const { paymentId, refundId, amountFen, totalFen, reason, signal } = refund;
    const state = await this.query({ paymentId, signal });
    if (state.status === "not_found") {
      throw new PaymentError("not_found", `there is no payment "${paymentId}"`);
    }
    if (state.status !== "paid") {
      throw new PaymentError("not_paid", `"${paymentId}" is ${state.status}`);
    }
    if (state.amountFen !== totalFen) {
      throw new PaymentError(
        "conflict",
        `"${paymentId}" was paid with ${state.amountFen} fen, expected ${totalFen}`,
      );
    }
    const before = await this.queryRefund({ paymentId, refundId, signal });
    if (before.status !== "not_found" && before.amountFen !== amountFen) {
      throw new PaymentError("conflict", `the refund "${refundId}" is of ${before.amountFen} fen`);
    }
    await this.#ask("alipay.trade.refund", messages.refund, signal, {
      bizContent: {
        out_trade_no: paymentId,
        out_request_no: refundId,
        refund_amount: yuanOf(amountFen),
        refund_reason: cut(reason, REASON_UNITS),
      },
    });
    return { status: "succeeded" };
  }

  async queryRefund(
    { paymentId, refundId, signal }: Asked & { refundId: string },
  ): Promise<{ status: "not_found" } | RefundState> {
    try {
      const found = await this.#ask(
        "alipay.trade.fastpay.refund.query",
        messages.foundRefund,
        signal,
        { bizContent: { out_trade_no: paymentId, out_request_no: refundId } },
      );
      const { refund_status, refund_amount } = found;
      if (refund_status !== "REFUND_SUCCESS" || !refund_amount) return { status: "not_found" };
      return { refundId, amountFen: fenOf(refund_amount), status: "succeeded" };
    } catch (error) {
      if (isA(error, "not_found")) return { status: "not_found" };
      throw error;
    }
  }

  async bill({ day, signal }: { day: string; signal: AbortSignal }): Promise<readonly BillLine[]> {
    const method = "alipay.data.dataservice.bill.downloadurl.query";
    let place: string;
    try {
      const bizContent = { bill_type: "trade", bill_date: day };
      const found = await this.#ask(method, messages.bill, signal, { bizContent });
      place = found.bill_download_url;
    } catch (error) {
      if (isA(error, "not_found")) return [];
      throw error;
    }
    const response = await this.#send(new Request(place, { signal }));
    if (response.status !== 200) {
      throw new PaymentError("provider_failure", `Alipay's bill: HTTP ${response.status}`);
    }
    return await readAlipayBill(response.bytes);
  }

  parseNotify({ body }: NotifyRequest): Notification {
    const told = Object.fromEntries(new URLSearchParams(body));
    if (!told.sign || !told.sign_type) {
      throw new NotifyError("unsigned", "cannot trust the notification: it has no signature");
    }
    // RSA2 and nothing weaker: Alipay's older RSA is SHA-1.
    if (told.sign_type !== "RSA2" || !this.#isSigned(told)) {
      throw new NotifyError("bad_signature", "cannot trust the notification: bad_signature");
    }
    const parsed = messages.notice.safeParse(told);
    if (!parsed.success) {
      throw new NotifyError("malformed", `cannot read the notification: ${parsed.error.message}`);
    }
    const { appId, sellerId } = this.#settings;
    const { app_id, seller_id } = parsed.data;
    if (app_id !== appId || seller_id !== sellerId) {
      throw new NotifyError(
        "wrong_merchant",
        `cannot take what is meant for "${app_id}" and "${seller_id}"`,
      );
    }
    return notificationOf(parsed.data);
  }

  acknowledge(): Response {
    return new Response("success", { headers: { "content-type": "text/plain" } });
  }

  #isSigned(told: Record<string, string>): boolean {
    try {
      return this.#sdk.checkNotifySignV2({ ...told });
    } catch {
      return false;
    }
  }

  /** Nobody has scanned it; until it expires somebody may. */
  #unopened({ amountFen, expiresAt }: Entry): PaymentState {
    return { status: this.#now() < expiresAt ? "pending" : "closed", amountFen };
  }

  /** Alipay cannot close what nobody has opened, and would take money for it until it expires. */
  async #closeUnopened(paymentId: string): Promise<{ status: "closed" }> {
    const entry = await this.#book.find(paymentId);
    if (!entry || this.#unopened(entry).status === "closed") return { status: "closed" };
    const retryAfterMs = entry.expiresAt - this.#now();
    throw new PaymentError(
      "too_early",
      `cannot close "${paymentId}" before anybody has opened it: it expires in ${retryAfterMs} ms`,
      { retryAfterMs },
    );
  }

  /** @throws {PaymentError} for every answer but a signed success */
  async #ask<T extends z.ZodType>(
    method: string,
    schema: T,
    signal: AbortSignal,
    parameters: Record<string, unknown>,
  ): Promise<z.infer<T>> {
    const body = this.#sdk.sdkExecute(method, parameters);
    const { status, bytes } = await this.#send(
      new Request(this.#gateway, {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded;charset=utf-8",
          accept: "application/json",
        },
        body,
        signal,
      }),
    );
    const what = `Alipay answers ${status} to ${method}`;
    if (status !== 200) throw new PaymentError("provider_failure", what);
    const name = `${method.replaceAll(".", "_")}_response`;
    const answer = messages.answer.safeParse(this.#verified(new TextDecoder().decode(bytes), name));
    if (!answer.success) throw new PaymentError("provider_failure", `${what}: unreadable`);
    const { code, msg, sub_code, sub_msg } = answer.data;
    if (code !== DONE) {
      throw errorOf({ code, sub_code }, `${what}: ${sub_code ?? code}, ${sub_msg ?? msg}`);
    }
    const parsed = schema.safeParse(answer.data);
    if (parsed.success) return parsed.data;
    throw new PaymentError("provider_failure", `${what}: ${parsed.error.message}`);
  }

  /** Refusals are signed as well: an unsigned "there is no such trade" would give a car away. */
  #verified(text: string, name: string): unknown {
    try {
      const { sign, [name]: answer } = JSON.parse(text);
      this.#sdk.checkResponseSign(text, name, sign ?? "", "");
      return answer;
    } catch (cause) {
      throw new PaymentError("untrusted_answer", `${name} is not signed by Alipay`, { cause });
    }
  }

  async #send(request: Request): Promise<{ status: number; bytes: Uint8Array }> {
    try {
      const response = await this.#fetch(request);
      return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new PaymentError("unreachable", `no answer from Alipay: ${why}`, { cause });
    }
  }
}

function stateOf(found: z.infer<typeof messages.trade>): PaymentState {
  const { trade_no, trade_status, total_amount, send_pay_date } = found;
  const amountFen = fenOf(total_amount);
  if (trade_status === "WAIT_BUYER_PAY") return { status: "pending", amountFen };
  // A trade is closed as well once all of it was paid back: then it was paid first.
  if (trade_status === "TRADE_CLOSED" && !send_pay_date) return { status: "closed", amountFen };
  if (!send_pay_date) throw new PaymentError("provider_failure", `"${trade_no}" has no time`);
  return {
    status: "paid",
    amountFen,
    transactionId: trade_no,
    paidAt: readBeijingTime(send_pay_date),
  };
}

function notificationOf(told: messages.Notice): Notification {
  const { notify_id: notifyId, out_trade_no: paymentId, trade_status, gmt_payment } = told;
  const isPaid = trade_status === "TRADE_SUCCESS" || trade_status === "TRADE_FINISHED";
  // A refund is told of under the trade's state; what was answered to its request counts.
  if (!isPaid || told.out_biz_no || told.gmt_refund || !gmt_payment) {
    return { type: "other", notifyId, paymentId };
  }
  return {
    type: "paid",
    notifyId,
    paymentId,
    transactionId: told.trade_no,
    amountFen: fenOf(told.total_amount),
    paidAt: readBeijingTime(gmt_payment),
  };
}

/** As the SDK wants it: base64 of DER. Without the cause's words, which may quote the key. */
function keyText(name: string, text: string, kind: "PRIVATE" | "PUBLIC"): string {
  const pem = pemOf(text, kind);
  try {
    const der = kind === "PRIVATE"
      ? createPrivateKey(pem).export({ type: "pkcs8", format: "der" })
      : createPublicKey(pem).export({ type: "spki", format: "der" });
    return Buffer.from(der).toString("base64");
  } catch {
    throw new Error(`cannot read ${name}: expected PEM, or base64 of DER`);
  }
}

const mixedUp = (asked: string, got: string): PaymentError =>
  new PaymentError("untrusted_answer", `asked Alipay for "${asked}", got "${got}"`);

const cut = (text: string, units: number): string => Array.from(text).slice(0, units).join("");

const isA = (error: unknown, code: PaymentError["code"]): boolean =>
  error instanceof PaymentError && error.code === code;

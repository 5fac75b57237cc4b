/**
 * A merchant's gateway to a provider that speaks the v3 wire format: WeChat Pay, or the embedded
 * one. Nothing is believed that the provider has not signed.
 */
import { createHash, type KeyObject } from "node:crypto";
import type { Random } from "../../../kernel/clock.ts";
import {
  type BillLine,
  type NewPayment,
  type Notification,
  type NotifyRequest,
  type Paid,
  PaymentError,
  type PaymentGateway,
  type PaymentState,
  type PayPage,
  type Refund,
  type RefundState,
} from "../port.ts";
import type { PaymentBook } from "../book.ts";
import { readV3Bill } from "./bill.ts";
import { type Dialect, FRESH_MS, paths } from "./dialect.ts";
import * as messages from "./messages.ts";
import { readNotify } from "./notify.ts";
import { expect, parse, parseJson, refundState, stateOf } from "./read.ts";
import { errorOf } from "./refusals.ts";
import { authorize, type Merchant, verdictOn } from "./signing.ts";

export interface V3Options {
  readonly provider: string;
  readonly dialect: Dialect;
  /** Scheme and host of the provider's API. */
  readonly origin: string;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly merchant: Merchant & { readonly key: KeyObject };
  readonly appId: string;
  /** The provider's public keys by serial; several while they are being replaced. */
  readonly platformKeys: ReadonlyMap<string, KeyObject>;
  /** Decrypts notifications. */
  readonly apiKey: Uint8Array;
  /** Where notifications are to be sent. */
  readonly notifyUrl: string;
  readonly closableAfterMs: number;
  /** Remembers which kind a payment was created as, where there are two. */
  readonly book?: PaymentBook;
  readonly now: () => number;
  readonly random: Random;
}

const SUBJECT_UNITS = 40;
const REASON_UNITS = 26;

export class V3Gateway implements PaymentGateway {
  readonly provider: string;
  readonly closableAfterMs: number;
  readonly #options: V3Options;

  constructor(options: V3Options) {
    this.#options = options;
    this.provider = options.provider;
    this.closableAfterMs = options.closableAfterMs;
  }

  async create(payment: NewPayment): Promise<PayPage> {
    const { merchant, appId, notifyUrl, dialect } = this.#options;
    const { paymentId, subject, amountFen, expiresAt, returnUrl, signal, payer } = payment;
    const onPhone = await this.#isOnPhone(payment);
    const path = onPhone ? dialect.phonePath! : dialect.createPath;
    const answer = await this.#ask("POST", path, signal, {
      mchid: merchant.id,
      appid: appId,
      description: cut(subject, SUBJECT_UNITS),
      out_trade_no: paymentId,
      time_expire: dialect.timeText(expiresAt),
      notify_url: notifyUrl,
      ...(dialect.returnsToMerchant ? { return_url: returnUrl } : {}),
      amount: { total: amountFen, currency: "CNY" },
      ...(onPhone
        ? { scene_info: { payer_client_ip: payer!.address, h5_info: { type: "Wap" } } }
        : {}),
    });
    if (onPhone) {
      const url = new URL(parse(messages.createdOnPhone, answer).h5_url);
      url.searchParams.set("redirect_url", new URL(returnUrl, notifyUrl).href);
      return { payUrl: url.href };
    }
    const { code_url } = parse(messages.created, answer);
    return dialect.returnsToMerchant
      ? { payUrl: code_url }
      : { payUrl: code_url, qrText: code_url };
  }

  /** A payment stays what it was created as: the provider refuses its number for another kind. */
  async #isOnPhone({ paymentId, payer, subject, amountFen, expiresAt }: NewPayment) {
    const { dialect, book } = this.#options;
    if (dialect.phonePath === null || !book) return false;
    const reference = payer?.device === "phone" ? "phone" : "code";
    const entry = { subject, amountFen, expiresAt, page: { payUrl: "" }, reference };
    return (await book.keep(paymentId, entry)).reference === "phone";
  }

  async query(
    { paymentId, signal }: { paymentId: string; signal: AbortSignal },
  ): Promise<PaymentState> {
    const target = `${paths.trade(paymentId)}?mchid=${encodeURIComponent(this.#merchantId)}`;
    let answer: unknown;
    try {
      answer = await this.#ask("GET", target, signal);
    } catch (error) {
      if (isA(error, "not_found")) return { status: "not_found" };
      throw error;
    }
    const trade = parse(messages.trade, answer);
    expect(trade.out_trade_no, paymentId);
    return stateOf(trade);
  }

  async close(
    { paymentId, signal }: { paymentId: string; signal: AbortSignal },
  ): Promise<{ status: "closed" } | Paid> {
    try {
      await this.#ask("POST", paths.close(paymentId), signal, { mchid: this.#merchantId });
      return { status: "closed" };
    } catch (error) {
      if (isA(error, "closed") || isA(error, "not_found")) return { status: "closed" };
      if (!isA(error, "already_paid")) throw error;
      const state = await this.query({ paymentId, signal });
      if (state.status === "paid") return state;
      throw new PaymentError(
        "provider_failure",
        `cannot close "${paymentId}": refused as paid, but then found ${state.status}`,
      );
    }
  }

  async refund(refund: Refund): Promise<{ status: "accepted" | "succeeded" }> {
    const { paymentId, refundId, amountFen, totalFen, reason, signal } = refund;
    const answer = await this.#ask("POST", paths.refunds, signal, {
      out_trade_no: paymentId,
      out_refund_no: refundId,
      reason: cut(reason, REASON_UNITS),
      notify_url: this.#options.notifyUrl,
      amount: { refund: amountFen, total: totalFen, currency: "CNY" },
    });
    const made = parse(messages.refund, answer);
    expect(made.out_refund_no, refundId);
    // A repeat may find that it has failed meanwhile; that is told by notification and queryRefund.
    return { status: made.status === "SUCCESS" ? "succeeded" : "accepted" };
  }

  async queryRefund(
    { paymentId, refundId, signal }: { paymentId: string; refundId: string; signal: AbortSignal },
  ): Promise<{ status: "not_found" } | RefundState> {
    try {
      const found = parse(
        messages.refund,
        await this.#ask("GET", paths.refund(refundId), signal),
      );
      expect(found.out_refund_no, refundId);
      return found.out_trade_no === paymentId ? refundState(found) : { status: "not_found" };
    } catch (error) {
      if (isA(error, "not_found")) return { status: "not_found" };
      throw error;
    }
  }

  async bill({ day, signal }: { day: string; signal: AbortSignal }): Promise<readonly BillLine[]> {
    const target = `${paths.bill}?bill_date=${encodeURIComponent(day)}&bill_type=ALL`;
    let answer: unknown;
    try {
      answer = await this.#ask("GET", target, signal);
    } catch (error) {
      if (isA(error, "not_found")) return [];
      throw error;
    }
    const { hash_value, download_url } = parse(messages.billPlace, answer);
    const file = await this.#download(new URL(download_url), signal);
    const hash = createHash("sha1").update(file).digest("hex");
    if (hash !== hash_value.toLowerCase()) {
      throw new PaymentError(
        "untrusted_answer",
        `${this.provider}'s bill of ${day} hashes to ${hash}, expected ${hash_value}`,
      );
    }
    return readV3Bill(new TextDecoder().decode(file));
  }

  parseNotify(request: NotifyRequest): Notification {
    const { dialect, platformKeys, apiKey, now, merchant } = this.#options;
    return readNotify(request, {
      dialect,
      platformKeys,
      apiKey,
      now: now(),
      merchantId: merchant.id,
    });
  }

  acknowledge(): Response {
    return new Response(null, { status: 204 });
  }

  get #merchantId(): string {
    return this.#options.merchant.id;
  }

  /** The file is not signed: whoever asks compares its hash. */
  async #download(place: URL, signal: AbortSignal): Promise<Uint8Array> {
    const { dialect, merchant, now, random } = this.#options;
    const target = place.pathname + place.search;
    const authorization = authorize(dialect, { method: "GET", target, body: "" }, merchant, {
      now: now(),
      random,
    });
    try {
      const response = await this.#options.fetch(
        new Request(place, { headers: { "user-agent": "forecourt", authorization }, signal }),
      );
      return new Uint8Array(await response.arrayBuffer());
    } catch (cause) {
      throw new PaymentError("unreachable", `no bill from ${this.provider}: ${reason(cause)}`, {
        cause,
      });
    }
  }

  /** @throws {PaymentError} for every answer but a signed success */
  async #ask(
    method: string,
    target: string,
    signal: AbortSignal,
    message?: unknown,
  ): Promise<unknown> {
    const { dialect, origin, merchant, platformKeys, now, random } = this.#options;
    const body = message === undefined ? "" : JSON.stringify(message);
    const request = new Request(origin + target, {
      method,
      headers: {
        accept: "application/json",
        "user-agent": "forecourt",
        ...(body ? { "content-type": "application/json" } : {}),
        authorization: authorize(dialect, { method, target, body }, merchant, {
          now: now(),
          random,
        }),
      },
      ...(body ? { body } : {}),
      signal,
    });
    let response: Response, text: string;
    try {
      response = await this.#options.fetch(request);
      text = await response.text();
    } catch (cause) {
      throw new PaymentError("unreachable", `no answer from ${this.provider}: ${reason(cause)}`, {
        cause,
      });
    }
    const what = `${this.provider} answers ${response.status} to ${method} ${target}`;
    if (response.status === 429 || response.status >= 500) {
      throw new PaymentError(
        response.status === 429 ? "rate_limited" : "provider_failure",
        what,
        retryAfter(response),
      );
    }
    // An unsigned refusal counts for nothing: "there is no such payment" would give a car away.
    const verdict = verdictOn(dialect, response.headers, text, platformKeys);
    if (!verdict.ok || !(Math.abs(now() - verdict.signedAt) <= FRESH_MS)) {
      throw new PaymentError("untrusted_answer", `${what}, ${verdict.ok ? "stale" : verdict.why}`);
    }
    const json = text === "" ? undefined : parseJson(text);
    if (response.ok) return json;
    const { code, message: told } = parse(messages.errorBody, json);
    throw errorOf(code, `${what}: ${code}, ${told}`);
  }
}

function retryAfter(response: Response): { retryAfterMs?: number } {
  const seconds = Number(response.headers.get("retry-after") ?? NaN);
  return seconds > 0 ? { retryAfterMs: seconds * 1000 } : {};
}

const cut = (text: string, units: number): string => Array.from(text).slice(0, units).join("");

const reason = (cause: unknown): string => cause instanceof Error ? cause.message : String(cause);

const isA = (error: unknown, code: PaymentError["code"]): boolean =>
  error instanceof PaymentError && error.code === code;

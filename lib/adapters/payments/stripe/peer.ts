/**
 * Stripe as a merchant sees it: form requests under a secret key, idempotency keys, objects in JSON,
 * signed events. For tests; `stripe-mock` knows the shapes better, and forgets everything.
 */
import { createHmac } from "node:crypto";
import type { Behaviour } from "../sandbox/behaviour.ts";
import type { Notice } from "../sandbox/deliveries.ts";
import type { Delivery } from "../sandbox/ledger.ts";
import { type Booked, Refused, type Till } from "../sandbox/till.ts";
import { standing, type Trade, type TradeRefund, type TradeRefusal } from "../sandbox/trade.ts";

export const SECRET_KEY = "sk_test_peer";
export const WEBHOOK_SECRET = "whsec_peer";

type Form = Readonly<Record<string, string>>;
type StripeObject = Record<string, unknown>;

const CODES: Partial<Record<TradeRefusal, string>> = {
  ORDER_NOT_EXIST: "resource_missing",
  REFUND_EXCEEDS_PAID: "charge_already_refunded",
};

const failure = (status: number, type: string, code?: string, message = code): Response =>
  Response.json({ error: { type, message, ...(code ? { code } : {}) } }, { status });

const seconds = (ms: number): number => Math.floor(ms / 1000);
const sessionId = (no: string): string => `cs_test_${no}`;
const intentId = (trade: Trade): string | null =>
  trade.status === "paid" ? `pi_${trade.transactionId}` : null;

export class StripePeer {
  readonly #till: Till;
  readonly #now: () => number;
  /** What was asked and answered under an idempotency key. */
  readonly #answered = new Map<string, { asked: string; answer: Promise<Response> }>();
  readonly #paymentOf = new Map<string, string>();

  constructor(till: Till, now: () => number) {
    this.#till = till;
    this.#now = now;
  }

  readonly handle = async (request: Request): Promise<Response> => {
    const { pathname, searchParams } = new URL(request.url);
    const body = await request.text();
    if (request.headers.get("authorization") !== `Bearer ${SECRET_KEY}`) {
      return failure(401, "invalid_request_error");
    }
    const form = Object.fromEntries(
      request.method === "GET" ? searchParams : new URLSearchParams(body),
    );
    const key = request.headers.get("idempotency-key");
    const job = () => this.#answer(`${request.method} ${pathname}`, form);
    if (request.method === "GET" || key === null) return await job();
    const asked = `${pathname} ${body}`;
    const before = this.#answered.get(key);
    if (before && before.asked !== asked) return failure(400, "idempotency_error");
    const answer = before?.answer ?? job();
    this.#answered.set(key, { asked, answer });
    const { status, headers } = await answer;
    const said = new Headers(headers);
    if (before) said.set("idempotent-replayed", "true");
    return new Response(await (await answer).clone().text(), { status, headers: said });
  };

  async pay(no: string, behaviour?: Behaviour): Promise<boolean> {
    return await this.#till.pay(no, behaviour) === "paid";
  }

  notice(trade: Trade, { notifyId, refundNo, at }: Delivery): Notice | undefined {
    if (trade.status !== "paid") return undefined;
    const refund = trade.refunds.find(({ no }) => no === refundNo);
    const event = refund
      ? {
        type: refund.fails ? "refund.failed" : "refund.updated",
        object: refundObject(trade, refund, at),
      }
      : { type: "checkout.session.completed", object: sessionObject({ ...trade, refunds: [] }) };
    return this.signed({
      id: `evt_${notifyId}`,
      object: "event",
      api_version: "2026-10-28.endive",
      created: seconds(at),
      livemode: false,
      type: event.type,
      data: { object: event.object },
    });
  }

  signed(event: StripeObject, secret = WEBHOOK_SECRET): Notice {
    const body = JSON.stringify(event, null, 2);
    const at = seconds(this.#now());
    const sign = createHmac("sha256", secret).update(`${at}.${body}`).digest("hex");
    return {
      url: "https://shop.test/api/payments/notify/stripe",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": `t=${at},v1=${sign},v0=${sign}`,
      },
      body,
    };
  }

  async #answer(asked: string, form: Form): Promise<Response> {
    try {
      return Response.json(await this.#do(asked, form));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const status = error.refusal === "ORDER_NOT_EXIST" ? 404 : 400;
      return failure(status, "invalid_request_error", CODES[error.refusal], error.message);
    }
  }

  async #do(asked: string, form: Form): Promise<StripeObject> {
    if (asked === "POST /v1/checkout/sessions") return await this.#create(form);
    const [, method, no, expire] =
      /^(GET|POST) \/v1\/checkout\/sessions\/cs_test_([^/]+)(\/expire)?$/.exec(asked) ?? [];
    if (no && method === "GET") return sessionObject(await this.#till.current(no), true);
    if (no && expire) return await this.#expire(no);
    if (asked === "POST /v1/refunds") return await this.#refund(form);
    if (asked === "GET /v1/refunds") {
      const trade = await this.#trade(form.payment_intent!);
      const made = trade.status === "paid" ? trade.refunds : [];
      return list(made.map((refund) => refundObject(trade, refund, this.#now())).reverse());
    }
    if (asked === "GET /v1/balance_transactions") return await this.#movements(form);
    throw new Refused("ORDER_NOT_EXIST");
  }

  async #create(form: Form): Promise<StripeObject> {
    const no = form.client_reference_id!;
    const expiresAt = Number(form.expires_at) * 1000;
    if (expiresAt < this.#now() + 30 * 60_000) throw new Refused("ORDER_EXPIRED");
    const trade = await this.#till.create({
      no,
      subject: form["line_items[0][price_data][product_data][name]"]!,
      totalFen: Number(form["line_items[0][price_data][unit_amount]"]),
      expiresAt,
      notifyUrl: "",
      returnUrl: form.success_url!,
    });
    return sessionObject(trade);
  }

  async #expire(no: string): Promise<StripeObject> {
    const { status } = await this.#till.current(no);
    // Only what is open can be expired.
    if (status === "closed") throw new Refused("ORDER_CLOSED");
    return sessionObject(await this.#till.close(no));
  }

  async #refund(form: Form): Promise<StripeObject> {
    const trade = await this.#trade(form.payment_intent!);
    if (trade.status !== "paid") throw new Refused("ORDER_NOT_PAID");
    const { trade: after, refund } = await this.#till.refund({
      tradeNo: trade.no,
      no: form["metadata[refund_id]"]!,
      amountFen: Number(form.amount),
      totalFen: trade.paidFen,
      reason: form.reason ?? "",
    });
    return refundObject(after, refund, this.#now());
  }

  async #movements(form: Form): Promise<StripeObject> {
    const from = Number(form["created[gte]"]) * 1000;
    const to = Number(form["created[lt]"]) * 1000;
    const booked = (await this.#till.booked(from, to)).reverse();
    const after = form.starting_after;
    const begin = after ? booked.findIndex((line) => movementId(line) === after) + 1 : 0;
    // A page of one line, so that there is always another page.
    const page = booked.slice(begin, begin + 1);
    const data = page.map((line) => {
      const { trade, refund, at } = line;
      return {
        id: movementId(line),
        object: "balance_transaction",
        created: seconds(at),
        type: refund ? "refund" : "charge",
        source: refund ? refundObject(trade, refund, this.#now()) : chargeObject(trade),
      };
    });
    return { ...list(data), has_more: begin + page.length < booked.length };
  }

  async #trade(intent: string): Promise<Trade> {
    const known = this.#paymentOf.get(intent);
    if (known) return await this.#till.current(known);
    for (const { trade } of await this.#till.booked(0, Number.MAX_SAFE_INTEGER)) {
      if (intentId(trade) === intent) {
        this.#paymentOf.set(intent, trade.no);
        return trade;
      }
    }
    throw new Refused("ORDER_NOT_EXIST");
  }
}

const list = (data: readonly StripeObject[]): StripeObject => ({
  object: "list",
  data,
  has_more: false,
});

const movementId = ({ trade, refund }: Booked): string =>
  refund ? `txn_${refund.id}` : `txn_${trade.transactionId}`;

function sessionObject(trade: Trade, expanded = false): StripeObject {
  const { no, totalFen, status, createdAt, expiresAt } = trade;
  const intent = intentId(trade);
  const isPaid = status === "paid";
  return {
    id: sessionId(no),
    object: "checkout.session",
    amount_total: isPaid ? trade.paidFen : totalFen,
    currency: "cny",
    client_reference_id: no,
    metadata: { payment_id: no },
    created: seconds(createdAt),
    expires_at: seconds(expiresAt),
    livemode: false,
    mode: "payment",
    payment_intent: isPaid && expanded
      ? {
        id: intent,
        object: "payment_intent",
        created: seconds(createdAt),
        latest_charge: chargeObject(trade),
      }
      : intent,
    payment_status: isPaid ? "paid" : "unpaid",
    status: isPaid ? "complete" : status === "closed" ? "expired" : "open",
    url: isPaid ? null : `https://checkout.stripe.com/c/pay/${sessionId(no)}`,
  };
}

const chargeObject = (trade: Trade): StripeObject => ({
  id: trade.status === "paid" ? `ch_${trade.transactionId}` : null,
  object: "charge",
  amount: trade.status === "paid" ? trade.paidFen : 0,
  currency: "cny",
  created: trade.status === "paid" ? seconds(trade.paidAt) : 0,
  payment_intent: intentId(trade),
  metadata: { payment_id: trade.no },
});

const STATUSES = { PROCESSING: "pending", SUCCESS: "succeeded", ABNORMAL: "failed" } as const;

const refundObject = (trade: Trade, refund: TradeRefund, now: number): StripeObject => ({
  id: `re_${refund.id}`,
  object: "refund",
  amount: refund.amountFen,
  currency: "cny",
  created: seconds(refund.at),
  payment_intent: intentId(trade),
  metadata: { payment_id: trade.no, refund_id: refund.no },
  status: STATUSES[standing(refund, now)],
});

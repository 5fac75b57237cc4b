/**
 * Stripe: a Checkout Session is the payment, on Stripe's own SDK. Stripe finds a session by its own
 * number only, which a book keeps; and it takes money until the session is expired by a call, so that
 * a payment's end is its close. Every request has an idempotency key made of our own ids.
 */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import Stripe from "stripe";
import type { Store } from "../../kernel/store.ts";
import { boundsOf } from "./bill.ts";
import { type Entry, expectOpen, expectSame, PaymentBook } from "./book.ts";
import {
  type BillLine,
  MOST_REFUNDS,
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
import { billLine, notificationOf, refundStateOf, stateOf } from "./stripe/read.ts";
import { errorOf, wasSaidBefore } from "./stripe/refusals.ts";

export interface StripeSettings {
  /** `sk_test_…` or `sk_live_…`, or a restricted key, `rk_…`. */
  readonly secretKey: string;
  /** `whsec_…`, of the endpoint that ends in `/api/payments/notify/stripe`. */
  readonly webhookSecret: string;
  /** Where payers come back to; `returnUrl` is added to it. */
  readonly origin: string;
  /** Default: the real one. */
  readonly apiOrigin?: string;
}

export interface StripeOptions {
  readonly store: Store;
  readonly now: () => number;
  readonly fetch?: (request: Request) => Promise<Response>;
}

const FRESH_SECONDS = 5 * 60;
/** Stripe refuses a session that would live for less than half an hour. */
const SESSION_LIVES_ON_MS = 31 * 60_000;
/** Refusals of one refund under keys of their own. */
const MOST_KEYS = 50;
const PAGE_LINES = 100;
const SUBJECT_UNITS = 40;

interface Asked {
  readonly paymentId: string;
  readonly signal: AbortSignal;
}

/** @throws {Error} naming the setting that does not fit */
export function openStripe(settings: StripeSettings, options: StripeOptions): PaymentGateway {
  if (!/^(sk|rk)_(test|live)_\w+$/.test(settings.secretKey)) {
    throw new Error("cannot use the secret key: expected sk_test_… or sk_live_…");
  }
  if (!/^whsec_\w+$/.test(settings.webhookSecret)) {
    throw new Error("cannot use the webhook's secret: expected whsec_…");
  }
  return new StripeGateway(settings, options);
}

class StripeGateway implements PaymentGateway {
  readonly provider = "stripe";
  readonly closableAfterMs = 0;
  readonly #stripe: Stripe;
  readonly #settings: StripeSettings;
  readonly #now: () => number;
  readonly #book: PaymentBook;

  constructor(settings: StripeSettings, options: StripeOptions) {
    const { origin } = new URL(settings.apiOrigin ?? "https://api.stripe.com");
    const { protocol, hostname, port } = new URL(origin);
    this.#settings = settings;
    this.#now = options.now;
    this.#book = new PaymentBook(options.store, this.provider);
    const send = options.fetch ?? ((request: Request) => fetch(request));
    this.#stripe = new Stripe(settings.secretKey, {
      host: hostname,
      protocol: protocol === "http:" ? "http" : "https",
      ...(port ? { port } : {}),
      // The courier repeats, with growing pauses.
      maxNetworkRetries: 0,
      telemetry: false,
      httpClient: Stripe.createFetchHttpClient((url, init) =>
        send(new Request(url as URL, init as RequestInit))
      ),
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
    const back = new URL(returnUrl, this.#settings.origin).href;
    const metadata = { payment_id: paymentId };
    const session = await this.#ask(
      signal,
      () =>
        this.#stripe.checkout.sessions.create({
          mode: "payment",
          client_reference_id: paymentId,
          metadata,
          payment_intent_data: { metadata },
          line_items: [{
            quantity: 1,
            price_data: {
              currency: "cny",
              unit_amount: amountFen,
              product_data: { name: cut(subject, SUBJECT_UNITS) },
            },
          }],
          // Of `expiresAt` alone: with the same idempotency key everything has to be the same.
          expires_at: Math.floor((expiresAt + SESSION_LIVES_ON_MS) / 1000),
          success_url: back,
          cancel_url: back,
        }, { idempotencyKey: `payment-${paymentId}` }),
    );
    if (!session.url) throw new PaymentError("provider_failure", `"${session.id}" has no address`);
    const page = { payUrl: session.url, qrText: session.url };
    const entry = { subject, amountFen, expiresAt, page, reference: session.id };
    const kept = await this.#book.keep(paymentId, entry);
    expectSame(kept, payment);
    return kept.page;
  }

  async query({ paymentId, signal }: Asked): Promise<PaymentState> {
    const session = await this.#session(await this.#book.find(paymentId), signal);
    return session ? stateOf(session, paymentId) : { status: "not_found" };
  }

  async close({ paymentId, signal }: Asked): Promise<{ status: "closed" } | Paid> {
    const entry = await this.#book.find(paymentId);
    // Its page was never shown: `create` keeps it before it answers.
    if (!entry?.reference) return { status: "closed" };
    const { reference } = entry;
    try {
      await this.#ask(signal, () => this.#stripe.checkout.sessions.expire(reference));
      return { status: "closed" };
    } catch (error) {
      if (!(error instanceof PaymentError) || error.transient) throw error;
      const state = await this.query({ paymentId, signal });
      if (state.status === "paid") return state;
      if (state.status === "closed") return { status: "closed" };
      throw error;
    }
  }

  async refund(refund: Refund): Promise<{ status: "accepted" | "succeeded" }> {
    const { paymentId, refundId, amountFen, totalFen, signal } = refund;
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
    const made = await this.#refunds(state.transactionId, signal);
    const before = made.find((one) => one.refundId === refundId);
    if (before && before.amountFen !== amountFen) {
      throw new PaymentError("conflict", `the refund "${refundId}" is of ${before.amountFen} fen`);
    }
    // Stripe forgets idempotency keys after a day; its list of refunds does not.
    if (before) return { status: before.status === "succeeded" ? "succeeded" : "accepted" };
    if (made.length >= MOST_REFUNDS) {
      throw new PaymentError("too_many_refunds", `"${paymentId}" has ${made.length} refunds`);
    }
    const { status } = await this.#makeRefund(refund, state.transactionId);
    return { status: status === "succeeded" ? "succeeded" : "accepted" };
  }

  async queryRefund(
    { paymentId, refundId, signal }: Asked & { refundId: string },
  ): Promise<{ status: "not_found" } | RefundState> {
    const state = await this.query({ paymentId, signal });
    if (state.status !== "paid") return { status: "not_found" };
    const made = await this.#refunds(state.transactionId, signal);
    return made.find((one) => one.refundId === refundId) ?? { status: "not_found" };
  }

  /** What moved on the account that day, as far as it names a payment of ours. */
  async bill({ day, signal }: { day: string; signal: AbortSignal }): Promise<readonly BillLine[]> {
    const [from, to] = boundsOf(day);
    if (this.#now() < to) {
      throw new PaymentError("bill_not_ready", `"${day}" is not over`, {
        retryAfterMs: to - this.#now(),
      });
    }
    const created = { gte: from / 1000, lt: to / 1000 };
    const lines: BillLine[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await this.#ask(signal, () =>
        this.#stripe.balanceTransactions.list({
          created,
          limit: PAGE_LINES,
          expand: ["data.source"],
          ...(after ? { starting_after: after } : {}),
        }));
      lines.push(...page.data.flatMap((one) => billLine(one) ?? []));
      after = page.data.at(-1)?.id;
      more = page.has_more && after !== undefined;
    }
    // The newest come first.
    return lines.reverse().sort((one, other) => one.at - other.at);
  }

  parseNotify({ headers, body }: NotifyRequest): Notification {
    const signature = headers.get("stripe-signature");
    if (!signature) {
      throw new NotifyError("unsigned", "cannot trust the notification: it has no signature");
    }
    const event = this.#event(body, signature);
    const live = this.#settings.secretKey.includes("_live_");
    if (event.livemode !== live) {
      const mode = event.livemode ? "live" : "test";
      throw new NotifyError("wrong_merchant", `cannot take what was told in ${mode} mode`);
    }
    const notification = notificationOf(event);
    if (notification) return notification;
    throw new NotifyError("malformed", `cannot read the "${event.type}" of ${event.id}`);
  }

  acknowledge(): Response {
    return new Response(null, { status: 200 });
  }

  #event(body: string, signature: string): Stripe.Event {
    const { webhooks } = this.#stripe;
    const { webhookSecret } = this.#settings;
    const now = this.#now();
    try {
      return webhooks.constructEvent(body, signature, webhookSecret, FRESH_SECONDS, hmac, now);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      if (cause instanceof SyntaxError) {
        throw new NotifyError("malformed", `cannot read the notification: ${why}`);
      }
      const code = why.includes("tolerance") ? "stale" : "bad_signature";
      throw new NotifyError(code, `cannot trust the notification: ${code}`);
    }
  }

  async #session(
    entry: Entry | undefined,
    signal: AbortSignal,
  ): Promise<Stripe.Checkout.Session | undefined> {
    if (!entry?.reference) return undefined;
    const { reference } = entry;
    return await this.#ask(signal, () =>
      this.#stripe.checkout.sessions.retrieve(reference, {
        expand: ["payment_intent.latest_charge"],
      }));
  }

  /**
   * Stripe keeps a refusal under its key for a day and says it again, also once the account is filled.
   * That it is said again tells that the former request has ended: another key is safe.
   */
  async #makeRefund(refund: Refund, intent: string): Promise<Stripe.Refund> {
    const { paymentId, refundId, amountFen, signal } = refund;
    const key = `refund-${refundId}-${amountFen}`;
    for (let again = 0;; again++) {
      try {
        return await this.#ask(signal, () =>
          this.#stripe.refunds.create({
            payment_intent: intent,
            amount: amountFen,
            reason: "requested_by_customer",
            metadata: { payment_id: paymentId, refund_id: refundId },
          }, { idempotencyKey: again === 0 ? key : `${key}-${again}` }));
      } catch (error) {
        if (!wasSaidBefore(error) || again === MOST_KEYS) throw error;
      }
    }
  }

  async #refunds(intent: string, signal: AbortSignal): Promise<RefundState[]> {
    const { data } = await this.#ask(
      signal,
      () => this.#stripe.refunds.list({ payment_intent: intent, limit: PAGE_LINES }),
    );
    return data.flatMap((one) => refundStateOf(one) ?? []);
  }

  /** @throws {PaymentError} for every answer but a success */
  async #ask<T>(signal: AbortSignal, job: () => Promise<T>): Promise<T> {
    // The SDK takes no signal: who gave up hears of it at once, and the answer is let go.
    const { promise: givenUp, reject } = Promise.withResolvers<never>();
    const giveUp = () => reject(new PaymentError("unreachable", "gave up waiting for Stripe"));
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
    try {
      return await (signal.aborted ? givenUp : Promise.race([job(), givenUp]));
    } catch (error) {
      throw error instanceof PaymentError ? error : errorOf(error);
    } finally {
      signal.removeEventListener("abort", giveUp);
    }
  }
}

/** The SDK brings WebCrypto for this runtime, which cannot verify without a pause. */
class Hmac extends Stripe.CryptoProvider {
  override computeHMACSignature(payload: string, secret: string): string {
    return createHmac("sha256", secret).update(Buffer.from(payload)).digest("hex");
  }
}
const hmac = new Hmac();

const cut = (text: string, units: number): string => Array.from(text).slice(0, units).join("");

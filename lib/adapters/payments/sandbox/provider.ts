/**
 * The embedded payment provider: the HTTP API that a merchant's gateway calls, and what its payers
 * do. `deliveries.ts` sends what it has to tell.
 */
import type * as z from "zod";
import type { Random } from "../../../kernel/clock.ts";
import { type Dialect, FRESH_MS, paths } from "../v3/dialect.ts";
import { closeBody, createBody, refundBody } from "../v3/messages.ts";
import { authorized, nonce, signedHeaders } from "../v3/signing.ts";
import { type Behaviour, deliveriesOf } from "./behaviour.ts";
import type { SandboxKeys } from "./keys.ts";
import type { Delivery, Ledger } from "./ledger.ts";
import {
  close,
  create,
  type Decision,
  expired,
  pay,
  refund,
  type Trade,
  type TradeRefusal,
} from "./trade.ts";
import { refundMessage, tradeMessage } from "./tell.ts";

export interface ProviderOptions {
  readonly ledger: Ledger;
  readonly keys: SandboxKeys;
  readonly dialect: Dialect;
  readonly merchantId: string;
  readonly now: () => number;
  readonly random: Random;
  /** How payments are told of unless it is chosen for one. */
  readonly behaviour: Behaviour;
  /** How long a refund is only accepted. */
  readonly refundSettlesMs: number;
  readonly closableAfterMs: number;
  /** Where a payer pays `no`. */
  readonly payUrl: (no: string) => string;
}

/** Status and code of what is not done. */
const REFUSALS: Record<TradeRefusal, number> = {
  ORDER_NOT_EXIST: 404,
  OUT_TRADE_NO_USED: 403,
  ORDERPAID: 400,
  ORDER_CLOSED: 400,
  ORDER_EXPIRED: 400,
  ORDER_TOO_YOUNG: 400,
  ORDER_NOT_PAID: 400,
  OUT_REFUND_NO_USED: 403,
  TOTAL_MISMATCH: 400,
  REFUND_TOO_MANY: 400,
  REFUND_EXCEEDS_PAID: 400,
  REFUND_WINDOW_OVER: 400,
};

const NUMBER_UNITS = 28;
const TRADE_PATH = /^\/v3\/pay\/transactions\/out-trade-no\/([^/]+)(\/close)?$/;
const REFUND_PATH = /^\/v3\/refund\/domestic\/refunds\/([^/]+)$/;

class WireError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export class SandboxProvider {
  readonly #options: ProviderOptions;

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  /** The merchant's API. Its shape is that of `fetch`. */
  async handle(request: Request): Promise<Response> {
    const { now, random, dialect, keys } = this.#options;
    const body = await request.text();
    const [status, answer] = await this.#answer(request, body).catch((error) => {
      if (!(error instanceof WireError)) throw error;
      return [error.status, { code: error.code, message: error.message }] as const;
    });
    const text = answer === undefined ? "" : JSON.stringify(answer);
    const { serial, privateKey } = keys.platform;
    return new Response(answer === undefined ? null : text, {
      status,
      headers: {
        "content-type": "application/json",
        ...signedHeaders(dialect, text, { serial, key: privateKey }, { now: now(), random }),
      },
    });
  }

  /** The payment as its payer sees it. */
  async look(no: string): Promise<Trade | undefined> {
    const trade = await this.#options.ledger.read(no);
    return trade && expired(trade, this.#options.now());
  }

  /** The payer pays. Says what the provider says of it: `paid`, or why not. */
  async pay(no: string, chosen?: Behaviour): Promise<"paid" | TradeRefusal> {
    const { ledger, random } = this.#options;
    const transactionId = this.#number();
    const notifyId = nonce(random);
    const decision = await ledger.change(no, (trade, now) => {
      const behaviour = chosen ?? trade?.behaviour ?? this.#options.behaviour;
      return pay(trade, { transactionId, behaviour }, now);
    }, (trade) => ({ deliveries: this.#deliveries(trade, { notifyId, at: trade.paidAt }) }));
    return decision.ok ? "paid" : decision.refusal;
  }

  /** Chooses how this payment will be told of. */
  async behave(no: string, behaviour: Behaviour): Promise<void> {
    await this.#options.ledger.change(
      no,
      (trade) =>
        trade
          ? { ok: true, trade: { ...trade, behaviour }, changed: true }
          : { ok: false, refusal: "ORDER_NOT_EXIST" },
    );
  }

  async #answer(request: Request, body: string): Promise<readonly [number, unknown?]> {
    const { dialect } = this.#options;
    const { pathname, search } = new URL(request.url);
    this.#authorize(request, pathname + search, body);
    const asked = `${request.method} ${pathname}`;
    if (asked === `POST ${dialect.createPath}`) return await this.#create(parse(createBody, body));
    if (asked === `POST ${paths.refunds}`) return await this.#refund(parse(refundBody, body));
    const [, no, closing] = TRADE_PATH.exec(pathname) ?? [];
    if (no && closing && request.method === "POST") {
      parse(closeBody, body);
      return await this.#close(decodeURIComponent(no));
    }
    if (no && !closing && request.method === "GET") {
      return await this.#query(decodeURIComponent(no));
    }
    const [, refundNo] = REFUND_PATH.exec(pathname) ?? [];
    if (refundNo && request.method === "GET") {
      return await this.#queryRefund(decodeURIComponent(refundNo));
    }
    throw new WireError(404, "RESOURCE_NOT_EXISTS", `nothing answers ${asked}`);
  }

  #authorize(request: Request, target: string, body: string): void {
    const { dialect, keys, merchantId, now } = this.#options;
    const header = request.headers.get("authorization");
    const by = authorized(
      dialect,
      header,
      { method: request.method, target, body },
      ({ id, serial }) =>
        id === merchantId && serial === keys.merchant.serial ? keys.merchant.publicKey : undefined,
    );
    if (!by) throw new WireError(401, "SIGN_ERROR", "the signature is not the merchant's");
    if (!(Math.abs(now() - by.signedAt) <= FRESH_MS)) {
      throw new WireError(401, "SIGN_ERROR", "the signature is not of the last five minutes");
    }
  }

  async #create(asked: z.infer<typeof createBody>): Promise<readonly [number, unknown]> {
    const { ledger, payUrl } = this.#options;
    const facts = {
      no: asked.out_trade_no,
      subject: asked.description,
      totalFen: asked.amount.total,
      expiresAt: Date.parse(asked.time_expire),
      notifyUrl: asked.notify_url,
      returnUrl: asked.return_url ?? "",
    };
    accept(await ledger.change(facts.no, (trade, now) => create(trade, facts, now)));
    return [200, { code_url: payUrl(facts.no) }];
  }

  async #query(no: string): Promise<readonly [number, unknown]> {
    const { now, dialect } = this.#options;
    return [200, tradeMessage(await this.#current(no), dialect, now())];
  }

  async #close(no: string): Promise<readonly [number]> {
    const { ledger, closableAfterMs } = this.#options;
    accept(await ledger.change(no, (trade, now) => close(trade, closableAfterMs, now)));
    return [204];
  }

  async #refund(asked: z.infer<typeof refundBody>): Promise<readonly [number, unknown]> {
    const { ledger, dialect, now, refundSettlesMs, random } = this.#options;
    const { out_trade_no: tradeNo, out_refund_no: no, reason = "", notify_url, amount } = asked;
    const holder = await ledger.tradeOfRefund(no);
    if (holder !== undefined && holder !== tradeNo) return refused("OUT_REFUND_NO_USED");
    const id = this.#number();
    const notifyId = nonce(random);
    const decision = await ledger.change(
      tradeNo,
      (trade, at) =>
        refund(trade, {
          no,
          id,
          amountFen: amount.refund,
          totalFen: amount.total,
          reason,
          notifyUrl: notify_url ?? trade?.notifyUrl ?? "",
          at,
          settlesAt: at + refundSettlesMs,
          fails: trade?.behaviour?.kind === "refund_fails",
        }, at),
      (trade) => ({
        refundNo: no,
        deliveries: this.#deliveries(trade, {
          notifyId,
          refundNo: no,
          at: trade.refunds.at(-1)!.settlesAt,
        }),
      }),
    );
    const trade = accept(decision);
    const kept = trade.refunds.find((one) => one.no === no)!;
    return [200, refundMessage(trade, kept, dialect, now())];
  }

  async #queryRefund(no: string): Promise<readonly [number, unknown]> {
    const { ledger, dialect, now } = this.#options;
    const tradeNo = await ledger.tradeOfRefund(no);
    const trade = tradeNo === undefined ? undefined : await ledger.read(tradeNo);
    const found = trade?.status === "paid" && trade.refunds.find((one) => one.no === no);
    if (!trade || !found) {
      throw new WireError(404, "RESOURCE_NOT_EXISTS", `there is no refund "${no}"`);
    }
    return [200, refundMessage(trade, found, dialect, now())];
  }

  /** The payment, kept as closed where it is found expired. */
  async #current(no: string): Promise<Trade> {
    const { ledger } = this.#options;
    return accept(
      await ledger.change(
        no,
        (trade): Decision<Trade> =>
          trade ? { ok: true, trade, changed: false } : { ok: false, refusal: "ORDER_NOT_EXIST" },
      ),
    );
  }

  #deliveries(
    trade: Trade,
    told: { notifyId: string; at: number; refundNo?: string },
  ): [number, Delivery][] {
    const how = trade.behaviour ?? this.#options.behaviour;
    const what = told.refundNo === undefined ? "payment" : "refund";
    return deliveriesOf(how, what).map((delayMs, copy) => {
      const due = told.at + delayMs;
      const id = `${told.notifyId}-${copy}`;
      return [due, { ...told, id, tradeNo: trade.no, attempts: 0 }];
    });
  }

  #number(): string {
    return nonce(this.#options.random, NUMBER_UNITS);
  }
}

function parse<T>(schema: z.ZodType<T>, body: string): T {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new WireError(400, "PARAM_ERROR", "the body is not JSON");
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new WireError(400, "PARAM_ERROR", `${issue?.path.join(".")}: ${issue?.message}`);
}

function accept<T>(decision: Decision<T>): T {
  return decision.ok ? decision.trade : refused(decision.refusal);
}

function refused(refusal: TradeRefusal): never {
  const message = refusal.toLowerCase().replaceAll("_", " ");
  throw new WireError(REFUSALS[refusal], refusal, message);
}

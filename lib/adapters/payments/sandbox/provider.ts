/** The embedded payment provider's HTTP API, which a merchant's gateway calls. */
import { createHash } from "node:crypto";
import type * as z from "zod";
import type { Random } from "../../../kernel/clock.ts";
import { boundsOf } from "../bill.ts";
import { type Dialect, FRESH_MS, paths } from "../v3/dialect.ts";
import { closeBody, createBody, phoneBody, refundBody } from "../v3/messages.ts";
import { authorized, signedHeaders } from "../v3/signing.ts";
import type { SandboxKeys } from "./keys.ts";
import { refundMessage, tradeMessage } from "./tell.ts";
import { Refused, type Till } from "./till.ts";
import type { TradeRefusal } from "./trade.ts";
import { writeV3Bill } from "./v3_bill.ts";

export interface ProviderOptions {
  readonly till: Till;
  readonly keys: SandboxKeys;
  readonly dialect: Dialect;
  readonly merchantId: string;
  readonly appId: string;
  readonly now: () => number;
  readonly random: Random;
  /** Where a payer pays `no`. */
  readonly payUrl: (no: string) => string;
}

/** Bills are made in the morning after the day. */
const BILL_READY_MS = 10 * 3_600_000;

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
  /** A number that was used for a code is not taken for a page, nor the reverse. */
  readonly #kinds = new Map<string, string>();

  constructor(options: ProviderOptions) {
    this.#options = options;
  }

  /** The merchant's API. Its shape is that of `fetch`. */
  async handle(request: Request): Promise<Response> {
    const { now, random, dialect, keys } = this.#options;
    const body = await request.text();
    const [status, answer] = await this.#answer(request, body).catch((error) => {
      if (error instanceof Refused) {
        const { refusal, message } = error;
        return [REFUSALS[refusal], { code: refusal, message }] as const;
      }
      if (!(error instanceof WireError)) throw error;
      return [error.status, { code: error.code, message: error.message }] as const;
    });
    // A bill is told apart by its hash, which was signed: the file itself is not.
    if (typeof answer === "string") return new Response(answer);
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

  async #answer(request: Request, body: string): Promise<readonly [number, unknown?]> {
    const { dialect } = this.#options;
    const { pathname, search, searchParams, origin } = new URL(request.url);
    this.#authorize(request, pathname + search, body);
    const asked = `${request.method} ${pathname}`;
    if (asked === `POST ${dialect.createPath}`) {
      const no = await this.#create(parse(createBody, body));
      return [200, { code_url: this.#options.payUrl(no) }];
    }
    if (asked === `POST ${dialect.phonePath}`) {
      const no = await this.#create(parse(phoneBody, body), "phone");
      return [200, {
        h5_url: `https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=${no}`,
      }];
    }
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
    if (asked === `GET ${paths.bill}`) return await this.#billOf(searchParams, origin);
    if (asked === `GET ${paths.billFile}`) {
      return [200, await this.#bill(searchParams.get("token") ?? "")];
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

  async #create(asked: z.infer<typeof createBody>, kind = ""): Promise<string> {
    const former = this.#kinds.get(asked.out_trade_no) ?? kind;
    if (former !== kind) {
      throw new WireError(403, "OUT_TRADE_NO_USED", `it was created at "${former}"`);
    }
    const { no } = await this.#options.till.create({
      no: asked.out_trade_no,
      subject: asked.description,
      totalFen: asked.amount.total,
      expiresAt: Date.parse(asked.time_expire),
      notifyUrl: asked.notify_url,
      returnUrl: asked.return_url ?? "",
    });
    this.#kinds.set(no, kind);
    return no;
  }

  async #query(no: string): Promise<readonly [number, unknown]> {
    const { till, now, dialect } = this.#options;
    return [200, tradeMessage(await till.current(no), dialect, now())];
  }

  async #close(no: string): Promise<readonly [number]> {
    await this.#options.till.close(no);
    return [204];
  }

  async #refund(asked: z.infer<typeof refundBody>): Promise<readonly [number, unknown]> {
    const { till, dialect, now } = this.#options;
    const { trade, refund } = await till.refund({
      tradeNo: asked.out_trade_no,
      no: asked.out_refund_no,
      amountFen: asked.amount.refund,
      totalFen: asked.amount.total,
      reason: asked.reason ?? "",
      ...(asked.notify_url === undefined ? {} : { notifyUrl: asked.notify_url }),
    });
    return [200, refundMessage(trade, refund, dialect, now())];
  }

  async #queryRefund(no: string): Promise<readonly [number, unknown]> {
    const { till, dialect, now } = this.#options;
    const found = await till.findRefund(no);
    if (!found) throw new WireError(404, "RESOURCE_NOT_EXISTS", `there is no refund "${no}"`);
    return [200, refundMessage(found.trade, found.refund, dialect, now())];
  }

  /** Where the day's bill is, and what it must hash to. */
  async #billOf(asked: URLSearchParams, origin: string): Promise<readonly [number, unknown]> {
    const day = asked.get("bill_date") ?? "";
    const [, to] = boundsOf(day);
    if (!(this.#options.now() >= to + BILL_READY_MS)) {
      throw new WireError(400, "STATEMENT_CREATING", `the bill of "${day}" is not made yet`);
    }
    const bill = await this.#bill(day);
    if (bill === undefined) {
      throw new WireError(400, "NO_STATEMENT_EXIST", `nothing was paid on "${day}"`);
    }
    return [200, {
      hash_type: "SHA1",
      hash_value: createHash("sha1").update(bill).digest("hex"),
      download_url: `${origin}${paths.billFile}?token=${day}`,
    }];
  }

  async #bill(day: string): Promise<string | undefined> {
    const { till, merchantId, appId } = this.#options;
    const [from, to] = boundsOf(day);
    const booked = await till.booked(from, to);
    if (booked.length === 0) return undefined;
    return writeV3Bill(booked, { merchantId, appId, madeAt: to + BILL_READY_MS });
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

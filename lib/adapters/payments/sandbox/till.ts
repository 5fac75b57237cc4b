/**
 * What a payment provider does, whatever format it speaks: the embedded one and the peers that speak
 * Alipay's and Stripe's. `deliveries.ts` sends what it has to tell.
 */
import type { Random } from "../../../kernel/clock.ts";
import { nonce } from "../v3/signing.ts";
import { type Behaviour, deliveriesOf } from "./behaviour.ts";
import type { Delivery, Ledger } from "./ledger.ts";
import {
  close,
  create,
  type Decision,
  expired,
  type PaidTrade,
  pay,
  refund,
  type Trade,
  type TradeFacts,
  type TradeRefund,
  type TradeRefusal,
} from "./trade.ts";

export interface TillOptions {
  readonly ledger: Ledger;
  readonly now: () => number;
  readonly random: Random;
  /** How payments are told of unless it is chosen for one. */
  readonly behaviour: Behaviour;
  /** How long a refund is only accepted. */
  readonly refundSettlesMs: number;
  readonly closableAfterMs: number;
}

export interface AskedRefund {
  readonly tradeNo: string;
  readonly no: string;
  readonly amountFen: number;
  readonly totalFen: number;
  readonly reason: string;
  readonly notifyUrl?: string;
}

const NUMBER_UNITS = 28;

/** The provider does not do as asked; each format has its own words for it. */
export class Refused extends Error {
  readonly refusal: TradeRefusal;

  constructor(refusal: TradeRefusal) {
    super(refusal.toLowerCase().replaceAll("_", " "));
    this.refusal = refusal;
  }
}

export class Till {
  readonly #options: TillOptions;

  constructor(options: TillOptions) {
    this.#options = options;
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

  /** @throws {Refused} */
  async create(facts: TradeFacts): Promise<Trade> {
    const { ledger } = this.#options;
    return accept(await ledger.change(facts.no, (trade, now) => create(trade, facts, now)));
  }

  /**
   * The payment, kept as closed where it is found expired.
   * @throws {Refused}
   */
  async current(no: string): Promise<Trade> {
    return accept(
      await this.#options.ledger.change(
        no,
        (trade): Decision<Trade> =>
          trade ? { ok: true, trade, changed: false } : { ok: false, refusal: "ORDER_NOT_EXIST" },
      ),
    );
  }

  /** @throws {Refused} */
  async close(no: string): Promise<Trade> {
    const { ledger, closableAfterMs } = this.#options;
    return accept(await ledger.change(no, (trade, now) => close(trade, closableAfterMs, now)));
  }

  /** @throws {Refused} */
  async refund(asked: AskedRefund): Promise<{ trade: Trade; refund: TradeRefund }> {
    const { ledger, refundSettlesMs, random } = this.#options;
    const { tradeNo, no, amountFen, totalFen, reason, notifyUrl } = asked;
    const holder = await ledger.tradeOfRefund(no);
    if (holder !== undefined && holder !== tradeNo) throw new Refused("OUT_REFUND_NO_USED");
    const id = this.#number();
    const notifyId = nonce(random);
    const trade = accept(
      await ledger.change(
        tradeNo,
        (trade, at) =>
          refund(trade, {
            no,
            id,
            amountFen,
            totalFen,
            reason,
            notifyUrl: notifyUrl ?? trade?.notifyUrl ?? "",
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
      ),
    );
    return { trade, refund: trade.refunds.find((one) => one.no === no)! };
  }

  async findRefund(no: string): Promise<{ trade: Trade; refund: TradeRefund } | undefined> {
    const { ledger } = this.#options;
    const tradeNo = await ledger.tradeOfRefund(no);
    const trade = tradeNo === undefined ? undefined : await ledger.read(tradeNo);
    const refund = trade?.status === "paid" && trade.refunds.find((one) => one.no === no);
    return trade && refund ? { trade, refund } : undefined;
  }

  /** What was paid, and what was asked to be paid back, from `from` until before `to`. */
  async booked(from: number, to: number): Promise<Booked[]> {
    const booked: Booked[] = [];
    const falls = (at: number) => at >= from && at < to;
    for await (const trade of this.#options.ledger.trades()) {
      if (trade.status !== "paid") continue;
      if (falls(trade.paidAt)) booked.push({ trade, at: trade.paidAt });
      for (const refund of trade.refunds) {
        if (falls(refund.at)) booked.push({ trade, refund, at: refund.at });
      }
    }
    return booked.sort((one, other) => one.at - other.at);
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

export interface Booked {
  readonly trade: PaidTrade;
  /** Set where this line is of a refund. */
  readonly refund?: TradeRefund;
  readonly at: number;
}

function accept<T>(decision: Decision<T>): T {
  if (decision.ok) return decision.trade;
  throw new Refused(decision.refusal);
}

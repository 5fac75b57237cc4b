/**
 * A payment provider of a simulated sale: it takes money at any time until it has expired or was
 * closed, tells of it late, twice or never, and cannot be reached now and then.
 */
import type { PaymentGateway, PaymentState } from "../../lib/adapters/payments/port.ts";
import type { Chance } from "../../lib/kernel/testing/chance.ts";
import type { World } from "../../lib/kernel/testing/sim_clock.ts";

export interface Account {
  readonly paymentId: string;
  readonly amountFen: number;
  /** World time, milliseconds. */
  readonly expiresAt: number;
  status: "pending" | "closed" | "paid";
  paidFen: number;
  paidAt: number;
  /** When the payer was given its page, world time: before, nobody could pay. */
  shownAt: number;
  /** When it was paid or closed, world time; until then it could be paid. */
  endedAt: number;
  readonly refunds: Map<string, number>;
}

export interface ProviderFaults {
  /** Probability that a call fails, before or after it was carried out. */
  readonly fails: number;
  readonly latencyMs: number;
  /** Probability that nobody is ever told of a payment. */
  readonly silent: number;
  /** Probability that money is taken although the payment had expired or was closed. */
  readonly tooLate: number;
  /** Notices of one payment: at least one unless silent, at most this. */
  readonly notices: number;
  readonly lateMs: number;
}

export interface Notice {
  readonly paymentId: string;
  readonly transactionId: string;
  readonly amountFen: number;
  readonly paidAt: number;
}

export class SimProvider {
  readonly accounts = new Map<string, Account>();
  /** Carries a notice; rejects where nobody took it, and it is brought again. */
  deliver: (notice: Notice) => Promise<void> = () => Promise.resolve();
  faults: ProviderFaults;
  /** Notices that are still to come. */
  underWay = 0;
  readonly #world: World;
  readonly #chance: Chance;

  constructor(world: World, chance: Chance, faults: ProviderFaults) {
    this.#world = world;
    this.#chance = chance;
    this.faults = faults;
  }

  readonly gateway: Pick<
    PaymentGateway,
    "provider" | "create" | "query" | "close" | "refund" | "queryRefund"
  > = {
    provider: "sim",
    create: ({ paymentId, amountFen, expiresAt }) =>
      this.#call(() => {
        if (!this.accounts.has(paymentId)) {
          this.accounts.set(paymentId, {
            paymentId,
            amountFen,
            expiresAt,
            status: "pending",
            paidFen: 0,
            paidAt: 0,
            shownAt: Infinity,
            endedAt: Infinity,
            refunds: new Map(),
          });
        }
        return { payUrl: paymentId };
      }),
    query: ({ paymentId }) => this.#call(() => this.#state(paymentId)),
    close: ({ paymentId }) =>
      this.#call(() => {
        const account = this.accounts.get(paymentId);
        if (account?.status === "pending") {
          account.status = "closed";
          account.endedAt = this.#world.now;
        }
        const state = this.#state(paymentId);
        return state.status === "paid" ? state : { status: "closed" as const };
      }),
    refund: ({ paymentId, refundId, amountFen }) =>
      this.#call(() => {
        const account = this.accounts.get(paymentId)!;
        const refunded = [...account.refunds.values()].reduce((sum, fen) => sum + fen, 0);
        if (!account.refunds.has(refundId) && refunded + amountFen > account.paidFen) {
          throw new Error("more than was paid");
        }
        account.refunds.set(refundId, amountFen);
        return { status: "succeeded" as const };
      }),
    queryRefund: () => Promise.resolve({ status: "not_found" as const }),
  };

  /** The payer is given the page. */
  show(paymentId: string): void {
    const account = this.accounts.get(paymentId)!;
    account.shownAt = Math.min(account.shownAt, this.#world.now);
  }

  /** The payer pays. Whether the provider took it. */
  pay(paymentId: string, now: number, amountFen?: number): boolean {
    const account = this.accounts.get(paymentId);
    if (!account || account.status === "paid") return false;
    const over = account.status === "closed" || now >= account.expiresAt;
    if (over && !this.#chance.hits(this.faults.tooLate)) return false;
    account.status = "paid";
    account.paidAt = now;
    account.endedAt = Math.min(account.endedAt, this.#world.now);
    account.paidFen = amountFen ?? account.amountFen;
    const { silent, notices, lateMs } = this.faults;
    // Nobody would ever hear of money that came after the last question.
    if (!over && this.#chance.hits(silent)) return true;
    for (let i = this.#chance.whole(1, notices); i > 0; i--) {
      this.underWay++;
      this.#world.after(this.#chance.between(1, lateMs), () => void this.#notify(account));
    }
    return true;
  }

  async #notify(account: Account): Promise<void> {
    await this.#bring(account);
    this.underWay--;
  }

  async #bring(account: Account): Promise<void> {
    const { paymentId, paidFen, paidAt } = account;
    for (let tries = 0; tries < 8; tries++) {
      try {
        const transactionId = `x-${paymentId}`;
        return await this.deliver({ paymentId, transactionId, amountFen: paidFen, paidAt });
      } catch {
        await this.#world.sleep(1_000 * 2 ** tries);
      }
    }
  }

  #state(paymentId: string): PaymentState {
    const account = this.accounts.get(paymentId);
    if (!account) return { status: "not_found" };
    const { status, amountFen, paidFen, paidAt } = account;
    return status === "paid"
      ? { status, amountFen: paidFen, transactionId: `x-${paymentId}`, paidAt }
      : { status, amountFen };
  }

  async #call<T>(act: () => T): Promise<T> {
    const { fails, latencyMs } = this.faults;
    await this.#world.sleep(latencyMs * this.#chance.between(0.2, 2));
    if (this.#chance.hits(fails)) throw new Error("the provider cannot be reached");
    const done = act();
    await this.#world.sleep(latencyMs * this.#chance.between(0.2, 2));
    if (this.#chance.hits(fails)) throw new Error("the provider's answer was lost");
    return done;
  }
}

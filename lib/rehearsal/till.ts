/** The payment provider of a rehearsal: it takes no real money, and tells of it as a provider does. */
import type { PaymentGateway, PaymentState } from "../adapters/payments/port.ts";
import type { Chance } from "../kernel/testing/chance.ts";
import type { World } from "../kernel/testing/sim_clock.ts";

interface Account {
  readonly amountFen: number;
  readonly expiresAt: number;
  status: "pending" | "closed" | "paid";
  paidAt: number;
  refundedFen: number;
}

export interface TillNotice {
  readonly paymentId: string;
  readonly transactionId: string;
  readonly amountFen: number;
  readonly paidAt: number;
}

export const TILL = "rehearsal";
const ANSWERS_MS = 60;
/** A notice comes at the latest after so long. */
const NOTICE_MS = 4_000;
/** The part of payments that are told of twice. */
const TWICE = 0.1;

type Gateway = Pick<PaymentGateway, "provider" | "query" | "close" | "refund" | "queryRefund">;

export class Till {
  paid = 0;
  paidFen = 0;
  refunds = 0;
  /** Carries a notice to its payment. */
  deliver: (notice: TillNotice) => Promise<unknown> = () => Promise.resolve();
  /** Notices that are still to come. */
  underWay = 0;
  readonly #accounts = new Map<string, Account>();
  readonly #world: World;
  readonly #chance: Chance;
  readonly #now: () => number;

  constructor(world: World, chance: Chance, now: () => number) {
    this.#world = world;
    this.#chance = chance;
    this.#now = now;
  }

  readonly gateway: Gateway = {
    provider: TILL,
    query: ({ paymentId }) => this.#answer(() => this.#state(paymentId)),
    close: ({ paymentId }) =>
      this.#answer(() => {
        const account = this.#accounts.get(paymentId);
        if (account?.status === "pending") account.status = "closed";
        const state = this.#state(paymentId);
        return state.status === "paid" ? state : { status: "closed" as const };
      }),
    refund: ({ paymentId, amountFen }) =>
      this.#answer(() => {
        const account = this.#accounts.get(paymentId);
        if (account && account.refundedFen === 0) {
          account.refundedFen = amountFen;
          this.refunds++;
        }
        return { status: "succeeded" as const };
      }),
    queryRefund: () => Promise.resolve({ status: "not_found" as const }),
  };

  /** A shopper opens the payment page. */
  open(paymentId: string, { amountFen, expiresAt }: Pick<Account, "amountFen" | "expiresAt">) {
    if (this.#accounts.has(paymentId)) return;
    const rest = { status: "pending", paidAt: 0, refundedFen: 0 } as const;
    this.#accounts.set(paymentId, { amountFen, expiresAt, ...rest });
  }

  /** A shopper pays; nothing is taken from who comes too late. */
  pay(paymentId: string): void {
    const account = this.#accounts.get(paymentId);
    if (account?.status !== "pending" || this.#now() >= account.expiresAt) return;
    this.#take(paymentId, account, this.#chance.hits(TWICE) ? 2 : 1);
  }

  /** The payer's bank lets go of the money when the page has long been closed. */
  payLate(paymentId: string): void {
    const account = this.#accounts.get(paymentId);
    if (!account || account.status === "paid") return;
    this.#take(paymentId, account, 1);
  }

  #take(paymentId: string, account: Account, times: number): void {
    account.status = "paid";
    account.paidAt = this.#now();
    this.paid++;
    this.paidFen += account.amountFen;
    for (let i = times; i > 0; i--) {
      this.underWay++;
      this.#world.after(this.#chance.between(1, NOTICE_MS), () => void this.#notify(paymentId));
    }
  }

  async #notify(paymentId: string): Promise<void> {
    const { amountFen, paidAt } = this.#accounts.get(paymentId)!;
    // What nobody took is asked for at the hold's end.
    await this.deliver({ paymentId, transactionId: `x-${paymentId}`, amountFen, paidAt })
      .catch(() => {});
    this.underWay--;
  }

  #state(paymentId: string): PaymentState {
    const account = this.#accounts.get(paymentId);
    if (!account) return { status: "not_found" };
    const { status, amountFen, paidAt } = account;
    return status === "paid"
      ? { status, amountFen, transactionId: `x-${paymentId}`, paidAt }
      : { status, amountFen };
  }

  async #answer<T>(act: () => T): Promise<T> {
    await this.#world.sleep(ANSWERS_MS * this.#chance.between(0.2, 2));
    return act();
  }
}

/**
 * What was asked of a provider that does not tell it again: Alipay knows of a payment only once its
 * code was scanned, Stripe finds one by its own number only. Kept before the payer can see the page.
 */
import { fromJson, jsonBytes } from "../../kernel/codec.ts";
import type { Key, Store } from "../../kernel/store.ts";
import { type NewPayment, PaymentError, type PayPage } from "./port.ts";

export interface Entry {
  readonly subject: string;
  readonly amountFen: number;
  readonly expiresAt: number;
  readonly page: PayPage;
  /** The provider's number. */
  readonly reference?: string;
}

export class PaymentBook {
  readonly #store: Store;
  readonly #provider: string;

  constructor(store: Store, provider: string) {
    this.#store = store;
    this.#provider = provider;
  }

  async find(paymentId: string): Promise<Entry | undefined> {
    const [row] = await this.#store.getMany([this.#key(paymentId)]);
    return row && fromJson(row.value);
  }

  /** Keeps the first entry of a payment; whoever comes later gets that one. */
  async keep(paymentId: string, entry: Entry): Promise<Entry> {
    const key = this.#key(paymentId);
    for (let attempt = 0; attempt < 3; attempt++) {
      const found = await this.find(paymentId);
      if (found) return found;
      await this.#store.commit({
        checks: [{ key, versionstamp: null }],
        sets: [{ key, value: jsonBytes(entry) }],
        deletes: [],
      });
    }
    throw new PaymentError("unreachable", `cannot keep what was asked of ${this.#provider}`);
  }

  #key(paymentId: string): Key {
    return ["payment_book", this.#provider, paymentId];
  }
}

/** @throws {PaymentError} `conflict` where it was kept with other facts */
export function expectSame(entry: Entry, { paymentId, ...asked }: NewPayment): void {
  const same = entry.subject === asked.subject && entry.amountFen === asked.amountFen &&
    entry.expiresAt === asked.expiresAt;
  if (!same) {
    throw new PaymentError("conflict", `"${paymentId}" was created with other facts before`);
  }
}

/** @throws {PaymentError} `rejected` */
export function expectOpen({ paymentId, expiresAt }: NewPayment, now: number): void {
  if (now < expiresAt) return;
  throw new PaymentError(
    "rejected",
    `"${paymentId}" would have been over ${now - expiresAt} ms ago`,
  );
}

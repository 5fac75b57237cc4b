/** Where the embedded provider keeps its payments and what it has to deliver: rows of the store. */
import { fromJson, jsonBytes } from "../../../kernel/codec.ts";
import type { Check, Key, Row, Store, Write } from "../../../kernel/store.ts";
import { type Decision, expired, type Trade } from "./trade.ts";

const PREFIX = "payment_sandbox";

const keys = {
  secrets: (): Key => [PREFIX, "secrets"],
  trades: (): Key => [PREFIX, "trade"],
  trade: (no: string): Key => [PREFIX, "trade", no],
  /** Which payment a refund is of. */
  refund: (no: string): Key => [PREFIX, "refund", no],
  deliveries: (): Key => [PREFIX, "due"],
  delivery: (due: number, id: string): Key => [PREFIX, "due", due, id],
};

/** One notification on its way; each attempt is made at its `due`. */
export interface Delivery {
  readonly id: string;
  /** The same in every delivery of one notification. */
  readonly notifyId: string;
  readonly tradeNo: string;
  /** Set where it tells of a refund. */
  readonly refundNo?: string;
  /** When there was something to tell. */
  readonly at: number;
  /** Attempts made. */
  readonly attempts: number;
}

export interface DueDelivery {
  readonly due: number;
  readonly delivery: Delivery;
  readonly row: Row;
}

/** Others change the same payment, but not so often. */
const ATTEMPTS = 20;

export class Ledger {
  readonly #store: Store;
  readonly #now: () => number;

  constructor(store: Store, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  async read(no: string): Promise<Trade | undefined> {
    const [row] = await this.#store.getMany([keys.trade(no)]);
    return row && fromJson(row.value);
  }

  /** Every payment there is: for the bill of a day, which sandboxes alone make this way. */
  async *trades(): AsyncIterable<Trade> {
    for await (const row of this.#store.list({ prefix: keys.trades() })) yield fromJson(row.value);
  }

  async tradeOfRefund(refundNo: string): Promise<string | undefined> {
    const [row] = await this.#store.getMany([keys.refund(refundNo)]);
    return row && fromJson(row.value);
  }

  /**
   * Decides on the payment as it stands and keeps what was decided, or decides again where another
   * was quicker. What has expired meanwhile is closed first, and stays so.
   */
  async change<T extends Trade>(
    no: string,
    decide: (trade: Trade | undefined, now: number) => Decision<T>,
    along: (
      trade: T,
    ) => { refundNo?: string; deliveries?: readonly (readonly [number, Delivery])[] } = () => ({}),
  ): Promise<Decision<T>> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const [row] = await this.#store.getMany([keys.trade(no)]);
      const now = this.#now();
      const kept: Trade | undefined = row && fromJson(row.value);
      const before = kept && expired(kept, now);
      const decision = decide(before, now);
      const after = decision.ok && decision.changed ? decision.trade : before;
      if (!after || after === kept) return decision;
      const checks: Check[] = [{ key: keys.trade(no), versionstamp: row?.versionstamp ?? null }];
      const sets: Write[] = [{ key: keys.trade(no), value: jsonBytes(after) }];
      if (decision.ok && decision.changed) {
        const { refundNo, deliveries = [] } = along(decision.trade);
        if (refundNo !== undefined) {
          checks.push({ key: keys.refund(refundNo), versionstamp: null });
          sets.push({ key: keys.refund(refundNo), value: jsonBytes(no) });
        }
        for (const [due, delivery] of deliveries) {
          sets.push({ key: keys.delivery(due, delivery.id), value: jsonBytes(delivery) });
        }
      }
      if ((await this.#store.commit({ checks, sets, deletes: [] })).ok) return decision;
    }
    throw new Error(`Cannot change the payment "${no}": others change it all the time`);
  }

  async *due(until: number, limit: number): AsyncIterable<DueDelivery> {
    const rows = this.#store.list({
      prefix: keys.deliveries(),
      end: [...keys.deliveries(), until + 1],
      limit,
    });
    for await (const row of rows) {
      yield { due: row.key[2] as number, delivery: fromJson(row.value), row };
    }
  }

  /** When the next delivery is due; undefined where none is left. */
  async nextDue(): Promise<number | undefined> {
    for await (const row of this.#store.list({ prefix: keys.deliveries(), limit: 1 })) {
      return row.key[2] as number;
    }
    return undefined;
  }

  /** Moves a delivery, or ends it without `to`. Undefined where another node was quicker. */
  async moveDelivery(
    { row }: DueDelivery,
    to?: { due: number; delivery: Delivery },
  ): Promise<DueDelivery | undefined> {
    const key = to && keys.delivery(to.due, to.delivery.id);
    const value = to && jsonBytes(to.delivery);
    const committed = await this.#store.commit({
      checks: [{ key: row.key, versionstamp: row.versionstamp }],
      sets: key && value ? [{ key, value }] : [],
      // Deletes come after sets: a clock set back may lead to the very same key.
      deletes: to?.due === row.key[2] ? [] : [row.key],
    });
    if (!committed.ok || !to) return undefined;
    return { ...to, row: { key: key!, value: value!, versionstamp: committed.versionstamp } };
  }

  /** What `make` gave when it was first asked, on whatever node. */
  async keptSecrets<T>(make: () => T): Promise<T> {
    const key = keys.secrets();
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const [row] = await this.#store.getMany([key]);
      if (row) return fromJson(row.value);
      await this.#store.commit({
        checks: [{ key, versionstamp: null }],
        sets: [{ key, value: jsonBytes(make()) }],
        deletes: [],
      });
    }
    throw new Error("Cannot keep the payment sandbox's keys: the store does not hold them");
  }
}

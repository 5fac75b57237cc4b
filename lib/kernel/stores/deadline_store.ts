/**
 * A store that always answers: within a time, or with an error. What stands behind it may not. A KV
 * Connect client waits for its server for as long as it takes, and everybody who asks waits with it.
 */
import type { Clock } from "../clock.ts";
import { CommitRejected, KernelError, StoreSilent, StoreUnreachable } from "../errors.ts";
import type { Limits } from "../limits.ts";
import { type Link, LinkedList } from "../linked_list.ts";
import type { Atomic, Committed, Key, ListOptions, Row, Store, StoreLimits } from "../store.ts";

/** Nothing is kept there. */
const PROBE: Key = ["probe"];

type Times = Pick<Limits, "storeMs" | "storeProbeMs">;

/**
 * How a store is, by what it answered last: `silent` answers nothing; `failing` kept nothing of what
 * it was given last, as one whose disk is full, though it may be read.
 */
export type StoreCondition = "well" | "silent" | "failing";

interface Wait {
  readonly began: number;
  readonly expire: () => void;
}

export class DeadlineStore implements Store {
  readonly limits: StoreLimits;
  readonly shared: boolean;
  /** Told when the store falls silent, and when it answers again. */
  onSilence: () => void = () => {};
  onAnswer: (silentMs: number) => void = () => {};
  readonly #inner: Store;
  readonly #clock: Clock;
  readonly #times: Times;
  /** In the order of their beginning, and so of their end. */
  readonly #waiting = new LinkedList<Wait>();
  #cancelTimer: (() => void) | undefined;
  #users = 0;
  #answeredAt = -Infinity;
  #silentSince: number | undefined;
  #probedAt = -Infinity;
  /** From a call that failed until the next commit that did not. */
  #failing = false;

  constructor(inner: Store, clock: Clock, times: Times) {
    this.#inner = inner;
    this.#clock = clock;
    this.#times = times;
    this.limits = inner.limits;
    this.shared = inner.shared;
  }

  /** `store` behind a deadline; one that has a deadline as it is. */
  static over(store: Store, clock: Clock, times: Times): DeadlineStore {
    return store instanceof DeadlineStore ? store : new DeadlineStore(store, clock, times);
  }

  /**
   * Nobody waits for it: while the store is not well, who asks has it tried once more, for who asks
   * next. In a shop that nobody visits no other call would show that it is well again.
   */
  condition(): StoreCondition {
    const now = this.#clock.monotonic();
    if (this.#silentSince !== undefined) {
      this.#probe(now);
      return "silent";
    }
    if (!this.#failing) return "well";
    if (now - this.#probedAt >= this.#times.storeProbeMs) {
      this.#probedAt = now;
      this.commit({ checks: [], sets: [], deletes: [PROBE] }).catch(() => {});
    }
    return "failing";
  }

  /**
   * Tells that somebody uses the store all the time, until what is returned is called: so long one
   * timer serves call after call, because to set one and to cancel it takes a busy node longer than
   * all else here.
   */
  join(): () => void {
    let joined = true;
    this.#users++;
    return () => {
      if (!joined) return;
      joined = false;
      this.#users--;
      this.#endTimer();
    };
  }

  /** @throws {KernelError} `unavailable` */
  getMany(keys: readonly Key[]): Promise<(Row | undefined)[]> {
    return this.#within(() => this.#inner.getMany(keys));
  }

  /** Each row has the time that a call has. @throws {KernelError} `unavailable` */
  async *list(options: ListOptions): AsyncIterable<Row> {
    const rows = this.#inner.list(options)[Symbol.asyncIterator]();
    let ended = false;
    try {
      while (true) {
        const next = await this.#within(() => rows.next());
        if (next.done) {
          ended = true;
          return;
        }
        yield next.value;
      }
    } finally {
      // Not awaited: a reading that is stuck would not let go either.
      if (!ended) rows.return?.().catch(() => {});
    }
  }

  /**
   * @throws {KernelError} `unavailable`: the outcome is unknown
   * @throws {CommitRejected}
   */
  commit(atomic: Atomic): Promise<Committed> {
    return this.#within(() => this.#inner.commit(atomic), true);
  }

  watch(key: Key, changed: () => void): () => void {
    return this.#inner.watch(key, changed);
  }

  close(): void {
    this.#inner.close();
  }

  /**
   * While the store is silent, calls fail at once, so that nobody waits for it and nothing gathers
   * behind it. Now and then a reading that nobody waits for shows whether it is back.
   */
  #within<T>(call: () => Promise<T>, keeps = false): Promise<T> {
    const began = this.#clock.monotonic();
    if (this.#silentSince !== undefined) {
      this.#probe(began);
      return Promise.reject(new StoreSilent("The store has not answered for a while"));
    }
    return new Promise<T>((resolve, reject) => {
      const called = call();
      const wait = this.#waiting.add({
        began,
        expire: () => {
          const late = called.catch(() => {});
          const message = `The store did not answer within ${this.#times.storeMs} ms`;
          reject(new StoreSilent(message, late));
        },
      });
      this.#arm();
      called.then(
        (value) => {
          this.#settled(wait);
          if (keeps) this.#failing = false;
          resolve(value);
        },
        (cause) => {
          if (cause instanceof StoreUnreachable) return reject(this.#unreachable(wait, cause));
          this.#settled(wait);
          if (cause instanceof CommitRejected) return reject(cause);
          this.#failing = true;
          reject(failed(cause));
        },
      );
    });
  }

  #probe(now: number): void {
    if (now - this.#probedAt < this.#times.storeProbeMs) return;
    this.#probedAt = now;
    this.#inner.getMany([PROBE]).then(() => this.#answered(), (cause) => {
      if (!(cause instanceof StoreUnreachable)) this.#answered();
    });
  }

  #settled(wait: Link<Wait>): void {
    this.#forget(wait);
    this.#answered();
  }

  #forget(wait: Link<Wait>): void {
    this.#waiting.delete(wait);
    this.#endTimer();
  }

  #endTimer(): void {
    if (this.#waiting.size + this.#users > 0) return;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** As silent as a store can be; the next call asks at once whether it was one connection only. */
  #unreachable(wait: Link<Wait>, cause: StoreUnreachable): StoreSilent {
    this.#forget(wait);
    const { began } = wait.value;
    if (this.#silentSince === undefined && this.#answeredAt <= began) {
      this.#fallSilent(began);
      this.#probedAt = -Infinity;
    }
    return new StoreSilent(cause.message, Promise.resolve());
  }

  #fallSilent(since: number): void {
    this.#silentSince = since;
    this.#probedAt = this.#clock.monotonic();
    this.onSilence();
  }

  /** An answer, be it late, or an error: the store is there. */
  #answered(): void {
    this.#answeredAt = this.#clock.monotonic();
    if (this.#silentSince === undefined) return;
    const silentMs = this.#answeredAt - this.#silentSince;
    this.#silentSince = undefined;
    this.onAnswer(silentMs);
  }

  #arm(): void {
    if (this.#cancelTimer) return;
    const { first } = this.#waiting;
    if (!first) return;
    const ms = first.began + this.#times.storeMs - this.#clock.monotonic();
    this.#cancelTimer = this.#clock.after(Math.max(1, ms), () => {
      this.#cancelTimer = undefined;
      this.#expire(this.#clock.monotonic() - this.#times.storeMs);
      this.#arm();
    });
  }

  #expire(beganUntil: number): void {
    for (let wait = this.#waiting.first; wait; wait = this.#waiting.first) {
      if (wait.began > beganUntil) return;
      this.#waiting.shift();
      // One call may get stuck alone; it is the store when nothing has come since.
      if (this.#silentSince === undefined && this.#answeredAt < wait.began) {
        this.#fallSilent(wait.began);
      }
      wait.expire();
    }
  }
}

const failed = (cause: unknown): KernelError =>
  new KernelError(
    "unavailable",
    `The store failed: ${cause instanceof Error ? cause.message : cause}`,
    { cause, retryAfterMs: 1_000 },
  );

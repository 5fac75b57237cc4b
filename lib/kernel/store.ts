/**
 * What the kernel needs of a store: ordered keys, values of bytes, versionstamps that grow with
 * every commit, and one atomic that checks, sets and deletes. Deno KV is the model; `sum`, `min`,
 * `max` and queues are left out on purpose (see docs/decisions/0003-only-check-set-delete.md).
 */

/** Key parts order as Deno KV orders them: strings before numbers. Numbers are safe integers. */
export type KeyPart = string | number;
export type Key = readonly KeyPart[];

export interface Row {
  readonly key: Key;
  readonly value: Uint8Array;
  /** Twenty hex digits; they compare as strings, and a later commit has a greater one. */
  readonly versionstamp: string;
}

export interface Check {
  readonly key: Key;
  /** The versionstamp the key must have; `null` where it must not exist. */
  readonly versionstamp: string | null;
}

export interface Write {
  readonly key: Key;
  readonly value: Uint8Array;
  /** The row disappears this many milliseconds later, or somewhat after. */
  readonly expireInMs?: number;
}

/** One atomic: all checks hold and all writes happen, or nothing does. */
export interface Atomic {
  readonly checks: readonly Check[];
  readonly sets: readonly Write[];
  readonly deletes: readonly Key[];
}

/**
 * `ok: false` says a check did not hold. A commit that throws has an unknown outcome: it may have
 * landed, may not have, or may land later.
 */
export type Committed = { readonly ok: true; readonly versionstamp: string } | {
  readonly ok: false;
};

export interface ListOptions {
  readonly prefix: Key;
  /** Inclusive; a full key below `prefix`. */
  readonly start?: Key;
  /** Exclusive; a full key below `prefix`. */
  readonly end?: Key;
  readonly limit?: number;
  readonly reverse?: boolean;
}

/** What one commit may hold. Differs by engine: see `limits.ts`. */
export interface StoreLimits {
  readonly checks: number;
  readonly mutations: number;
  /** Keys and values of one commit together. */
  readonly commitBytes: number;
  /** Keys alone of what one commit sets. */
  readonly keysBytes: number;
  readonly keyBytes: number;
  readonly valueBytes: number;
  /** How many commits may usefully be under way at once. */
  readonly commitsInFlight: number;
}

export interface Store {
  readonly limits: StoreLimits;
  /** Whether other processes may write to it, so that stewardship and pulses are worth their cost. */
  readonly shared: boolean;
  /** `undefined` for each key that does not exist. Any number of keys. */
  getMany(keys: readonly Key[]): Promise<(Row | undefined)[]>;
  /** Rows in key order. Reads in pages, each consistent in itself. */
  list(options: ListOptions): AsyncIterable<Row>;
  commit(atomic: Atomic): Promise<Committed>;
  /**
   * Calls `changed` after the key's value has changed, from whatever process, at least once after
   * the last change. Changes in quick succession may be reported once. Returns how to stop.
   */
  watch(key: Key, changed: () => void): () => void;
  close(): void;
}

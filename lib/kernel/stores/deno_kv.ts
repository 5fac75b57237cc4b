/** The store on Deno KV: embedded (a SQLite file), denokv (KV Connect) or Deno Deploy. */
import { CommitRejected } from "../errors.ts";
import { EMBEDDED_STORE, REMOTE_STORE } from "../limits.ts";
import type { Atomic, Committed, Key, ListOptions, Row, Store, StoreLimits } from "../store.ts";

/** Deno KV reads at most so many keys a call. */
const GET_MANY = 10;
const LIST_BATCH = 500;
const WATCH_PAUSE_MS = 200;
/**
 * What Deno KV says of a commit that it refuses by itself, before anything is written. A TypeError
 * alone does not tell: the embedded engine throws one for a full disk as well.
 */
const BREAKS_A_LIMIT =
  /^(too many |(key|value|total .* size) too large|key cannot be empty|expected )/i;

export class DenoKvStore implements Store {
  readonly limits: StoreLimits;
  readonly shared: boolean;
  readonly #kv: Deno.Kv;
  readonly #watches = new Set<ReadableStreamDefaultReader<unknown>>();
  readonly #pauses = new Set<() => void>();
  readonly #whenClosed: () => void;
  #closed = false;

  constructor(kv: Deno.Kv, shared: boolean, closed: () => void = () => {}) {
    this.#kv = kv;
    this.#whenClosed = closed;
    this.shared = shared;
    this.limits = shared ? REMOTE_STORE : EMBEDDED_STORE;
  }

  /**
   * Opens `location`: a file path (embedded), or an http(s) URL (KV Connect; the token comes from
   * DENO_KV_ACCESS_TOKEN). Embedded files belong to one process at a time: {@linkcode openStore}
   * sees to that. `closed` is called once it is closed.
   */
  static async open(location: string, closed?: () => void): Promise<DenoKvStore> {
    const shared = /^https?:\/\//.test(location);
    return new DenoKvStore(await Deno.openKv(location), shared, closed);
  }

  async getMany(keys: readonly Key[]): Promise<(Row | undefined)[]> {
    if (keys.length === 1) return [rowOf(await this.#kv.get<Uint8Array>(keys[0]!))];
    if (keys.length === 0) return [];
    const calls: Promise<Deno.KvEntryMaybe<Uint8Array>[]>[] = [];
    for (let i = 0; i < keys.length; i += GET_MANY) {
      calls.push(this.#kv.getMany<Uint8Array[]>(keys.slice(i, i + GET_MANY)));
    }
    return (await Promise.all(calls)).flatMap((entries) => entries.map(rowOf));
  }

  async *list(options: ListOptions): AsyncIterable<Row> {
    const { prefix, start, end, limit, reverse } = options;
    const selector = start && end
      ? { start, end }
      : { prefix, ...(start ? { start } : {}), ...(end ? { end } : {}) };
    const batchSize = Math.min(LIST_BATCH, limit ?? LIST_BATCH);
    const entries = this.#kv.list<Uint8Array>(selector as Deno.KvListSelector, {
      batchSize,
      ...(limit === undefined ? {} : { limit }),
      ...(reverse ? { reverse } : {}),
    });
    for await (const entry of entries) yield entry as unknown as Row;
  }

  async commit({ checks, sets, deletes }: Atomic): Promise<Committed> {
    const atomic = this.#kv.atomic();
    for (const check of checks) atomic.check(check);
    for (const { key, value, expireInMs } of sets) {
      if (expireInMs === undefined) atomic.set(key, value);
      else atomic.set(key, value, { expireIn: expireInMs });
    }
    for (const key of deletes) atomic.delete(key);
    try {
      return await atomic.commit();
    } catch (cause) {
      if (cause instanceof TypeError && BREAKS_A_LIMIT.test(cause.message)) {
        throw new CommitRejected(cause.message, { cause });
      }
      throw cause;
    }
  }

  watch(key: Key, changed: () => void): () => void {
    let stopped = false;
    let reader: ReadableStreamDefaultReader<unknown> | undefined;
    const run = async () => {
      while (!stopped && !this.#closed) {
        try {
          reader = this.#kv.watch([key]).getReader();
          this.#watches.add(reader);
          while (!stopped && !(await reader.read()).done) if (!stopped) changed();
        } catch {
          if (stopped || this.#closed) return;
          // A lost connection: watch again after a breath, and report a change that may have been missed.
          await this.#pause();
          if (!stopped && !this.#closed) changed();
        } finally {
          if (reader) this.#watches.delete(reader);
        }
      }
    };
    void run();
    return () => {
      stopped = true;
      reader?.cancel().catch(() => {});
    };
  }

  /** Ends at once when the store is closed. */
  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#pauses.delete(end);
        resolve();
      };
      const timer = setTimeout(end, WATCH_PAUSE_MS);
      Deno.unrefTimer(timer as unknown as number);
      this.#pauses.add(end);
    });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const end of this.#pauses) end();
    for (const reader of this.#watches) reader.cancel().catch(() => {});
    this.#kv.close();
    this.#whenClosed();
  }
}

const rowOf = (entry: Deno.KvEntryMaybe<Uint8Array>): Row | undefined =>
  entry.versionstamp === null ? undefined : entry as Row;

/** The store on Deno KV: embedded (a SQLite file), denokv (KV Connect) or Deno Deploy. */
import { CommitRejected, StoreUnreachable } from "../errors.ts";
import { EMBEDDED_STORE, REMOTE_STORE } from "../limits.ts";
import type { Atomic, Committed, Key, ListOptions, Row, Store, StoreLimits } from "../store.ts";
import { Expiry } from "./expiry.ts";

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
/** What a store over the network says of it. */
const REFUSES_THE_REQUEST = /^unexpected response status: (400|413)/i;

export class DenoKvStore implements Store {
  readonly limits: StoreLimits;
  readonly shared: boolean;
  readonly #kv: Deno.Kv;
  readonly #watches = new Set<ReadableStreamDefaultReader<unknown>>();
  readonly #pauses = new Set<() => void>();
  readonly #whenClosed: () => void;
  readonly #expiry: Expiry;
  #closed = false;

  constructor(kv: Deno.Kv, shared: boolean, closed: () => void = () => {}) {
    this.#kv = kv;
    this.#whenClosed = closed;
    this.shared = shared;
    this.limits = shared ? REMOTE_STORE : EMBEDDED_STORE;
    this.#expiry = new Expiry(this, Date.now);
  }

  /**
   * Opens `location`: a file path (embedded), or an http(s) URL (KV Connect; the token comes from
   * DENO_KV_ACCESS_TOKEN). Embedded files belong to one process at a time: {@linkcode openStore}
   * sees to that. `closed` is called once it is closed.
   */
  static async open(location: string, closed?: () => void): Promise<DenoKvStore> {
    const shared = /^https?:\/\//i.test(location);
    const kv = await (shared ? openRemote : Deno.openKv)(location);
    const store = new DenoKvStore(kv, shared, closed);
    store.#expiry.start();
    return store;
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
    const { prefix, start, end, reverse } = options;
    // Deno KV takes none, or one without end, for a mistake.
    const limit = options.limit === Infinity ? undefined : options.limit;
    if (limit === 0) return;
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
    const notes = this.#expiry.notes({ checks, sets, deletes });
    for (const { key, value, expireInMs } of sets) {
      if (expireInMs === undefined || notes) atomic.set(key, value);
      else atomic.set(key, value, { expireIn: expireInMs });
    }
    for (const { key, value } of notes ?? []) atomic.set(key, value);
    for (const key of deletes) atomic.delete(key);
    try {
      return await atomic.commit();
    } catch (cause) {
      const refused = cause instanceof TypeError && BREAKS_A_LIMIT.test(cause.message) ||
        cause instanceof Error && REFUSES_THE_REQUEST.test(cause.message);
      if (refused) {
        throw new CommitRejected((cause as Error).message, { cause });
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
          // Raw, since only so the client over the network hands its errors on.
          reader = this.#kv.watch([key], { raw: true }).getReader();
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
    this.#expiry.stop();
    for (const end of this.#pauses) end();
    for (const reader of this.#watches) reader.cancel().catch(() => {});
    this.#kv.close();
    this.#whenClosed();
  }
}

/**
 * Over the network by the fetch of this process. The runtime's own client sends a request's head and
 * body apart, and waits 40 ms in between for an acknowledgement that the other side delays: every
 * commit of more than a few hundred bytes would take that long.
 */
async function openRemote(url: string): Promise<Deno.Kv> {
  const accessToken = Deno.env.get("DENO_KV_ACCESS_TOKEN");
  if (!accessToken) throw new Error("DENO_KV_ACCESS_TOKEN is not set");
  const { makeRemoteService } = await import("@deno/kv");
  const service = makeRemoteService({
    accessToken,
    // What failed may have landed: only the kernel knows how to find out.
    maxRetries: 0,
    fetcher: fetchFromStore,
  });
  return await service.openKv(url) as unknown as Deno.Kv;
}

async function fetchFromStore(url: string | URL | Request, init?: RequestInit): Promise<Response> {
  const response = await fetch(url, init).catch((cause) => {
    throw new StoreUnreachable("The store cannot be reached", { cause });
  });
  if (!String(url).endsWith("/watch") || !response.ok || !response.body) return response;
  const reader = watchReader(response.body.getReader());
  return Object.defineProperty(response, "body", { value: { getReader: () => reader } });
}

/**
 * What the client reads of a watch. Where one ends in order it would wait up to a minute before it
 * watches again. One that broke off it cancels, once more when it is closed, and nobody waits for
 * that: the process would end of it.
 */
function watchReader(inner: ReadableStreamDefaultReader<Uint8Array>) {
  let cancelled = false;
  return {
    async read() {
      const read = await inner.read();
      if (read.done && !cancelled) throw new Error("The store has ended the watch");
      return read;
    },
    async cancel() {
      cancelled = true;
      await inner.cancel().catch(() => {});
    },
  };
}

const rowOf = (entry: Deno.KvEntryMaybe<Uint8Array>): Row | undefined =>
  entry.versionstamp === null ? undefined : entry as Row;

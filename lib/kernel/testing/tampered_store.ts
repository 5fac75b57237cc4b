/** A store between a node and the simulated one, whose commits and reads a test can see and change. */
import type { Atomic, Committed, Key, ListOptions, Row, Store, StoreLimits } from "../store.ts";

/** Does something with a commit instead of, before or after letting it through. */
export type Tamper = (
  atomic: Atomic,
  commit: (atomic: Atomic) => Promise<Committed>,
) => Promise<Committed>;

/** A store that lets a test see and change what passes. */
export class TamperedStore implements Store {
  readonly limits: StoreLimits;
  readonly shared: boolean;
  /** Every commit tried, in order. */
  readonly commits: Atomic[] = [];
  tamper: Tamper | undefined;
  /** Called before each read; may throw or wait. */
  onRead: ((keys: readonly Key[]) => void | Promise<void>) | undefined;
  readonly #inner: Store;

  constructor(inner: Store, limits: Partial<StoreLimits> = {}) {
    this.#inner = inner;
    this.limits = { ...inner.limits, ...limits };
    this.shared = inner.shared;
  }

  async getMany(keys: readonly Key[]): Promise<(Row | undefined)[]> {
    await this.onRead?.(keys);
    return await this.#inner.getMany(keys);
  }

  async *list(options: ListOptions): AsyncIterable<Row> {
    await this.onRead?.([options.prefix]);
    yield* this.#inner.list(options);
  }

  commit(atomic: Atomic): Promise<Committed> {
    this.commits.push(atomic);
    const commit = (inner: Atomic) => this.#inner.commit(inner);
    return this.tamper ? this.tamper(atomic, commit) : commit(atomic);
  }

  watch(key: Key, changed: () => void): () => void {
    return this.#inner.watch(key, changed);
  }

  close(): void {
    this.#inner.close();
  }
}

/** A tamper for the next commit that `meant` picks; later ones pass. */
export function once(meant: (atomic: Atomic) => boolean, tamper: Tamper): Tamper {
  let done = false;
  return (atomic, commit) => {
    if (done || !meant(atomic)) return commit(atomic);
    done = true;
    return tamper(atomic, commit);
  };
}

/** Whether a commit writes a row whose key begins so. */
export const writes = (...begin: Key) => ({ sets }: Atomic): boolean =>
  sets.some(({ key }) => begin.every((part, i) => key[i] === part));

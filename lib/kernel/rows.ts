/** Reading the rows of a read model. */
import type { Json } from "./actor.ts";
import { fromJson } from "./codec.ts";
import { KernelError } from "./errors.ts";
import { keys } from "./keys.ts";
import type { Key, Store } from "./store.ts";

export interface ModelRow<T = Json> {
  readonly key: Key;
  readonly value: T;
  /** Orders rows by their last change. */
  readonly versionstamp: string;
}

export class Rows {
  readonly #store: Store;
  readonly #model: string;

  constructor(store: Store, model: string) {
    this.#store = store;
    this.#model = model;
  }

  async get<T = Json>(key: Key): Promise<T | undefined> {
    const [row] = await this.#store.getMany([keys.row(this.#model, key)]);
    return row && fromJson(row.value);
  }

  /**
   * Rows whose keys begin with `prefix`, in key order, or backwards with `reverse`. `after` is the
   * key of the last row seen, whole; what comes behind it in that order is listed.
   * @throws {KernelError} `invalid_command` where `after` is no key below `prefix`, `unavailable`
   */
  async *list<T = Json>(
    prefix: Key = [],
    options: { after?: Key; limit?: number; reverse?: boolean } = {},
  ): AsyncIterable<ModelRow<T>> {
    const { after } = options;
    const below = !after ||
      (after.length > prefix.length && prefix.every((part, i) => part === after[i]));
    if (!below) {
      const problem = `expected a key below ${JSON.stringify(prefix)}, got ${
        JSON.stringify(after)
      }`;
      throw new KernelError(
        "invalid_command",
        `Cannot list behind a row of "${this.#model}": ${problem}`,
      );
    }
    const from = after && this.#under(after);
    const rows = this.#store.list({
      prefix: this.#under(prefix),
      ...(from ? options.reverse ? { end: from } : { start: [...from, ""] } : {}),
      ...(options.limit === undefined ? {} : { limit: options.limit }),
      ...(options.reverse ? { reverse: true } : {}),
    });
    for await (const row of rows) {
      yield { key: row.key.slice(2), value: fromJson(row.value), versionstamp: row.versionstamp };
    }
  }

  /** The keys of the rows that begin with `prefix`, in order: a third of the time that the rows take. */
  async *keys(prefix: Key = []): AsyncIterable<Key> {
    for await (const { key } of this.#store.list({ prefix: this.#under(prefix) })) {
      yield key.slice(2);
    }
  }

  /** How many rows begin with `prefix`. Reads them all: for reconciliation, not for pages. */
  async count(prefix: Key = []): Promise<number> {
    let count = 0;
    for await (const _ of this.#store.list({ prefix: this.#under(prefix) })) count++;
    return count;
  }

  #under(prefix: Key): Key {
    return [...keys.rows(this.#model), ...prefix];
  }
}

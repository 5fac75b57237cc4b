/** The rows that a turn writes and deletes, and what they weigh against the limits of one commit. */
import type { Json } from "./actor.ts";
import { jsonBytes, MOST_BYTES_A_UNIT } from "./codec.ts";
import { keyBytes, keys, rowKey } from "./keys.ts";
import type { Limits } from "./limits.ts";
import type { Key, Write } from "./store.ts";

export class TurnWrites {
  readonly sets: Write[] = [];
  readonly deletes: Key[] = [];
  /** Bytes of the values, as far as they count against the turn's units. */
  units = 0;
  /** Of keys and values together. */
  bytes = 0;
  keysBytes = 0;
  readonly #mostBytes: number;
  // Of most turns there are none, and an empty map takes as long to make as a command to decide.
  #rows: Map<string, { key: Key; value: Uint8Array | null }> | undefined;

  constructor({ valueUnits }: Limits) {
    this.#mostBytes = MOST_BYTES_A_UNIT * valueUnits;
  }

  /** How many rows there are so far. */
  get mutations(): number {
    return this.sets.length + this.deletes.length + (this.#rows?.size ?? 0);
  }

  set(key: Key, value: Uint8Array, expireInMs?: number): void {
    this.put(expireInMs === undefined ? { key, value } : { key, value, expireInMs });
    this.units += value.byteLength;
  }

  /** Writes what has been counted before, or is the turn's own. */
  put(write: Write): void {
    this.sets.push(write);
    const size = keyBytes(write.key);
    this.keysBytes += size;
    this.bytes += size + write.value.byteLength;
  }

  delete(key: Key): void {
    this.deletes.push(key);
    this.bytes += keyBytes(key);
  }

  /**
   * The bytes of `value` as JSON.
   * @throws {RangeError} where they are more than a row of the store can hold.
   */
  fitting(what: string, value: unknown): Uint8Array {
    const bytes = jsonBytes(value);
    const most = this.#mostBytes;
    if (bytes.byteLength > most) {
      throw new RangeError(`its ${what} takes ${bytes.byteLength} bytes, at most ${most} fit`);
    }
    return bytes;
  }

  /** Notes a read model's row, or that there is none; of several at one key the last one holds. */
  row(model: string, key: Key, value: Json | null): void {
    const bytes = value === null || value === undefined ? null : this.fitting("row", value);
    const name = `${model} ${JSON.stringify(key)}`;
    (this.#rows ??= new Map()).set(name, { key: keys.row(model, rowKey(key)), value: bytes });
    this.units += bytes?.byteLength ?? 0;
  }

  /** Writes the rows noted. */
  writeRows(): void {
    const rows = this.#rows;
    if (!rows) return;
    this.#rows = undefined;
    for (const { key, value } of rows.values()) {
      if (value === null) this.delete(key);
      else this.set(key, value);
    }
  }
}

/** The reminders that a turn sets and clears, against those that the head before it names. */
import type { Head } from "./head.ts";
import { keyBytes } from "./keys.ts";

/** What a due time takes in the head, with what is around it and the name. */
const DUE_BYTES = 18;
const bytesOf = (name: string): number => DUE_BYTES + keyBytes([JSON.stringify(name)]);

export class TurnReminders {
  /** Due times as they will stand. */
  readonly #due: Map<string, number>;
  /** The rows of those set in this turn, by name. */
  readonly #rows = new Map<string, Uint8Array>();
  /** Due times of rows in the store that no longer hold, by name. */
  readonly #past = new Map<string, number>();

  #bytes = 0;

  constructor(before: Head["reminders"]) {
    this.#due = new Map(before ? Object.entries(before) : []);
    for (const name of this.#due.keys()) this.#bytes += bytesOf(name);
  }

  /** Rows that are written or deleted for them, at most. */
  get mutations(): number {
    return this.#rows.size + this.#past.size;
  }

  /** Due times by name, as the next head shall name them. */
  get due(): Head["reminders"] {
    return this.#due.size > 0 ? Object.fromEntries(this.#due) : undefined;
  }

  /** Whether `name` is due at this time by a row of the store: one set in this very turn is another. */
  stands(name: string, due: number): boolean {
    return this.#due.get(name) === due && !this.#rows.has(name);
  }

  /** @throws {RangeError} where they take more than `mostBytes` of the head. */
  set(name: string, due: number, row: Uint8Array, mostBytes: number): void {
    this.clear(name);
    this.#due.set(name, due);
    this.#rows.set(name, row);
    this.#bytes += bytesOf(name);
    if (this.#bytes <= mostBytes) return;
    throw new RangeError(`its reminders take ${this.#bytes} bytes, at most ${mostBytes} fit`);
  }

  /** False where there was none. */
  clear(name: string): boolean {
    const due = this.#due.get(name);
    if (due === undefined) return false;
    this.#due.delete(name);
    this.#bytes -= bytesOf(name);
    // One that this turn itself set has not been written; any other lies in the store.
    if (!this.#rows.delete(name)) this.#past.set(name, due);
    return true;
  }

  /** What to write, and what to delete. */
  writes(): { sets: [name: string, due: number, row: Uint8Array][]; deletes: [string, number][] } {
    return {
      sets: [...this.#rows].map(([name, row]) => [name, this.#due.get(name)!, row]),
      // A delete would come after the set and take the new row along.
      deletes: [...this.#past].filter(([name, due]) =>
        !(this.#rows.has(name) && this.#due.get(name) === due)
      ),
    };
  }
}

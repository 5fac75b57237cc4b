/** The reminders that a turn sets and clears, against those that the head before it names. */
import type { Head } from "./head.ts";

export class TurnReminders {
  /** Due times as they will stand. */
  readonly #due: Map<string, number>;
  /** The rows of those set in this turn, by name. */
  readonly #rows = new Map<string, Uint8Array>();
  /** Due times of rows in the store that no longer hold, by name. */
  readonly #past = new Map<string, number>();

  constructor(before: Head["reminders"]) {
    this.#due = new Map(before ? Object.entries(before) : []);
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

  set(name: string, due: number, row: Uint8Array): void {
    this.clear(name);
    this.#due.set(name, due);
    this.#rows.set(name, row);
  }

  /** False where there was none. */
  clear(name: string): boolean {
    const due = this.#due.get(name);
    if (due === undefined) return false;
    this.#due.delete(name);
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

/**
 * Rows that disappear when their time is over, deleted by us. Deno KV can do that by itself, but
 * where the disk is full in that moment its thread panics: the process ends, or a denokv server goes
 * on without keeping anything until somebody starts it anew. So the engine is given nothing to
 * expire, as long as a commit has room for a note of what it writes for a time.
 */
import { fromJson, jsonBytes } from "../codec.ts";
import { keyBytes, keys } from "../keys.ts";
import type { Atomic, Key, Row, Store } from "../store.ts";

/** Between two looks at what is due, and while there is more than one look takes. */
const LOOK_MS = 60_000;
const LOOK_AGAIN_MS = 1_000;
/** Rows that one look deletes, give or take those of one commit: others want to write as well. */
const ROWS_A_LOOK = 2_000;
/** UTF-16 units of the keys that stand in one row; a value holds more, whatever they are made of. */
const UNITS_A_ROW = 20_000;

interface Note {
  readonly key: Key;
  readonly value: Uint8Array;
}

type Rows = Pick<Store, "limits" | "getMany" | "list" | "commit">;

export class Expiry {
  readonly #store: Rows;
  readonly #now: () => number;
  /** Tells the rows of this process from those that others write in the same millisecond. */
  readonly #writer = crypto.randomUUID().slice(0, 8);
  #written = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(store: Rows, now: () => number) {
    this.#store = store;
    this.#now = now;
  }

  /**
   * What a commit has to write besides, so that its rows that expire are found when the last of them
   * is due. Rows of one commit have one versionstamp: that tells them later from rows that were
   * written anew under the same keys. `undefined` where it leaves no room for that: then the engine
   * has to expire them.
   */
  notes(atomic: Atomic): readonly Note[] | undefined {
    const expiring = atomic.sets.filter(({ expireInMs }) => expireInMs !== undefined);
    if (expiring.length === 0) return [];
    const due = this.#now() + Math.max(...expiring.map(({ expireInMs }) => expireInMs!));
    const parts: Key[][] = [];
    let units = Infinity;
    for (const { key } of expiring) {
      units += JSON.stringify(key).length;
      if (units > UNITS_A_ROW) {
        parts.push([]);
        units = 0;
      }
      parts.at(-1)!.push(key);
    }
    const notes = parts.map((part) => ({
      key: keys.expiring(due, `${this.#writer}${this.#written++}`),
      value: jsonBytes(part),
    }));
    return this.#fit(atomic, notes) ? notes : undefined;
  }

  #fit({ sets, deletes }: Atomic, notes: readonly Note[]): boolean {
    const { mutations, commitBytes, keysBytes } = this.#store.limits;
    const all = [...sets, ...notes];
    const ofKeys = all.reduce((sum, { key }) => sum + keyBytes(key), 0);
    const bytes = all.reduce((sum, { value }) => sum + value.byteLength, ofKeys) +
      deletes.reduce((sum, key) => sum + keyBytes(key), 0);
    return all.length + deletes.length <= mutations && ofKeys <= keysBytes && bytes <= commitBytes;
  }

  /** Deletes what is due, and tells whether that was all. */
  async collect(): Promise<boolean> {
    const due = { prefix: keys.allExpiring(), end: [...keys.allExpiring(), this.#now() + 1] };
    let rows = 0;
    for await (const note of this.#store.list(due)) {
      if (this.#stopped || rows >= ROWS_A_LOOK) return false;
      rows += await this.#delete(note);
    }
    return true;
  }

  /** Of the rows that `note` names those that were written with it, and then the note. */
  async #delete(note: Row): Promise<number> {
    const named: Key[] = fromJson(note.value);
    // One check is the note's: whoever was quicker has deleted it, and what it names.
    const atOnce = this.#store.limits.checks - 1;
    for (let from = 0; from < named.length; from += atOnce) {
      const rows = await this.#store.getMany(named.slice(from, from + atOnce));
      const gone = rows.filter((row) => row?.versionstamp === note.versionstamp) as Row[];
      const last = from + atOnce >= named.length;
      if (gone.length === 0 && !last) continue;
      const { ok } = await this.#store.commit({
        checks: [note, ...gone].map(({ key, versionstamp }) => ({ key, versionstamp })),
        sets: [],
        deletes: [...gone.map(({ key }) => key), ...(last ? [note.key] : [])],
      });
      // It comes again with the next look.
      if (!ok) break;
    }
    return named.length;
  }

  /** Looks now and then what is due, until it is stopped. */
  start(): void {
    this.#arm(LOOK_MS);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #arm(ms: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(async () => {
      // A store that is full or away is told of by those who need it; this is tried again.
      const done = await this.collect().catch(() => true);
      this.#arm(done ? LOOK_MS : LOOK_AGAIN_MS);
    }, ms);
    Deno.unrefTimer(this.#timer as unknown as number);
  }
}

/** What one commit of a follower carries: the effects of a stretch of a journal, and where it ends. */
import { jsonBytes, unlessItThrows } from "./codec.ts";
import type { Effect, Mail, Origin, RowChange } from "./effects.ts";
import { entriesOf } from "./entries.ts";
import type { Head } from "./head.ts";
import type { Host } from "./host.ts";
import { currentEvents, type Entry } from "./journal.ts";
import { keyBytes, keys, rowKey } from "./keys.ts";
import type { Subscriber } from "./kind.ts";
import { type OutgoingLetter, type OutgoingParcel, toParcel } from "./plan.ts";
import type { Key, Write } from "./store.ts";

/** How far a subscriber has come: whole entries, then events within the next one. */
export interface Cursor {
  readonly seq: number;
  readonly index: number;
  /** Effects of the event after those; absent for none. */
  readonly part?: number;
}

/** What one event causes, one by one. */
type Step = { readonly effect: Effect; readonly from: Origin } | { readonly row: RowChange };

/** What the store is told beside the cursor. */
export interface Carried {
  readonly sets: Write[];
  readonly deletes: Key[];
  readonly letters: OutgoingLetter[];
  readonly parcels: readonly OutgoingParcel[];
}

const BATCH_MUTATIONS = 800;
const BYTES_PER_UNIT = 3;
const BATCH_BYTES = 600_000;
const BATCH_KEYS_BYTES = 48 * 1024;
/** Entries read at once. */
const PAGE = 8;

export class Batch {
  cursor: Cursor;
  /** Effects and rows in it, and events that cause none. */
  steps = 0;
  /** By receiver, in the order in which it was sent. */
  readonly mail = new Map<string, Mail[]>();
  readonly parcels: OutgoingParcel[] = [];
  /** By their key; the last change of each counts. */
  readonly #rows = new Map<string, { key: Key; value: Uint8Array | null }>();
  readonly #parcelRows: Write[] = [];
  readonly #receivers: number;
  #letters = 0;
  #bytes = 0;
  #keysBytes = 0;

  /** `receivers`: of so many the next event is left to the next batch. */
  constructor(from: Cursor, receivers: number) {
    this.cursor = from;
    this.#receivers = receivers;
  }

  get full(): boolean {
    return this.mutations >= BATCH_MUTATIONS || this.#bytes >= BATCH_BYTES ||
      this.#keysBytes >= BATCH_KEYS_BYTES || this.mail.size >= this.#receivers;
  }

  /** Were every mail a letter. */
  get mutations(): number {
    return this.#letters + this.#parcelRows.length + this.#rows.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get keysBytes(): number {
    return this.#keysBytes;
  }

  effect(host: Host, effect: Effect, from: Origin): void {
    if (effect.type === "mail") {
      const { kind, id } = effect.to;
      const receiver = `${kind}/${id}`;
      const before = this.mail.get(receiver);
      if (before) before.push(effect);
      else this.mail.set(receiver, [effect]);
      this.#letters++;
      // What its letter would weigh; where it goes in one, it does.
      const units = JSON.stringify(effect.payload).length + effect.command.length + 30;
      this.#weigh(keyBytes(keys.letter(kind, id, LETTER_ID)), units * BYTES_PER_UNIT);
      return;
    }
    const at = host.clock.now();
    const parcel = { ...toParcel(effect, host.newId(at), from), at };
    const key = keys.parcel(parcel.port, parcel.at, parcel.id);
    const value = jsonBytes(parcel);
    this.parcels.push({ key, parcel });
    this.#parcelRows.push({ key, value });
    this.#weigh(keyBytes(key), value.byteLength);
  }

  row(model: string, change: RowChange): void {
    const key = keys.row(model, rowKey(change.key));
    const value = change.value === null || change.value === undefined
      ? null
      : jsonBytes(change.value);
    this.#rows.set(JSON.stringify(change.key), { key, value });
    this.#weigh(keyBytes(key), value?.byteLength ?? 0);
  }

  #weigh(keySize: number, valueSize: number): void {
    this.#keysBytes += keySize;
    this.#bytes += keySize + valueSize;
  }

  /** The writes of all that is in the batch, of the mail only `mail`, as letters. */
  carried(host: Host, mail: Iterable<Mail>): Carried {
    const sets: Write[] = [...this.#parcelRows];
    const deletes: Key[] = [];
    const letters: OutgoingLetter[] = [];
    for (const one of mail) {
      const { to, command, payload } = one;
      const id = host.newId(host.clock.now());
      letters.push({ id, mail: one });
      sets.push({
        key: keys.letter(to.kind, to.id, id),
        value: jsonBytes({ command, payload }),
      });
    }
    for (const { key, value } of this.#rows.values()) {
      if (value === null) deletes.push(key);
      else sets.push({ key, value });
    }
    return { sets, deletes, letters, parcels: this.parcels };
  }
}

/** As long as an id is. */
const LETTER_ID = "0".repeat(24);

/** A journal's end, read entry by entry; what has been read is kept for the next batch. */
export class JournalTail {
  readonly #host: Host;
  readonly #subscriber: Subscriber;
  readonly #id: string;
  readonly #target: number;
  readonly #head: Head;
  #entries: { seq: number; at: number; events: Entry["events"] }[] = [];

  /** `head` is as old as what says that the journal reaches `target`, or younger. */
  constructor(host: Host, subscriber: Subscriber, id: string, target: number, head: Head) {
    this.#host = host;
    this.#subscriber = subscriber;
    this.#id = id;
    this.#target = target;
    this.#head = head;
  }

  /** Gathers from `from` on: effects for `receivers` actors at most, in `most` steps at most. */
  async gather(from: Cursor, receivers: number, most: number): Promise<Batch> {
    const batch = new Batch(from, receivers);
    while (batch.cursor.seq < this.#target) {
      const entry = await this.#after(batch.cursor.seq);
      if (!entry) return batch;
      for (let index = batch.cursor.index; index < entry.events.length; index++) {
        if (batch.full || batch.steps >= most) return batch;
        const { part = 0 } = batch.cursor;
        const derive = () => this.#stepsOf(entry.events[index]!, entry.at);
        // One that throws is tried for ever: what has been gathered must not wait for it.
        const steps = batch.steps > 0 ? unlessItThrows(derive) : derive();
        if (!steps) return batch;
        const taken = this.#take(steps.slice(part), batch, most);
        if (part + taken < steps.length) {
          // One event may cause more than a commit holds.
          batch.cursor = { seq: entry.seq - 1, index, part: part + taken };
          return batch;
        }
        if (taken === 0) batch.steps++;
        batch.cursor = { seq: entry.seq - 1, index: index + 1 };
      }
      batch.cursor = { seq: entry.seq, index: 0 };
      if (batch.full) return batch;
    }
    return batch;
  }

  async #after(seq: number) {
    this.#entries = this.#entries.filter((entry) => entry.seq > seq);
    // What no commit holds is gathered again, in smaller batches: then those before are gone.
    if (this.#entries[0]?.seq !== seq + 1) await this.#read(seq + 1);
    const [entry] = this.#entries;
    return entry?.seq === seq + 1 ? entry : undefined;
  }

  async #read(seq: number): Promise<void> {
    const { kind } = this.#subscriber;
    const { actor } = this.#host.kinds.get(kind)!;
    const entries = entriesOf(this.#host.store, kind, this.#id, {
      after: seq - 1,
      upTo: this.#target,
      limit: PAGE,
      head: this.#head,
    });
    this.#entries = [];
    for await (const entry of entries) {
      this.#entries.push({ seq: entry.seq, at: entry.at, events: currentEvents(actor, entry) });
    }
  }

  /** Takes as many steps as the batch has room for; gives how many. */
  #take(steps: readonly Step[], batch: Batch, most: number): number {
    let taken = 0;
    for (const step of steps) {
      if (taken > 0 && (batch.full || batch.steps >= most)) break;
      if ("effect" in step) batch.effect(this.#host, step.effect, step.from);
      else batch.row(this.#subscriber.name, step.row);
      batch.steps++;
      taken++;
    }
    return taken;
  }

  #stepsOf([name, payload]: Entry["events"][number], at: number): Step[] {
    const { kind, policy, model, events } = this.#subscriber;
    if (!events.has(name)) return [];
    const { actor } = this.#host.kinds.get(kind)!;
    const address = { actor, kind, id: this.#id };
    const from = { address, kind, id: this.#id, at };
    const effects = policy?.on[name]?.(payload as never, from as never) ?? [];
    const rows = model?.on?.[name]?.(payload as never, from as never) ?? [];
    return [...effects.map((effect) => ({ effect, from })), ...rows.map((row) => ({ row }))];
  }
}

/**
 * Deferred policies and read models: they follow an actor's journal a moment behind its turns, each
 * entry exactly once, because the cursor moves in the very commit that carries the effects.
 */
import type { Json } from "./actor.ts";
import { fromJson, jsonBytes } from "./codec.ts";
import type { Effect } from "./effects.ts";
import { CommitRejected } from "./errors.ts";
import type { Host } from "./host.ts";
import { currentEvents, type Entry } from "./journal.ts";
import { keyBytes, keys } from "./keys.ts";
import type { Subscriber } from "./kind.ts";
import type { Key, Row, Write } from "./store.ts";
import { type OutgoingLetter, type OutgoingParcel, toParcel } from "./plan.ts";

/** How far a subscriber has come: whole entries, then events within the next one. */
interface Cursor {
  readonly seq: number;
  readonly index: number;
}

/** Effects gathered for one commit. */
interface Batch {
  cursor: Cursor;
  events: number;
  sets: Write[];
  /** Rows by their key; the last change of each counts. */
  rows: Map<string, { key: Key; value: Uint8Array | null }>;
  letters: OutgoingLetter[];
  parcels: OutgoingParcel[];
  bytes: number;
  keysBytes: number;
}

const BATCH_MUTATIONS = 800;
const BATCH_BYTES = 600_000;
const BATCH_KEYS_BYTES = 48 * 1024;
/** Journals followed at once; the others wait their turn. */
const FOLLOWED_AT_ONCE = 16;
/** While shoppers wait, a follower pauses this many times as long as it has worked. */
const DEFERENCE = 6;

export class Followers {
  readonly #host: Host;
  readonly #subscribers = new Map<string, Subscriber>();
  readonly #running = new Set<string>();
  readonly #again = new Set<string>();
  readonly #waiting = new Map<string, () => void>();
  /** Whether outside work is at hand, and how much of ours waits in mailboxes. */
  readonly #pressure: () => { urgent: boolean; backlog: number };
  readonly #sent: (
    letters: readonly OutgoingLetter[],
    parcels: readonly OutgoingParcel[],
    versionstamp: string,
  ) => void;

  constructor(
    host: Host,
    subscribers: Iterable<Subscriber>,
    pressure: () => { urgent: boolean; backlog: number },
    sent: (
      letters: readonly OutgoingLetter[],
      parcels: readonly OutgoingParcel[],
      versionstamp: string,
    ) => void,
  ) {
    this.#host = host;
    for (const subscriber of subscribers) this.#subscribers.set(subscriber.name, subscriber);
    this.#pressure = pressure;
    this.#sent = sent;
  }

  get busy(): boolean {
    return this.#running.size > 0 || (this.#waiting.size > 0 && !this.#host.draining);
  }

  /** The journal of this actor has something for the subscriber. */
  wake(name: string, kind: string, id: string): void {
    const task = `${name} ${kind}/${id}`;
    if (this.#running.has(task)) return void this.#again.add(task);
    const subscriber = this.#subscribers.get(name);
    if (!subscriber || this.#host.draining) return;
    if (this.#running.size >= FOLLOWED_AT_ONCE) {
      this.#waiting.set(task, () => this.wake(name, kind, id));
      return;
    }
    this.#waiting.delete(task);
    this.#running.add(task);
    this.#follow(subscriber, id).catch((cause) => {
      // The marker stays, so a sweep tries again.
      this.#host.report(`Cannot follow ${kind} "${id}" for "${name}"`, cause);
    }).finally(() => {
      this.#running.delete(task);
      if (this.#again.delete(task)) this.#waiting.set(task, () => this.wake(name, kind, id));
      const next = this.#waiting.entries().next().value;
      if (!next) return;
      this.#waiting.delete(next[0]);
      next[1]();
    });
  }

  async #follow(subscriber: Subscriber, id: string): Promise<void> {
    const { store } = this.#host;
    const { name, kind } = subscriber;
    const [marker, cursorRow] = await store.getMany([
      keys.lag(name, kind, id),
      keys.cursor(name, kind, id),
    ]);
    if (!marker) return;
    const target: number = fromJson(marker.value);
    let row = cursorRow;
    let cursor: Cursor = row ? fromJson(row.value) : { seq: 0, index: 0 };
    let most = Infinity;
    while (cursor.seq < target) {
      if (this.#host.draining) return;
      const began = this.#host.clock.monotonic();
      const batch = await this.#gather(subscriber, id, cursor, target, most);
      if (batch.cursor === cursor) {
        throw new Error(`expected entry ${cursor.seq + 1} of ${target} in the journal`);
      }
      let moved: Row | undefined;
      try {
        moved = await this.#commit(subscriber, id, row, batch);
        most = Infinity;
      } catch (cause) {
        if (!(cause instanceof CommitRejected) || batch.events < 2) throw cause;
        // One event's effects may be more than was left room for: they get a commit of their own.
        most = batch.events >> 1;
        continue;
      }
      if (!moved) return this.#retryLater(subscriber, id); // Another node follows as well.
      cursor = batch.cursor;
      row = moved;
      await this.#defer(this.#host.clock.monotonic() - began);
    }
    // A newer marker keeps its place: the check fails, and whoever wrote it has woken us again.
    await store.commit({
      checks: [{ key: marker.key, versionstamp: marker.versionstamp }],
      sets: [],
      deletes: [marker.key],
    });
  }

  #retryLater(subscriber: Subscriber, id: string): void {
    this.#host.timers.after(
      this.#host.limits.sweepMs,
      () => this.wake(subscriber.name, subscriber.kind, id),
    );
  }

  async #defer(workedMs: number): Promise<void> {
    if (this.#pressure().urgent) await this.#host.timers.pause(Math.min(100, workedMs * DEFERENCE));
    while (!this.#host.draining && this.#pressure().backlog > this.#host.limits.followerBacklog) {
      await this.#host.timers.pause(5);
    }
  }

  async #gather(
    subscriber: Subscriber,
    id: string,
    from: Cursor,
    target: number,
    most: number,
  ): Promise<Batch> {
    const { kind } = subscriber;
    const batch: Batch = {
      cursor: from,
      events: 0,
      sets: [],
      rows: new Map(),
      letters: [],
      parcels: [],
      bytes: 0,
      keysBytes: 0,
    };
    const { actor } = this.#host.kinds.get(kind)!;
    const entries = this.#host.store.list({
      prefix: keys.journal(kind, id),
      start: keys.entry(kind, id, from.seq + 1),
      end: keys.entry(kind, id, target + 1),
      limit: 16,
    });
    for await (const row of entries) {
      const entry: Entry = fromJson(row.value);
      if (entry.seq !== batch.cursor.seq + 1) return batch;
      const events = currentEvents(actor, entry);
      for (let index = batch.cursor.index; index < events.length; index++) {
        if (isFull(batch) || batch.events >= most) return batch;
        batch.events++;
        const [name, payload] = events[index]!;
        if (subscriber.events.has(name)) {
          this.#derive(subscriber, id, name, payload, entry.at, batch);
        }
        batch.cursor = { seq: entry.seq - 1, index: index + 1 };
      }
      batch.cursor = { seq: entry.seq, index: 0 };
      if (isFull(batch)) return batch;
    }
    return batch;
  }

  #derive(
    subscriber: Subscriber,
    id: string,
    name: string,
    payload: Json,
    at: number,
    batch: Batch,
  ): void {
    const { kind } = subscriber;
    const { actor } = this.#host.kinds.get(kind)!;
    const origin = { address: { actor, kind, id }, kind, id, at };
    for (const effect of subscriber.policy?.on[name]?.(payload as never, origin as never) ?? []) {
      this.#effect(effect, origin, batch);
    }
    for (const change of subscriber.model?.on?.[name]?.(payload as never, origin as never) ?? []) {
      const key = keys.row(subscriber.name, change.key);
      const value = change.value === null ? null : jsonBytes(change.value);
      batch.rows.set(JSON.stringify(change.key), { key, value });
      weigh(batch, key, value);
    }
  }

  #effect(effect: Effect, origin: Parameters<typeof toParcel>[2], batch: Batch): void {
    const at = this.#host.clock.now();
    const newId = this.#host.newId(at);
    if (effect.type === "mail") {
      const { to, command, payload } = effect;
      batch.letters.push({ id: newId, mail: effect });
      push(batch, {
        key: keys.letter(to.kind, to.id, newId),
        value: jsonBytes({ command, payload }),
      });
    } else {
      const parcel = { ...toParcel(effect, newId, origin), at };
      const key = keys.parcel(parcel.port, parcel.at, parcel.id);
      batch.parcels.push({ key, parcel });
      push(batch, { key, value: jsonBytes(parcel) });
    }
  }

  async #commit(
    subscriber: Subscriber,
    id: string,
    row: Row | undefined,
    batch: Batch,
  ): Promise<Row | undefined> {
    const key = keys.cursor(subscriber.name, subscriber.kind, id);
    const value = jsonBytes(batch.cursor);
    const sets = [{ key, value }, ...batch.sets];
    const deletes: Key[] = [];
    for (const change of batch.rows.values()) {
      if (change.value === null) deletes.push(change.key);
      else sets.push({ key: change.key, value: change.value });
    }
    const committed = await this.#host.store.commit({
      checks: [{ key, versionstamp: row?.versionstamp ?? null }],
      sets,
      deletes,
    });
    if (!committed.ok) return undefined;
    this.#sent(batch.letters, batch.parcels, committed.versionstamp);
    return { key, value, versionstamp: committed.versionstamp };
  }
}

function push(batch: Batch, write: Write): void {
  batch.sets.push(write);
  weigh(batch, write.key, write.value);
}

function weigh(batch: Batch, key: Key, value: Uint8Array | null): void {
  const size = keyBytes(key);
  batch.keysBytes += size;
  batch.bytes += size + (value?.byteLength ?? 0);
}

const isFull = (batch: Batch): boolean =>
  batch.sets.length + batch.rows.size >= BATCH_MUTATIONS || batch.bytes >= BATCH_BYTES ||
  batch.keysBytes >= BATCH_KEYS_BYTES;

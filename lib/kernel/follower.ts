/**
 * Deferred policies and read models: they follow an actor's journal a moment behind its turns, each
 * entry exactly once, because the cursor moves in the very commit that carries the effects.
 */
import { fromJson, jsonBytes } from "./codec.ts";
import type { Along, Unit } from "./commit_unit.ts";
import type { Committer, Outside } from "./committer.ts";
import { receive, type Received } from "./direct_mail.ts";
import { CommitRejected } from "./errors.ts";
import { readHead } from "./head.ts";
import { type Batch, type Carried, type Cursor, JournalTail } from "./follow_batch.ts";
import type { Host } from "./host.ts";
import { keys } from "./keys.ts";
import type { Subscriber } from "./kind.ts";
import type { Loader } from "./loader.ts";
import type { DeadLetter, OutgoingLetter, OutgoingParcel } from "./plan.ts";
import type { Row } from "./store.ts";

/** Journals followed at once; the others wait their turn. */
const FOLLOWED_AT_ONCE = 16;
/**
 * While somebody waits, a follower pauses this many times as long as it has worked. Of a few it delays
 * one now and then by a commit, and three hundred thousand leads must not wait until nobody comes any
 * more. In a rush they wait for the processor: then it all but rests, and follows when that is over.
 */
const DEFERENCE: Readonly<Record<Outside, number>> = { nobody: 0, some: 1, rush: 60 };
/** Yet it never falls silent, and so often it looks whether they still wait. */
const MOST_PAUSE_MS = 500;
const LOOK_MS = 50;
/** Receivers' turns in one commit meanwhile. */
const DIRECT_WHILE_URGENT = 32;

interface Pressure {
  readonly outside: Outside;
  readonly backlog: number;
}

export class Followers {
  readonly #host: Host;
  readonly #committer: Committer;
  readonly #loader: Loader;
  readonly #subscribers = new Map<string, Subscriber>();
  readonly #running = new Set<string>();
  readonly #again = new Set<string>();
  readonly #waiting = new Map<string, () => void>();
  /** Whether outside work is at hand, and how much of ours waits in mailboxes. */
  readonly #pressure: () => Pressure;
  readonly #sent: (
    letters: readonly OutgoingLetter[],
    parcels: readonly OutgoingParcel[],
    versionstamp: string,
  ) => void;

  constructor(
    host: Host,
    { committer, loader }: { committer: Committer; loader: Loader },
    subscribers: Iterable<Subscriber>,
    pressure: () => Pressure,
    sent: (
      letters: readonly OutgoingLetter[],
      parcels: readonly OutgoingParcel[],
      versionstamp: string,
    ) => void,
  ) {
    this.#host = host;
    this.#committer = committer;
    this.#loader = loader;
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
    const [marker, cursorRow, headRow] = await store.getMany([
      keys.lag(name, kind, id),
      keys.cursor(name, kind, id),
      keys.head(kind, id),
    ]);
    if (!marker || !headRow) return;
    const target: number = fromJson(marker.value);
    let row = cursorRow;
    let cursor: Cursor = row ? fromJson(row.value) : { seq: 0, index: 0 };
    let most = Infinity;
    const tail = new JournalTail(this.#host, subscriber, id, target, readHead(headRow.value));
    while (cursor.seq < target) {
      if (this.#host.draining) return;
      const began = this.#host.clock.monotonic();
      const turns = this.#directTurns;
      const batch = await tail.gather(cursor, turns || Infinity, most);
      if (batch.cursor === cursor) {
        throw new Error(`expected entry ${cursor.seq + 1} of ${target} in the journal`);
      }
      let moved: Row | undefined;
      try {
        moved = await this.#commit(subscriber, id, row, batch, turns);
        most = Infinity;
      } catch (cause) {
        if (!(cause instanceof CommitRejected)) throw cause;
        if (batch.steps > 1) {
          // One of them may be more than was left room for: it gets a commit of its own.
          most = batch.steps >> 1;
          continue;
        }
        moved = await this.#bury(subscriber, id, row, batch, cause);
        most = Infinity;
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

  /** Moves the cursor past an effect that no commit can hold. A dead letter tells of it. */
  async #bury(
    { name, kind }: Subscriber,
    id: string,
    row: Row | undefined,
    { cursor, mail, parcels }: Batch,
    cause: CommitRejected,
  ): Promise<Row | undefined> {
    const { store, metrics, clock } = this.#host;
    const at = clock.now();
    const [sent] = [...mail.values()].flat();
    const [call] = parcels;
    const dead: DeadLetter = {
      id: this.#host.newId(at),
      at,
      reason: `"${name}" follows ${kind} "${id}" with more than a commit holds: ${cause.message}`,
      ...(sent ? { to: { kind: sent.to.kind, id: sent.to.id, command: sent.command } } : {}),
      ...(call ? { port: call.parcel.port } : {}),
      payload: null,
      lost: true,
    };
    this.#host.report(dead.reason, cause);
    metrics.deadLetters++;
    const key = keys.cursor(name, kind, id);
    const value = jsonBytes(cursor);
    const landed = await store.commit({
      checks: [{ key, versionstamp: row?.versionstamp ?? null }],
      sets: [{ key, value }, { key: keys.dead(dead.id), value: jsonBytes(dead) }],
      deletes: [],
    });
    return landed.ok ? { key, value, versionstamp: landed.versionstamp } : undefined;
  }

  /** Receivers' turns in the next commit: few while someone waits behind it. */
  get #directTurns(): number {
    const { limits, store } = this.#host;
    const most = Math.min(limits.directTurns, store.limits.checks - 1);
    return this.#pressure().outside === "nobody" ? most : Math.min(most, DIRECT_WHILE_URGENT);
  }

  #retryLater(subscriber: Subscriber, id: string): void {
    this.#host.timers.after(
      this.#host.limits.sweepMs,
      () => this.wake(subscriber.name, subscriber.kind, id),
    );
  }

  async #defer(workedMs: number): Promise<void> {
    let paused = 0;
    while (!this.#host.draining) {
      const pause = Math.min(MOST_PAUSE_MS, workedMs * DEFERENCE[this.#pressure().outside]) -
        paused;
      if (pause <= 0) break;
      const ms = Math.min(LOOK_MS, pause);
      await this.#host.timers.pause(ms);
      paused += ms;
    }
    while (!this.#host.draining && this.#pressure().backlog > this.#host.limits.followerBacklog) {
      await this.#host.timers.pause(5);
    }
  }

  /** Moves the cursor, together with all that its events cause. Undefined where another node has. */
  async #commit(
    subscriber: Subscriber,
    id: string,
    row: Row | undefined,
    batch: Batch,
    turns: number,
  ): Promise<Row | undefined> {
    const key = keys.cursor(subscriber.name, subscriber.kind, id);
    const value = jsonBytes(batch.cursor);
    const check = { key, versionstamp: row?.versionstamp ?? null };
    const land = (versionstamp: string, { letters, parcels }: Carried): Row => {
      this.#sent(letters, parcels, versionstamp);
      return { key, value, versionstamp };
    };
    if (turns > 0 && batch.mail.size > 0) {
      const { received, letters } = await receive(this.#host, this.#loader, batch, turns);
      if (received.length > 0) {
        const carried = batch.carried(this.#host, letters);
        const sets = [{ key, value }, ...carried.sets];
        const { metrics } = this.#host;
        const landed = await this.#submit(received, { check, sets, deletes: carried.deletes });
        if (landed !== undefined) {
          const direct = received.reduce((sum, { plan }) => sum + plan.items.length, 0);
          metrics.mailSent += direct;
          metrics.mailApplied += direct;
          return land(landed, carried);
        }
      }
    }
    // By letters: should the cursor be stale, this shows it.
    const all = batch.carried(this.#host, [...batch.mail.values()].flat());
    const committed = await this.#host.store.commit({
      checks: [check],
      sets: [{ key, value }, ...all.sets],
      deletes: all.deletes,
    });
    return committed.ok ? land(committed.versionstamp, all) : undefined;
  }

  /** Lands receivers' turns and the cursor; gives the versionstamp, or undefined where a race was lost. */
  async #submit(parts: readonly Received[], along: Along): Promise<string | undefined> {
    const [ended, versionstamp] = await new Promise<Parameters<NonNullable<Unit["joint"]>>>(
      (resolve) =>
        this.#committer.submit({ parts, along, joint: (...outcome) => resolve(outcome) }),
    );
    if (ended === "landed") return versionstamp;
    // What the store will never take, one of the turns or the letters may explain.
    if (ended !== "lost" && ended.code !== "defect") throw ended;
    if (ended === "lost") this.#host.metrics.lostRaces++;
    return undefined;
  }
}

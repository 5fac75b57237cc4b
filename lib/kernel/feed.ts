/**
 * The live feed: committed entries of an actor, in order, each once, from a given entry on. Entries
 * of this node's turns come at once; other nodes' turns move a pulse key that this node watches.
 */
import type { Json } from "./actor.ts";
import { pulseSlot } from "./commit_unit.ts";
import { entriesOf } from "./entries.ts";
import { KernelError } from "./errors.ts";
import { readHead } from "./head.ts";
import type { Host } from "./host.ts";
import { currentEvents } from "./journal.ts";
import { keys } from "./keys.ts";
import { reasonOf } from "./plan.ts";
import type { Store } from "./store.ts";

/** A committed journal entry as the feed tells it. */
export interface FeedEntry {
  readonly seq: number;
  /** Epoch milliseconds of the turn. */
  readonly at: number;
  readonly events: readonly (readonly [name: string, payload: Json])[];
}

export interface FeedListener {
  /** Called for each entry, in order, without gaps. One that throws is told no more. */
  entry(entry: FeedEntry): void;
}

interface Follower {
  readonly listener: FeedListener;
  /** The next entry the listener has not had; behind the channel while it catches up. */
  next: number;
  catchingUp: boolean;
  gone: boolean;
}

interface Channel {
  readonly kind: string;
  readonly id: string;
  /** The last entry published. */
  seq: number;
  /** Resolved once `seq` is known. */
  ready: Promise<void>;
  readonly followers: Set<Follower>;
  fetching: boolean;
  fetchAgain: boolean;
}

/** How long after a failed read the next is tried. */
const FETCH_PAUSE_MS = 500;
/** How often an actor is looked at that no pulse tells of, being not `live`. */
const LOOK_MS = 1_000;
/** How often pulses are looked at: a watch may be lost without a word. */
const PULSE_LOOK_MS = 5_000;

/** The feeds of one process by the store that it has opened: several nodes may share it. */
const feedsOn = new WeakMap<Store, Set<Feed>>();

export class Feed {
  readonly #host: Host;
  /** Feeds on the very same store, this one among them. No watch crosses an embedded one. */
  readonly #peers: Set<Feed>;
  readonly #channels = new Map<string, Channel>();
  readonly #pulses = new Map<number, () => void>();
  readonly #kinds = new Map<string, Set<() => void>>();

  constructor(host: Host, store: Store) {
    this.#host = host;
    this.#peers = feedsOn.get(store) ?? new Set();
    feedsOn.set(store, this.#peers.add(this));
  }

  get channels(): number {
    return this.#channels.size;
  }

  /**
   * Follows an actor's journal. With `after`, entries behind it are told first (resume); without,
   * only what is committed from now on. Resolves to a function that stops it.
   * @throws {KernelError} `invalid_command` where `after` is no entry's number, `unavailable`
   */
  async follow(
    kind: string,
    id: string,
    listener: FeedListener,
    after?: number,
  ): Promise<() => void> {
    if (after !== undefined && !(Number.isSafeInteger(after) && after >= 0)) {
      const problem = `expected the number of an entry, or 0 for all of them, got ${after}`;
      throw new KernelError("invalid_command", `Cannot follow ${kind} "${id}": ${problem}`);
    }
    const channel = this.#channel(kind, id);
    const follower: Follower = { listener, next: Infinity, catchingUp: true, gone: false };
    channel.followers.add(follower);
    const stop = () => this.#leave(channel, follower);
    try {
      await channel.ready;
      follower.next = (after === undefined ? channel.seq : await this.#known(channel, after)) + 1;
      await this.#catchUp(channel, follower);
    } catch (cause) {
      stop();
      if (cause instanceof KernelError) throw cause;
      const message = `Cannot follow ${kind} "${id}": ${reasonOf(cause)}`;
      throw new KernelError("unavailable", message, { cause, retryAfterMs: 1_000 });
    }
    return stop;
  }

  /**
   * Calls `changed` after each commit of any actor of a kind that is `live`. Other nodes' pulses do
   * not say whose they are, so it may be called for nothing: whoever is told looks what has changed.
   */
  followKind(kind: string, changed: () => void): () => void {
    const followers = this.#kinds.get(kind) ?? new Set();
    this.#kinds.set(kind, followers.add(changed));
    for (let slot = 0; slot < this.#host.limits.pulseSlots; slot++) this.#watchSlot(slot);
    return () => void followers.delete(changed);
  }

  /** Entries of a turn that this node has committed. */
  publish(kind: string, id: string, entries: readonly FeedEntry[]): void {
    if (entries.length === 0) return;
    if (this.#peers.size > 1) this.#tellPeers(kind, id);
    this.#tellKind(kind);
    if (this.#channels.size === 0) return;
    const channel = this.#channels.get(`${kind}/${id}`);
    if (channel) this.#advance(channel, entries);
  }

  #tellPeers(kind: string, id: string): void {
    for (const peer of this.#peers) {
      if (peer === this) continue;
      peer.#tellKind(kind);
      peer.lookAgain(kind, id);
    }
  }

  /** One that throws must not take along the commit that it is told of. */
  #tellKind(kind: string): void {
    for (const changed of this.#kinds.get(kind) ?? []) {
      try {
        changed();
      } catch (cause) {
        this.#host.report(`A follower of all "${kind}" failed`, cause);
      }
    }
  }

  /** The journal may hold more than was published here. */
  lookAgain(kind: string, id: string): void {
    const channel = this.#channels.get(`${kind}/${id}`);
    if (channel && !this.#host.stopped) this.#fetch(channel);
  }

  stop(): void {
    for (const stop of this.#pulses.values()) stop();
    this.#pulses.clear();
    this.#kinds.clear();
    this.#channels.clear();
    this.#peers.delete(this);
  }

  #leave(channel: Channel, follower: Follower): void {
    follower.gone = true;
    channel.followers.delete(follower);
    const name = `${channel.kind}/${channel.id}`;
    const current = this.#channels.get(name) === channel;
    if (channel.followers.size === 0 && current) this.#channels.delete(name);
  }

  /** `after`, or the journal's end where that comes before: a subscriber may come from another store. */
  async #known(channel: Channel, after: number): Promise<number> {
    if (after <= channel.seq) return after;
    const seq = await this.#headSeq(channel);
    if (seq > channel.seq) this.#fetch(channel);
    return Math.min(after, seq);
  }

  #tell(channel: Channel, follower: Follower, entry: FeedEntry): void {
    follower.next = entry.seq + 1;
    try {
      follower.listener.entry(entry);
    } catch (cause) {
      this.#host.report(`A listener of ${channel.kind} "${channel.id}" failed`, cause);
      this.#leave(channel, follower);
    }
  }

  #channel(kind: string, id: string): Channel {
    const name = `${kind}/${id}`;
    const known = this.#channels.get(name);
    if (known) return known;
    const channel: Channel = {
      kind,
      id,
      seq: -1,
      ready: Promise.resolve(),
      followers: new Set(),
      fetching: false,
      fetchAgain: false,
    };
    this.#channels.set(name, channel);
    this.#watchPulse(kind, id);
    channel.ready = this.#headSeq(channel).then((seq) => {
      channel.seq = Math.max(channel.seq, seq);
    });
    const pulsed = this.#host.kinds.get(kind)?.actor.live;
    if (this.#host.store.shared && !pulsed) this.#lookLater(channel);
    return channel;
  }

  /** What another node commits of it shows in its head alone. */
  #lookLater(channel: Channel): void {
    this.#host.timers.after(LOOK_MS, () => {
      if (channel.followers.size === 0) return;
      const looked = this.#headSeq(channel).then(
        (seq) => {
          if (channel.seq >= 0 && seq > channel.seq) this.#fetch(channel);
        },
        // The store is away: the next look tells the same.
        () => {},
      );
      this.#host.track(looked.finally(() => this.#lookLater(channel)));
    });
  }

  async #headSeq({ kind, id }: Channel): Promise<number> {
    const [row] = await this.#host.store.getMany([keys.head(kind, id)]);
    return row ? readHead(row.value).seq : 0;
  }

  #watchPulse(kind: string, id: string): void {
    this.#watchSlot(pulseSlot(kind, id, this.#host.limits.pulseSlots));
  }

  #watchSlot(slot: number): void {
    if (!this.#host.store.shared || this.#pulses.has(slot)) return;
    const stop = this.#host.store.watch(keys.pulse(slot), () => this.#pulsed(slot));
    this.#pulses.set(slot, stop);
    if (this.#pulses.size === 1) this.#lookAtPulses(new Map());
  }

  #pulsed(slot: number): void {
    for (const channel of this.#channels.values()) {
      if (pulseSlot(channel.kind, channel.id, this.#host.limits.pulseSlots) === slot) {
        this.#fetch(channel);
      }
    }
    for (const kind of this.#kinds.keys()) this.#tellKind(kind);
  }

  /** `seen`: the version of each pulse when it was looked at last. */
  #lookAtPulses(seen: ReadonlyMap<number, string | undefined>): void {
    this.#host.timers.after(PULSE_LOOK_MS, () => {
      const slots = [...this.#pulses.keys()];
      const read = this.#host.store.getMany(slots.map((slot) => keys.pulse(slot)));
      this.#host.track(read.then(
        (rows) => {
          const now = new Map(slots.map((slot, i) => [slot, rows[i]?.versionstamp]));
          for (const [slot, version] of now) if (version !== seen.get(slot)) this.#pulsed(slot);
          this.#lookAtPulses(now);
        },
        // The store is away: the next look tells the same.
        () => this.#lookAtPulses(seen),
      ));
    });
  }

  #advance(channel: Channel, entries: readonly FeedEntry[]): void {
    for (const entry of entries) {
      if (channel.seq >= 0 && entry.seq <= channel.seq) continue;
      if (channel.seq < 0 || entry.seq > channel.seq + 1) return this.#fetch(channel);
      channel.seq = entry.seq;
      for (const follower of channel.followers) {
        if (!follower.catchingUp && entry.seq >= follower.next) {
          this.#tell(channel, follower, entry);
        }
      }
    }
  }

  /** Reads what other nodes have committed. */
  #fetch(channel: Channel): void {
    if (channel.fetching) return void (channel.fetchAgain = true);
    channel.fetching = true;
    channel.fetchAgain = false;
    const fetched = this.#fetchAll(channel).then(
      () => {
        channel.fetching = false;
        if (channel.fetchAgain && channel.followers.size > 0) this.#fetch(channel);
      },
      (cause) => {
        channel.fetching = false;
        if (this.#host.stopped) return;
        this.#host.report(`Cannot follow ${channel.kind} "${channel.id}"`, cause);
        this.#host.timers.after(FETCH_PAUSE_MS, () => {
          if (channel.followers.size > 0 && !this.#host.stopped) this.#fetch(channel);
        });
      },
    );
    this.#host.track(fetched);
  }

  async #fetchAll(channel: Channel): Promise<void> {
    await channel.ready;
    for await (const entry of this.#entries(channel, channel.seq + 1)) {
      if (this.#host.stopped) return;
      if (entry.seq > channel.seq + 1) throw missing(channel.seq + 1);
      this.#advance(channel, [entry]);
    }
  }

  async *#entries({ kind, id }: Channel, from: number): AsyncIterable<FeedEntry> {
    const actor = this.#host.kinds.get(kind)?.actor;
    for await (const entry of entriesOf(this.#host.store, kind, id, { after: from - 1 })) {
      const events = actor ? currentEvents(actor, entry) : entry.events;
      yield { seq: entry.seq, at: entry.at, events };
    }
  }

  async #catchUp(channel: Channel, follower: Follower): Promise<void> {
    while (follower.next <= channel.seq && !follower.gone) {
      const { next } = follower;
      for await (const entry of this.#entries(channel, follower.next)) {
        if (follower.gone) return;
        if (entry.seq !== follower.next) break;
        this.#tell(channel, follower, entry);
      }
      if (follower.next === next) throw missing(next);
    }
    follower.catchingUp = false;
    // The journal may have shown more than was published here; publishing skips what it had.
  }
}

/** An entry that was committed can be read: to look again at once would show the same gap. */
const missing = (seq: number): Error => new Error(`entry ${seq} is not in its journal`);

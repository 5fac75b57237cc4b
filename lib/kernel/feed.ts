/**
 * The live feed: committed entries of an actor, in order, each once, from a given entry on. Entries
 * of this node's turns come at once; other nodes' turns move a pulse key that this node watches.
 */
import type { Json } from "./actor.ts";
import { fromJson } from "./codec.ts";
import { pulseSlot } from "./committer.ts";
import { readHead } from "./head.ts";
import type { Host } from "./host.ts";
import type { Entry } from "./journal.ts";
import { keys } from "./keys.ts";

/** A committed journal entry as the feed tells it. */
export interface FeedEntry {
  readonly seq: number;
  /** Epoch milliseconds of the turn. */
  readonly at: number;
  readonly events: readonly (readonly [name: string, payload: Json])[];
}

export interface FeedListener {
  /** Called for each entry, in order, without gaps. Must not throw. */
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

export class Feed {
  readonly #host: Host;
  readonly #channels = new Map<string, Channel>();
  readonly #pulses = new Map<number, () => void>();

  constructor(host: Host) {
    this.#host = host;
  }

  get channels(): number {
    return this.#channels.size;
  }

  /**
   * Follows an actor's journal. With `after`, entries behind it are told first (resume); without,
   * only what is committed from now on. Resolves to a function that stops it.
   */
  async follow(
    kind: string,
    id: string,
    listener: FeedListener,
    after?: number,
  ): Promise<() => void> {
    const channel = this.#channel(kind, id);
    const follower: Follower = { listener, next: Infinity, catchingUp: true, gone: false };
    channel.followers.add(follower);
    const stop = () => {
      follower.gone = true;
      channel.followers.delete(follower);
      if (channel.followers.size === 0) this.#channels.delete(`${kind}/${id}`);
    };
    try {
      await channel.ready;
      follower.next = (after ?? channel.seq) + 1;
      await this.#catchUp(channel, follower);
    } catch (cause) {
      stop();
      throw cause;
    }
    return stop;
  }

  /** Entries of a turn that this node has committed. */
  publish(kind: string, id: string, entries: readonly FeedEntry[]): void {
    if (this.#channels.size === 0 || entries.length === 0) return;
    const channel = this.#channels.get(`${kind}/${id}`);
    if (channel) this.#advance(channel, entries);
  }

  stop(): void {
    for (const stop of this.#pulses.values()) stop();
    this.#pulses.clear();
    this.#channels.clear();
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
    return channel;
  }

  async #headSeq({ kind, id }: Channel): Promise<number> {
    const [row] = await this.#host.store.getMany([keys.head(kind, id)]);
    return row ? readHead(row.value).seq : 0;
  }

  #watchPulse(kind: string, id: string): void {
    if (!this.#host.store.shared) return;
    const slot = pulseSlot(kind, id, this.#host.limits.pulseSlots);
    if (this.#pulses.has(slot)) return;
    const stop = this.#host.store.watch(keys.pulse(slot), () => {
      for (const channel of this.#channels.values()) {
        if (pulseSlot(channel.kind, channel.id, this.#host.limits.pulseSlots) === slot) {
          this.#fetch(channel);
        }
      }
    });
    this.#pulses.set(slot, stop);
  }

  #advance(channel: Channel, entries: readonly FeedEntry[]): void {
    for (const entry of entries) {
      if (channel.seq >= 0 && entry.seq <= channel.seq) continue;
      if (channel.seq < 0 || entry.seq > channel.seq + 1) return this.#fetch(channel);
      channel.seq = entry.seq;
      for (const follower of channel.followers) {
        if (follower.catchingUp || entry.seq < follower.next) continue;
        follower.next = entry.seq + 1;
        follower.listener.entry(entry);
      }
    }
  }

  /** Reads what other nodes have committed. */
  #fetch(channel: Channel): void {
    if (channel.fetching) return void (channel.fetchAgain = true);
    channel.fetching = true;
    channel.fetchAgain = false;
    channel.ready
      .then(async () => {
        for await (const entry of this.#entries(channel, channel.seq + 1)) {
          this.#advance(channel, [entry]);
        }
      })
      .catch((cause) => this.#host.report(`Cannot follow ${channel.kind} "${channel.id}"`, cause))
      .finally(() => {
        channel.fetching = false;
        if (channel.fetchAgain && channel.followers.size > 0) this.#fetch(channel);
      });
  }

  async *#entries({ kind, id }: Channel, from: number): AsyncIterable<FeedEntry> {
    const rows = this.#host.store.list({
      prefix: keys.journal(kind, id),
      start: keys.entry(kind, id, from),
    });
    for await (const row of rows) yield fromJson(row.value) as Entry;
  }

  async #catchUp(channel: Channel, follower: Follower): Promise<void> {
    while (follower.next <= channel.seq && !follower.gone) {
      for await (const entry of this.#entries(channel, follower.next)) {
        if (follower.gone) return;
        if (entry.seq !== follower.next) break;
        follower.next = entry.seq + 1;
        follower.listener.entry(entry);
      }
    }
    follower.catchingUp = false;
    // The journal may have shown more than was published here; publishing skips what it had.
  }
}

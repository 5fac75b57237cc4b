/**
 * What the kernel's own tests share: a few small actors, and a stage with nodes on virtual time over
 * one simulated disk, whose commits a test can count and tamper with.
 */
import * as z from "zod";
import { type Address, defineActor } from "./actor.ts";
import { fromJson } from "./codec.ts";
import { keys } from "./keys.ts";
import type { Atomic, Committed, Key, ListOptions, Row, Store, StoreLimits } from "./store.ts";
import { ActorSystem, type SystemOptions } from "./system.ts";
import { Chance } from "./testing/chance.ts";
import { SimClock, World } from "./testing/sim_clock.ts";
import { type DiskKind, SimDisk } from "./testing/sim_disk.ts";
import { NO_FAULTS, SimStore } from "./testing/sim_store.ts";

const nothing = z.object({});

/** Adds up; can be made to fail in every way an actor can. */
export const counter = defineActor("counter", {
  version: 1,
  live: true,
  state: z.object({ total: z.int(), texts: z.array(z.string()) }),
  initial: { total: 0, texts: [] },
  commands: {
    add: z.object({ n: z.int() }),
    explode: nothing,
    corrupt: nothing,
    overdraw: nothing,
    shout: z.object({ text: z.string(), times: z.int().optional() }),
    remind: z.object({ name: z.string(), at: z.int(), n: z.int() }),
    forget: z.object({ name: z.string() }),
    protest: nothing,
  },
  events: {
    added: z.object({ n: z.int() }),
    corrupted: nothing,
    overdrawn: nothing,
    shouted: z.object({ text: z.string() }),
  },
  refusals: ["negative", "too_much"],
  decide: {
    add(state, { n }, turn) {
      if (n < 0) return turn.refuse("negative");
      if (state.total + n > 1_000_000) {
        return turn.refuse("too_much", { left: 1_000_000 - state.total });
      }
      return turn.emit("added", { n }).reply({ total: state.total + n, at: turn.at });
    },
    explode() {
      throw new Error("decide failed");
    },
    corrupt: (_state, _none, turn) => turn.emit("corrupted", {}).reply({}),
    overdraw: (_state, _none, turn) => turn.emit("overdrawn", {}).reply({}),
    shout(_state, { text, times = 1 }, turn) {
      for (let i = 0; i < times; i++) turn.emit("shouted", { text });
      return turn.reply({ length: text.length });
    },
    remind: (_state, { name, at, n }, turn) => turn.remind(name, at, "add", { n }).reply({}),
    forget: (_state, { name }, turn) => turn.forget(name).reply({}),
    protest: (_state, _none, turn) => turn.emit("added", { n: 1 }).refuse("too_much"),
  },
  evolve: {
    added: (state, { n }) => void (state.total += n),
    corrupted: () => {
      throw new Error("evolve failed");
    },
    overdrawn: (state) => void (state.total = -1),
    shouted: (state, { text }) => void state.texts.push(text.slice(0, 40)),
  },
  invariant: (state) => state.total >= 0 || "the total is negative",
});

/** Holds money; two of them make a transfer. */
export const purse = defineActor("purse", {
  version: 1,
  state: z.object({ coins: z.int() }),
  initial: { coins: 0 },
  commands: { put: z.object({ coins: z.int() }), take: z.object({ coins: z.int() }) },
  events: { changed: z.object({ by: z.int() }) },
  refusals: ["too_little"],
  decide: {
    put: (state, { coins }, turn) =>
      turn.emit("changed", { by: coins }).reply({ coins: state.coins + coins }),
    take(state, { coins }, turn) {
      if (coins > state.coins) return turn.refuse("too_little", { coins: state.coins });
      return turn.emit("changed", { by: -coins }).reply({ coins: state.coins - coins });
    },
  },
  evolve: { changed: (state, { by }) => void (state.coins += by) },
  invariant: (state) => state.coins >= 0,
});

/** Does something with a commit instead of, before or after letting it through. */
export type Tamper = (
  atomic: Atomic,
  commit: (atomic: Atomic) => Promise<Committed>,
) => Promise<Committed>;

/** A store that lets a test see and change what passes. */
export class TamperedStore implements Store {
  readonly limits: StoreLimits;
  readonly shared: boolean;
  /** Every commit tried, in order. */
  readonly commits: Atomic[] = [];
  tamper: Tamper | undefined;
  /** Called before each read; may throw or wait. */
  onRead: ((keys: readonly Key[]) => void | Promise<void>) | undefined;
  readonly #inner: Store;

  constructor(inner: Store, limits: Partial<StoreLimits> = {}) {
    this.#inner = inner;
    this.limits = { ...inner.limits, ...limits };
    this.shared = inner.shared;
  }

  async getMany(keys: readonly Key[]): Promise<(Row | undefined)[]> {
    await this.onRead?.(keys);
    return await this.#inner.getMany(keys);
  }

  async *list(options: ListOptions): AsyncIterable<Row> {
    await this.onRead?.([options.prefix]);
    yield* this.#inner.list(options);
  }

  commit(atomic: Atomic): Promise<Committed> {
    this.commits.push(atomic);
    const commit = (inner: Atomic) => this.#inner.commit(inner);
    return this.tamper ? this.tamper(atomic, commit) : commit(atomic);
  }

  watch(key: Key, changed: () => void): () => void {
    return this.#inner.watch(key, changed);
  }

  close(): void {
    this.#inner.close();
  }
}

/** A tamper for the next commit that `meant` picks; later ones pass. */
export function once(meant: (atomic: Atomic) => boolean, tamper: Tamper): Tamper {
  let done = false;
  return (atomic, commit) => {
    if (done || !meant(atomic)) return commit(atomic);
    done = true;
    return tamper(atomic, commit);
  };
}

/** Whether a commit writes a row whose key begins so. */
export const writes = (...begin: Key) => ({ sets }: Atomic): boolean =>
  sets.some(({ key }) => begin.every((part, i) => key[i] === part));

export interface NodeOptions extends Omit<SystemOptions, "store" | "clock" | "random"> {
  readonly clockOffsetMs?: number;
  readonly storeLimits?: Partial<StoreLimits>;
}

/** One node on the stage. */
export interface Node {
  readonly system: ActorSystem;
  readonly store: TamperedStore;
  readonly clock: SimClock;
  readonly reports: string[];
  /** Ends it between two instructions: none of its timers fires any more. */
  crash(): void;
}

export class Stage {
  readonly world: World;
  readonly disk: SimDisk;
  readonly #chance: Chance;
  readonly #nodes: Node[] = [];

  constructor(kind: DiskKind = "embedded", seed = 1) {
    this.#chance = new Chance(seed);
    this.world = new World(this.#chance.fork());
    this.disk = new SimDisk(this.world, kind);
  }

  node(options: NodeOptions): Node {
    const life = { alive: true };
    const conditions = { faults: { ...NO_FAULTS }, outages: [] };
    const clock = new SimClock(this.world, life);
    clock.offsetMs = options.clockOffsetMs ?? 0;
    const inner = new SimStore(this.world, this.disk, this.#chance.fork(), conditions, life);
    const store = new TamperedStore(inner, options.storeLimits);
    const reports: string[] = [];
    const system = new ActorSystem({
      validate: true,
      report: (message, cause) => reports.push(cause ? `${message}: ${cause}` : message),
      ...options,
      store,
      clock,
      random: this.#chance.fork().uint32,
    });
    const crash = () => {
      life.alive = false;
      system.halt();
      store.close();
    };
    const node = { system, store, clock, reports, crash };
    this.#nodes.push(node);
    return node;
  }

  /** Lets time pass until the promise settles. */
  async until<T>(promise: Promise<T>, ms = 60_000): Promise<T> {
    let settled = false;
    const done = () => void (settled = true);
    promise.then(done, done);
    if (!await this.world.run(() => settled, ms)) {
      throw new Error(`Expected the promise to settle within ${ms} virtual ms`);
    }
    return await promise;
  }

  /** Lets time pass until `holds`. */
  async till(holds: () => boolean, ms = 60_000): Promise<void> {
    if (!await this.world.run(holds, ms)) {
      throw new Error(`Expected ${holds} within ${ms} virtual ms`);
    }
  }

  async pass(ms: number): Promise<void> {
    await this.world.run(() => false, ms);
  }

  /** The values below `prefix`, as they lie on the disk. */
  // deno-lint-ignore no-explicit-any -- a test looks into rows of every kind
  rows(...prefix: Key): any[] {
    return this.disk.all(prefix).map(({ value }) => fromJson(value));
  }

  // deno-lint-ignore no-explicit-any -- a test looks into every head
  head({ kind, id }: Address): any {
    const row = this.disk.get(keys.head(kind, id));
    return row && fromJson(row.value);
  }

  /** All events of an actor's journal, in order. */
  events({ kind, id }: Address): [string, unknown][] {
    return this.rows("journal", kind, id).flatMap((entry) => entry.events);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { system, store } of this.#nodes) {
      await this.until(system.stop());
      store.close();
    }
  }
}

/**
 * A stage for tests: nodes on virtual time over one simulated store. Nothing sleeps, one seed gives one
 * history, and what may go wrong with the store is the test's choice: faults by their probability,
 * outages by their time, or a tamper that takes a single commit into its own hands.
 */
import type { Address } from "../actor.ts";
import { fromJson } from "../codec.ts";
import { keys } from "../keys.ts";
import type { Key, StoreLimits } from "../store.ts";
import { ActorSystem, type SystemOptions } from "../system.ts";
import { Chance } from "./chance.ts";
import { SimClock, World } from "./sim_clock.ts";
import { type DiskKind, SimDisk } from "./sim_disk.ts";
import {
  type Conditions,
  NO_FAULTS,
  type Outage,
  SimStore,
  type StoreFaults,
} from "./sim_store.ts";
import { storedJournal } from "./stored_journal.ts";
import { TamperedStore } from "./tampered_store.ts";

export interface NodeOptions extends Omit<SystemOptions, "store" | "clock" | "random"> {
  readonly clockOffsetMs?: number;
  readonly storeLimits?: Partial<StoreLimits>;
}

/** One node on the stage. */
export interface Node {
  readonly system: ActorSystem;
  readonly store: TamperedStore;
  readonly clock: SimClock;
  /** What it told `report`. */
  readonly reports: string[];
  readonly alive: boolean;
  /** Ends it between two instructions: none of its timers fires any more. */
  crash(): void;
}

export interface StageOptions {
  readonly faults?: Partial<StoreFaults>;
  readonly outages?: readonly Outage[];
}

/**
 * Nodes, and the store that they share.
 *
 * @example
 * ```ts
 * import * as z from "zod";
 * import { defineActor } from "../actor.ts";
 * import { Stage } from "./stage.ts";
 *
 * const tally = defineActor("tally", {
 *   version: 1,
 *   state: z.object({ n: z.int() }),
 *   initial: { n: 0 },
 *   commands: { count: z.object({}) },
 *   events: { counted: z.object({}) },
 *   refusals: [],
 *   decide: { count: (state, _, turn) => turn.emit("counted", {}).reply({ n: state.n + 1 }) },
 *   evolve: { counted: (state) => void state.n++ },
 * });
 *
 * // Two servers on one denokv that loses every other answer.
 * await using stage = new Stage("denokv", 7, { faults: { answerLost: 0.5 } });
 * const nodes = [stage.node({ actors: [tally] }), stage.node({ actors: [tally] })] as const;
 * for (let i = 0; i < 10; i++) {
 *   await stage.until(nodes[i % 2]!.system.ask(tally("t"), "count", {}));
 * }
 * nodes[0].crash();
 * const n = await stage.until(nodes[1].system.view(tally("t"), (state) => state.n));
 * if (n !== 10) throw new Error(`Expected 10, got ${n}`);
 * ```
 */
export class Stage {
  readonly world: World;
  readonly disk: SimDisk;
  readonly nodes: Node[] = [];
  readonly #chance: Chance;
  readonly #conditions: Conditions;

  /** `embedded` is for one node at a time, `denokv` for any number. */
  constructor(kind: DiskKind = "embedded", seed = 1, { faults, outages = [] }: StageOptions = {}) {
    this.#chance = new Chance(seed);
    this.world = new World(this.#chance.fork());
    this.disk = new SimDisk(this.world, kind);
    this.#conditions = { faults: { ...NO_FAULTS, ...faults }, outages };
  }

  /** What may go wrong from now on, on all nodes; what is not named stays as it is. */
  set faults(faults: Partial<StoreFaults>) {
    this.#conditions.faults = { ...this.#conditions.faults, ...faults };
  }

  /** Ends all faults and outages. */
  heal(): void {
    this.#conditions.faults = { ...NO_FAULTS };
    this.#conditions.outages = [];
  }

  /** Starts a node. It checks all payloads, events and states against their schemas. */
  node(options: NodeOptions): Node {
    const life = { alive: true };
    const clock = new SimClock(this.world, life);
    clock.offsetMs = options.clockOffsetMs ?? 0;
    const crash = () => {
      if (!life.alive) return;
      life.alive = false;
      system.halt();
      store.close();
    };
    const chance = this.#chance.fork();
    const inner = new SimStore(this.world, this.disk, chance, this.#conditions, life, crash);
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
    const node: Node = {
      system,
      store,
      clock,
      reports,
      get alive() {
        return life.alive;
      },
      crash,
    };
    this.nodes.push(node);
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

  /** An actor's journal entries, in order. */
  // deno-lint-ignore no-explicit-any -- a test looks into events of every kind
  journal({ kind, id }: Pick<Address, "kind" | "id">): any[] {
    return storedJournal(this.disk, kind, id).map(({ text }) => JSON.parse(text));
  }

  /** All events of an actor's journal, in order. */
  events({ kind, id }: Address): [string, unknown][] {
    return this.journal({ kind, id }).flatMap((entry) => entry.events);
  }

  /** Stops the nodes that are alive, in good order. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const { system, store, alive } of this.nodes) {
      // One that crashed has no timers left, nor had it ended if it was stopping.
      if (!alive) continue;
      await this.until(system.stop());
      store.close();
    }
  }
}

/** The stage of a simulated business: nodes that die and come back, a store that fails, a provider. */
import { payment } from "../../actors/sales/payment.ts";
import type {
  ActorSystem,
  AnyActor,
  Courier,
  Limits,
  Policy,
  ReadModel,
} from "../../lib/kernel/mod.ts";
import type { Chance } from "../../lib/kernel/testing/chance.ts";
import { World, WORLD_EPOCH } from "../../lib/kernel/testing/sim_clock.ts";
import { type DiskKind, SimDisk } from "../../lib/kernel/testing/sim_disk.ts";
import { SimNode } from "../../lib/kernel/testing/sim_node.ts";
import {
  type Conditions,
  NO_FAULTS,
  type StoreFaults,
} from "../../lib/kernel/testing/sim_store.ts";
import { type ProviderFaults, SimProvider } from "./provider.ts";

/** Long enough for forty people to let one car lapse, one after the other, and to be paid back. */
export const REST_MS = 12 * 3_600_000;
const REPEAT_WITHIN_MS = 5_000;

/** What a node is made of. */
export interface Cast {
  readonly actors: readonly AnyActor[];
  readonly policies: readonly Policy[];
  readonly readModels: readonly ReadModel[];
  readonly couriers: readonly Courier[];
  /** Checks every state: a large one takes long. */
  readonly validate: boolean;
}

export interface StagePlan {
  readonly disk: DiskKind;
  readonly nodes: number;
  readonly faults: StoreFaults;
  readonly provider: ProviderFaults;
  readonly deathMs: number;
  readonly clockJumpMs: number;
  readonly limits: Partial<Limits>;
}

export interface StageStats {
  readonly turns: number;
  readonly commits: number;
  readonly lostRaces: number;
  readonly unknown: number;
  readonly operations: number;
}

export abstract class Stage<P extends StagePlan = StagePlan> {
  readonly plan: P;
  readonly world: World;
  readonly chance: Chance;
  readonly provider: SimProvider;
  readonly disk: SimDisk;
  readonly #conditions: Conditions;
  readonly #nodes: SimNode[] = [];
  readonly #everyNode: SimNode[] = [];
  crashes = 0;
  #healed = false;
  #furthestMs = 0;

  constructor(plan: P, chance: Chance) {
    this.plan = plan;
    this.chance = chance;
    this.world = new World(chance.fork());
    this.disk = new SimDisk(this.world, plan.disk, {});
    this.#conditions = { faults: { ...plan.faults }, outages: [] };
    this.provider = new SimProvider(this.world, chance.fork(), plan.provider);
    this.provider.deliver = async ({ paymentId, ...success }) => {
      const outcome = await this.insist((system) =>
        system.ask(payment(paymentId), "notify", success)
      );
      if (!outcome.ok) throw new Error(outcome.refusal);
    };
  }

  protected abstract get cast(): Cast;

  get stats(): StageStats {
    const sums = { turns: 0, commits: 0, lostRaces: 0, unknown: 0, operations: 0 };
    for (const { system, store } of this.#everyNode) {
      sums.turns += system.metrics.turns;
      sums.commits += store.stats.commits;
      sums.lostRaces += system.metrics.lostRaces;
      sums.unknown += store.stats.unknown;
      sums.operations += store.stats.operations;
    }
    return sums;
  }

  end(): void {
    for (const node of [...this.#nodes]) node.system.halt();
  }

  /** The world's own clock, epoch milliseconds. */
  get now(): number {
    return Math.floor(WORLD_EPOCH + this.world.now);
  }

  async someSystem(): Promise<ActorSystem> {
    while (this.#nodes.length === 0) await this.world.sleep(20);
    return this.chance.pick(this.#nodes).system;
  }

  /** Asks until an answer comes, as a client with a bad connection does. */
  async insist<T>(ask: (system: ActorSystem) => Promise<T>): Promise<T> {
    for (let pauseMs = 50;; pauseMs = Math.min(5_000, pauseMs * 2)) {
      try {
        const system = await this.someSystem();
        return await Promise.race([
          ask(system),
          this.world.sleep(30_000).then(() => {
            throw new Error("no answer");
          }),
        ]);
      } catch {
        await this.world.sleep(pauseMs);
      }
    }
  }

  /** Does it again and again; a node that has died over it answers nothing, and is not waited for. */
  repeat(pauseMs: number, job: () => Promise<unknown>): void {
    const again = () => void this.world.after(pauseMs, () => this.repeat(pauseMs, job));
    Promise.race([job(), this.world.sleep(REPEAT_WITHIN_MS)]).then(again, again);
  }

  /** Runs the world until a promise has settled. */
  async settle<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    promise.finally(() => settled = true).catch(() => {});
    await this.world.run(() => settled, REST_MS);
    return await promise;
  }

  start(): void {
    const { chance, plan, world } = this;
    const { actors, policies, readModels, couriers, validate } = this.cast;
    const node = new SimNode({
      world,
      disk: this.disk,
      chance: chance.fork(),
      conditions: this.#conditions,
      clockOffsetMs: this.#furthestMs,
      actors,
      policies,
      readModels,
      couriers,
      limits: plan.limits,
      validate,
      report: () => {},
      onDeath: (dead) => {
        this.#nodes.splice(this.#nodes.indexOf(dead), 1);
        world.after(500, () => this.start());
      },
    });
    // One that was down while all was healed comes back to clocks that agree.
    if (this.#healed) node.clock.offsetMs = this.#furthestMs;
    this.#nodes.push(node);
    this.#everyNode.push(node);
  }

  haunt(): void {
    const { plan, chance, world } = this;
    const every = (ms: number, job: (node: SimNode) => void) => {
      if (ms === Infinity) return;
      const again = () => {
        if (this.#healed) return;
        if (this.#nodes.length > 0) job(chance.pick(this.#nodes));
        world.after(ms * chance.between(0.3, 2), again);
      };
      world.after(ms * chance.float(), again);
    };
    every(plan.deathMs, (node) => {
      this.crashes++;
      node.crash();
    });
    every(plan.clockJumpMs, (node) => {
      node.clock.offsetMs += chance.pick([3_600_000, 5_000, -2_000]);
      this.#furthestMs = Math.max(this.#furthestMs, node.clock.offsetMs);
    });
  }

  /** All clocks jump at once, as after a host was asleep. */
  jump(ms: number): void {
    this.#furthestMs += ms;
    for (const node of this.#nodes) node.clock.offsetMs += ms;
  }

  heal(): void {
    this.#healed = true;
    this.#conditions.faults = { ...NO_FAULTS };
    this.provider.faults = { ...this.provider.faults, fails: 0 };
    for (const node of this.#nodes) node.clock.offsetMs = this.#furthestMs;
  }

  /** What is still to happen, but for rows that may stay. */
  restless(mayStay: (key: readonly unknown[]) => boolean = () => false): string[] {
    const found: string[] = [];
    if (this.provider.underWay > 0) found.push("notices of payments are still to come");
    for (const table of ["mail", "lag", "outbox", "reminder"]) {
      const rows = this.disk.all([table]).filter(({ key }) => !mayStay(key));
      if (rows.length > 0) {
        const shown = rows.slice(0, 3).map(({ key }) => key.join("/")).join(", ");
        found.push(`${rows.length} rows are left in ${table}: ${shown}`);
      }
    }
    return found;
  }
}

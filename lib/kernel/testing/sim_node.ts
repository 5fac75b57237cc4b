/** One process of a simulated world: a kernel with a clock and a connection of its own. */
import { ActorSystem, type SystemOptions } from "../system.ts";
import type { Chance } from "./chance.ts";
import { SimClock, type World } from "./sim_clock.ts";
import type { SimDisk } from "./sim_disk.ts";
import { type Conditions, SimStore } from "./sim_store.ts";

export interface NodeOptions extends Omit<SystemOptions, "store" | "clock" | "random"> {
  readonly world: World;
  readonly disk: SimDisk;
  readonly chance: Chance;
  readonly conditions: Conditions;
  /** How much quicker than the world its clock runs; 1 by default. */
  readonly clockRate?: number;
  readonly clockOffsetMs?: number;
  readonly log?: (node: SimNode, what: string) => void;
  readonly onDeath?: (node: SimNode) => void;
}

export class SimNode {
  alive = true;
  readonly clock: SimClock;
  readonly store: SimStore;
  readonly system: ActorSystem;
  readonly #onDeath: (node: SimNode) => void;

  constructor(options: NodeOptions) {
    const { world, disk, chance, conditions, log } = options;
    this.#onDeath = options.onDeath ?? (() => {});
    this.clock = new SimClock(world, this, options.clockRate);
    this.clock.offsetMs = options.clockOffsetMs ?? 0;
    this.store = new SimStore(world, disk, chance, conditions, this, () => this.crash());
    if (log) this.store.log = (what) => log(this, what);
    this.system = new ActorSystem({
      ...options,
      store: this.store,
      clock: this.clock,
      random: chance.fork().uint32,
      report: (message, cause) => {
        log?.(this, `reports: ${message}${cause === undefined ? "" : ` (${cause})`}`);
        options.report?.(message, cause);
      },
    });
  }

  /** Ends it between two instructions: no timer fires any more, no answer arrives. */
  crash(): void {
    if (!this.alive) return;
    this.alive = false;
    this.#onDeath(this);
    this.system.halt();
    this.store.close();
  }

  /** Ends it in good order. */
  async stop(timeoutMs?: number): Promise<void> {
    await this.system.stop(timeoutMs === undefined ? {} : { timeoutMs });
    if (!this.alive) return;
    this.alive = false;
    this.store.close();
    this.#onDeath(this);
  }
}

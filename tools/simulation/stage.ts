/** The stage of a simulated sale: nodes that die and come back, a store that fails, a provider. */
import { lead } from "../../actors/sales/lead.ts";
import { lot } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { payment } from "../../actors/sales/payment.ts";
import { draw } from "../../actors/sales/draw.ts";
import { sale } from "../../actors/sales/sale.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { paymentsCourier } from "../../lib/adapters/payments/courier.ts";
import type { PaymentGateway } from "../../lib/adapters/payments/port.ts";
import { sealedSecretCourier } from "../../lib/adapters/sealed_secret/derived.ts";
import { sms } from "../../lib/adapters/sms/port.ts";
import {
  type ActorSystem,
  defineCourier,
  type Entry,
  type Limits,
  type Policy,
} from "../../lib/kernel/mod.ts";
import { Chance } from "../../lib/kernel/testing/chance.ts";
import { World, WORLD_EPOCH } from "../../lib/kernel/testing/sim_clock.ts";
import { type DiskKind, SimDisk } from "../../lib/kernel/testing/sim_disk.ts";
import { SimNode } from "../../lib/kernel/testing/sim_node.ts";
import { entriesIn } from "../../lib/kernel/testing/stored_journal.ts";
import {
  type Conditions,
  NO_FAULTS,
  type StoreFaults,
} from "../../lib/kernel/testing/sim_store.ts";
import { paymentPolicies } from "../../lib/policies/payments.ts";
import { salesPolicies } from "../../lib/policies/sales.ts";
import { waitingRoomPolicies } from "../../lib/policies/waiting_room.ts";
import { orderReadModels } from "../../lib/read_models/orders.ts";
import { salesReadModels } from "../../lib/read_models/sales.ts";
import type { LobbyPlan } from "./lobby.ts";
import { type ProviderFaults, SimProvider } from "./provider.ts";
import { RANDOMNESS, SECRETS } from "./sealing.ts";

export const DEPOSIT_FEN = 200_000;
/** Long enough for forty people to let one car lapse, one after the other, and to be paid back. */
export const REST_MS = 12 * 3_600_000;

const REPEAT_WITHIN_MS = 5_000;

export type SaleActor = typeof lot | typeof order | typeof payment | typeof waitingRoom;

/** What may be put in the place of an actor or a policy, to see that its flaw is found. */
export interface Variant {
  readonly actors?: { readonly [kind: string]: SaleActor };
  readonly policies?: readonly Policy[];
}

export interface SalePlan {
  readonly cars: number;
  readonly people: number;
  readonly holdMs: number;
  readonly offerMs: number;
  /** Probability that a held car is not paid for. */
  readonly abandons: number;
  /** When the last shopper comes, milliseconds after the opening. */
  readonly arrivalMs: number;
  readonly disk: DiskKind;
  readonly nodes: number;
  readonly faults: StoreFaults;
  readonly provider: ProviderFaults;
  readonly deathMs: number;
  readonly clockJumpMs: number;
  readonly limits: Partial<Limits>;
  /** The waiting room in front of it, if there is one. */
  readonly lobby: LobbyPlan | undefined;
}

export interface StageStats {
  readonly turns: number;
  readonly commits: number;
  readonly lostRaces: number;
  readonly unknown: number;
  readonly operations: number;
}

export class SaleStage {
  readonly plan: SalePlan;
  readonly world: World;
  readonly chance: Chance;
  readonly provider: SimProvider;
  readonly disk: SimDisk;
  /** When the car of each order was given back, world time. */
  readonly releasedAt = new Map<string, number>();
  readonly #variant: Variant;
  readonly #conditions: Conditions;
  readonly #nodes: SimNode[] = [];
  readonly #everyNode: SimNode[] = [];
  crashes = 0;
  #healed = false;
  #furthestMs = 0;

  constructor(plan: SalePlan, chance: Chance, variant: Variant) {
    this.plan = plan;
    this.chance = chance;
    this.#variant = variant;
    this.world = new World(chance.fork());
    this.disk = new SimDisk(this.world, plan.disk, {});
    this.disk.onCommit = ({ sets }) => {
      for (const { kind, text } of sets.flatMap(entriesIn)) {
        if (kind === "lot") this.#noteReleases(text);
      }
    };
    this.#conditions = { faults: { ...plan.faults }, outages: [] };
    this.provider = new SimProvider(this.world, chance.fork(), plan.provider);
    this.provider.deliver = async ({ paymentId, ...success }) => {
      const outcome = await this.insist((system) =>
        system.ask(payment(paymentId), "notify", success)
      );
      if (!outcome.ok) throw new Error(outcome.refusal);
    };
  }

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

  /** A head tells its last entries again and again: the first time counts. */
  #noteReleases(text: string): void {
    const { events }: Entry = JSON.parse(text);
    for (const [name, payload] of events) {
      const { orderId } = payload as { orderId: string };
      if (name !== "released" || this.releasedAt.has(orderId)) continue;
      this.releasedAt.set(orderId, this.world.now);
    }
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
    const { actors = {}, policies } = this.#variant;
    const mail = defineCourier(sms, () => world.sleep(5).then(() => ({ messageId: "m" })));
    const pay = paymentsCourier([this.provider.gateway as PaymentGateway]);
    const node = new SimNode({
      world,
      disk: this.disk,
      chance: chance.fork(),
      conditions: this.#conditions,
      clockOffsetMs: this.#furthestMs,
      actors: [
        sale,
        lead,
        draw,
        ...[lot, order, payment, waitingRoom].map((actor) => actors[actor.kind] ?? actor),
      ],
      policies: [...(policies ?? [...salesPolicies, ...paymentPolicies]), ...waitingRoomPolicies],
      readModels: [...salesReadModels, ...orderReadModels],
      couriers: [mail, pay, sealedSecretCourier(SECRETS, () => Promise.resolve(RANDOMNESS))],
      limits: plan.limits,
      // A large state takes long to check after each turn.
      validate: plan.people <= 1_000,
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

  /** What is still to happen. */
  get restless(): string[] {
    const found: string[] = [];
    if (this.provider.underWay > 0) found.push("notices of payments are still to come");
    for (const table of ["mail", "lag", "outbox", "reminder"]) {
      const rows = this.disk.all([table]);
      if (rows.length > 0) {
        const shown = rows.slice(0, 3).map(({ key }) => key.join("/")).join(", ");
        found.push(`${rows.length} rows are left in ${table}: ${shown}`);
      }
    }
    return found;
  }
}

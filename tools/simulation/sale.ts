/**
 * A whole sale on virtual time: shoppers claim, pay in time, late, twice or never, cancel, leave and
 * come again, while nodes crash, the store fails, clocks jump and the provider is slow. Afterwards
 * the books have to be right.
 */
import { lead } from "../../actors/sales/lead.ts";
import { lot } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { payment } from "../../actors/sales/payment.ts";
import { sale } from "../../actors/sales/sale.ts";
import { paymentsCourier } from "../../lib/adapters/payments/courier.ts";
import type { PaymentGateway } from "../../lib/adapters/payments/port.ts";
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
import {
  type Conditions,
  NO_FAULTS,
  type StoreFaults,
} from "../../lib/kernel/testing/sim_store.ts";
import { paymentPolicies } from "../../lib/policies/payments.ts";
import { salesPolicies } from "../../lib/policies/sales.ts";
import { orderReadModels } from "../../lib/read_models/orders.ts";
import { salesReadModels } from "../../lib/read_models/sales.ts";
import { checkSale } from "./books.ts";
import { type ProviderFaults, SimProvider } from "./provider.ts";
import { Shoppers } from "./shoppers.ts";

export const SALE = "sim";
export const DEPOSIT_FEN = 200_000;
/** Long enough for everyone to have paid, lapsed, and been paid back. */
const REST_MS = 6 * 3_600_000;
const CHECK_MS = 1_000;

/** What may be put in the place of an actor or a policy, to see that its flaw is found. */
export interface Variant {
  readonly actors?: { readonly [kind: string]: typeof lot | typeof order | typeof payment };
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
}

export interface SaleResult {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly participants: number;
  readonly sold: number;
  readonly returned: number;
  readonly paidBack: number;
  readonly crashes: number;
  readonly virtualMs: number;
}

/** A plan of its own for each seed. */
export function drawSale(chance: Chance): SalePlan {
  const shared = chance.hits(0.6);
  const calm = chance.hits(0.2);
  const rate = () => calm || chance.hits(0.5) ? 0 : chance.between(0, 0.05);
  const holdMs = chance.pick([3_000, 60_000, 900_000]);
  // Sweeps are most of what a long hold costs.
  const sweepMs = Math.min(5_000, Math.max(200, holdMs / 100));
  const limits = { sweepMs, leaseMs: Math.max(3_000, 5 * sweepMs), mailGraceMs: 1_000 };
  return {
    cars: chance.whole(1, 8),
    people: chance.whole(1, 40),
    holdMs,
    offerMs: chance.pick([2_000, 30_000, 600_000]),
    abandons: chance.pick([0, 0.3, 0.7, 1]),
    arrivalMs: chance.pick([10, 2_000, 60_000]),
    disk: shared ? "denokv" : "embedded",
    nodes: shared ? chance.whole(1, 3) : 1,
    faults: {
      ...NO_FAULTS,
      slow: rate(),
      slowMs: 500,
      readFails: rate(),
      commitFails: rate(),
      answerLost: rate(),
      landsLate: rate(),
      lateMs: 2_000,
      sentTwice: shared ? rate() : 0,
      copyLate: shared ? rate() : 0,
      crashBefore: rate() / 10,
      crashAfter: rate() / 10,
      crashTold: rate() / 10,
    },
    provider: {
      fails: calm ? 0 : chance.pick([0, 0.1, 0.4]),
      latencyMs: chance.pick([5, 200]),
      tooLate: chance.pick([0, 0, 1]),
      silent: chance.pick([0, 0.2, 1]),
      notices: chance.whole(1, 4),
      lateMs: chance.pick([50, 5_000, 30 * 60_000]),
    },
    deathMs: calm || chance.hits(0.5) ? Infinity : chance.between(2_000, 30_000),
    clockJumpMs: calm || chance.hits(0.7) ? Infinity : chance.between(5_000, 60_000),
    limits,
  };
}

export async function runSale(
  seed: number,
  { plan: given, variant = {} }: { plan?: Partial<SalePlan>; variant?: Variant } = {},
): Promise<SaleResult> {
  const chance = new Chance(seed);
  const plan = { ...drawSale(chance.fork()), ...given };
  const stage = new SaleStage(plan, chance, variant);
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return { seed, ...await stage.run() };
  } catch (error) {
    const violations = [`it threw ${error instanceof Error ? error.message : error}`];
    return { seed, ...stage.figures(), violations };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    stage.end();
  }
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
  #crashes = 0;
  #healed = false;
  #furthestMs = 0;

  constructor(plan: SalePlan, chance: Chance, variant: Variant) {
    this.plan = plan;
    this.chance = chance;
    this.#variant = variant;
    this.world = new World(chance.fork());
    this.disk = new SimDisk(this.world, plan.disk, {});
    this.disk.onCommit = ({ sets }) => {
      for (const { key, value } of sets) {
        if (key[0] === "journal" && key[1] === "lot") this.#noteReleases(value);
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

  async run(): Promise<Omit<SaleResult, "seed">> {
    const { world, plan } = this;
    for (let i = 0; i < plan.nodes; i++) this.#start();
    this.#haunt();
    const opensAt = this.now + 1_000;
    let scheduled = false;
    const schedule = async () => {
      await this.insist((system) =>
        system.ask(sale(SALE), "schedule", {
          title: "模拟",
          model: "lu",
          capacity: plan.cars,
          opensAt,
          closesAt: null,
          holdMs: plan.holdMs,
          offerMs: plan.offerMs,
          mode: "first_come",
          depositFen: DEPOSIT_FEN,
        })
      );
      scheduled = true;
    };
    void schedule();
    await world.run(() => scheduled, 60_000);
    const shoppers = new Shoppers(this);
    await world.run(() => shoppers.done, plan.arrivalMs + 10 * 60_000);
    this.#heal();
    let restless: string[] = [];
    let checkedAt = -Infinity;
    await world.run(() => {
      if (world.now < checkedAt + CHECK_MS) return false;
      checkedAt = world.now;
      restless = this.#restless(shoppers);
      return restless.length === 0;
    }, REST_MS);
    const violations = restless.length > 0 ? restless : await this.#ask(checkSale(this, shoppers));
    return { ...this.figures(shoppers), violations };
  }

  figures(shoppers?: Shoppers): Omit<SaleResult, "seed" | "violations"> {
    let paidBack = 0;
    for (const { refunds } of this.provider.accounts.values()) paidBack += refunds.size;
    return {
      participants: this.plan.people,
      sold: shoppers?.sold ?? 0,
      returned: shoppers?.returned ?? 0,
      paidBack,
      crashes: this.#crashes,
      virtualMs: Math.round(this.world.now),
    };
  }

  end(): void {
    for (const node of [...this.#nodes]) node.system.halt();
  }

  #noteReleases(value: Uint8Array): void {
    const { events }: Entry = JSON.parse(new TextDecoder().decode(value));
    for (const [name, payload] of events) {
      if (name !== "released") continue;
      this.releasedAt.set((payload as { orderId: string }).orderId, this.world.now);
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

  /** Runs the world until a promise has settled. */
  async #ask<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    promise.finally(() => settled = true).catch(() => {});
    await this.world.run(() => settled, REST_MS);
    return await promise;
  }

  #start(): void {
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
      actors: [sale, lead, ...[lot, order, payment].map((actor) => actors[actor.kind] ?? actor)],
      policies: [...(policies ?? [...salesPolicies, ...paymentPolicies])],
      readModels: [...salesReadModels, ...orderReadModels],
      couriers: [mail, pay],
      limits: plan.limits,
      // A large state takes long to check after each turn.
      validate: plan.people <= 1_000,
      report: () => {},
      onDeath: (dead) => {
        this.#nodes.splice(this.#nodes.indexOf(dead), 1);
        world.after(500, () => this.#start());
      },
    });
    this.#nodes.push(node);
  }

  #haunt(): void {
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
      this.#crashes++;
      node.crash();
    });
    every(plan.clockJumpMs, (node) => {
      node.clock.offsetMs += chance.pick([3_600_000, 5_000, -2_000]);
      this.#furthestMs = Math.max(this.#furthestMs, node.clock.offsetMs);
    });
  }

  #heal(): void {
    this.#healed = true;
    this.#conditions.faults = { ...NO_FAULTS };
    this.provider.faults = { ...this.provider.faults, fails: 0 };
    for (const node of this.#nodes) node.clock.offsetMs = this.#furthestMs;
  }

  #restless(shoppers: Shoppers): string[] {
    const found = shoppers.done ? [] : ["shoppers are not done"];
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

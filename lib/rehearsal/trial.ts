/**
 * A whole sale on a store of its own, in this process and on virtual time: the platform's own actors
 * and policies, simulated shoppers, a till that takes no money. Real members, leads, messages and
 * payments are out of its reach: it is given none of the platform's ports.
 */
import { draw } from "../../actors/sales/draw.ts";
import { lead } from "../../actors/sales/lead.ts";
import { lot } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { payment } from "../../actors/sales/payment.ts";
import type {
  RehearsalOutcome,
  RehearsalPlan,
  RehearsalProgress,
} from "../../actors/sales/rehearsals.ts";
import { sale } from "../../actors/sales/sale.ts";
import { waitingRoom } from "../../actors/sales/waiting_room.ts";
import { paymentsCourier } from "../adapters/payments/courier.ts";
import type { PaymentGateway } from "../adapters/payments/port.ts";
import { drawCourier } from "../adapters/randomness/courier.ts";
import { SandboxBeacon } from "../adapters/randomness/sandbox.ts";
import { createSealedSecrets, sealedSecretCourier } from "../adapters/sealed_secret/derived.ts";
import { sms } from "../adapters/sms/port.ts";
import { type ActorSystem, defineCourier } from "../kernel/mod.ts";
import { Chance, NO_FAULTS, SimDisk, SimNode, World, WORLD_EPOCH } from "../kernel/testing/mod.ts";
import { drawPolicies } from "../policies/draw.ts";
import { paymentPolicies } from "../policies/payments.ts";
import { salesPolicies } from "../policies/sales.ts";
import { waitingRoomPolicies } from "../policies/waiting_room.ts";
import { salesReadModels } from "../read_models/sales.ts";
import { SALE, Shoppers } from "./shoppers.ts";
import { Tally } from "./tally.ts";
import { Till } from "./till.ts";

/** Work at a stretch; then whoever else needs this process gets it. */
const SLICE_MS = 8;
/** Before the opening: the sale is set up, and the first stand in the waiting room. */
const OPENS_AFTER_MS = 20_000;
const CHECK_MS = 1_000;
/** By then everyone has paid, or the rehearsal says what is still open. */
const REST_MS = 14 * 24 * 3_600_000;
/** Virtual hours are mostly sweeps; what they are for need not come within the second. */
const LIMITS = { sweepMs: 2_000, leaseMs: 10_000, activations: 2_000 };

export interface TrialOptions {
  /** Called between two stretches of work; the rehearsal ends where it answers `false`. */
  readonly between: (tookMs: number, progress: RehearsalProgress) => Promise<boolean>;
}

class Cancelled extends Error {}

/** Undefined where it was cancelled. */
export async function runTrial(
  plan: RehearsalPlan,
  options: TrialOptions,
): Promise<RehearsalOutcome | undefined> {
  const trial = new Trial(plan, options);
  try {
    return await trial.run();
  } catch (cause) {
    if (cause instanceof Cancelled) return undefined;
    throw cause;
  } finally {
    trial.end();
  }
}

class Trial {
  readonly #plan: RehearsalPlan;
  readonly #options: TrialOptions;
  readonly #world: World;
  readonly #chance: Chance;
  readonly #disk: SimDisk;
  readonly #node: SimNode;
  readonly #till: Till;
  readonly #opensAt: number;
  readonly #tally: Tally;
  readonly #problems: string[] = [];

  constructor(plan: RehearsalPlan, options: TrialOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#chance = new Chance(plan.seed);
    this.#world = new World(this.#chance.fork());
    this.#disk = new SimDisk(this.#world, "embedded");
    // A draw's list is closed when the sale opens: everyone has come by then.
    this.#opensAt = WORLD_EPOCH + OPENS_AFTER_MS + (plan.mode === "draw" ? plan.arrivalMs : 0);
    this.#tally = new Tally(plan.cars, this.#opensAt);
    this.#till = new Till(this.#world, this.#chance.fork(), () => this.#now);
    this.#node = this.#start();
    this.#till.deliver = ({ paymentId, ...success }) =>
      this.#system.ask(payment(paymentId), "notify", success);
  }

  async run(): Promise<RehearsalOutcome> {
    await this.#settle(this.#schedule());
    const { plan, world } = { plan: this.#plan, world: this.#world };
    const shoppers = new Shoppers({
      plan,
      world,
      system: this.#system,
      chance: this.#chance.fork(),
      till: this.#till,
      from: plan.mode === "draw" ? world.now : OPENS_AFTER_MS,
      failed: (cause) => this.#problem(`a shopper could not go on: ${cause}`),
    });
    await this.#settle(this.#listen(shoppers));
    let checkedAt = -Infinity;
    const rested = await this.#until(() => {
      if (world.now < checkedAt + CHECK_MS) return false;
      checkedAt = world.now;
      return shoppers.done && this.#restless.length === 0;
    }, REST_MS);
    if (!rested) this.#problem(`after two weeks these were still open: ${this.#restless.join()}`);
    return await this.#settle(this.#outcome());
  }

  end(): void {
    this.#node.crash();
  }

  get #system(): ActorSystem {
    return this.#node.system;
  }

  get #now(): number {
    return Math.floor(WORLD_EPOCH + this.#world.now);
  }

  #start(): SimNode {
    const sealed = createSealedSecrets(`rehearsal ${this.#plan.seed}`);
    const beacon = new SandboxBeacon("rehearsal", () => this.#now);
    return new SimNode({
      world: this.#world,
      disk: this.#disk,
      chance: this.#chance.fork(),
      conditions: { faults: NO_FAULTS, outages: [] },
      actors: [sale, lot, draw, order, payment, lead, waitingRoom],
      policies: [...salesPolicies, ...paymentPolicies, ...drawPolicies, ...waitingRoomPolicies],
      readModels: salesReadModels,
      couriers: [
        defineCourier(sms, () => Promise.resolve({ messageId: "rehearsed" })),
        paymentsCourier([this.#till.gateway as PaymentGateway]),
        drawCourier({ source: beacon, sealSecret: `rehearsal ${this.#plan.seed}` }),
        sealedSecretCourier(sealed, () => Promise.resolve("0a1b2c")),
      ],
      limits: LIMITS,
      // A large state takes long to check after each turn.
      validate: false,
      report: (message, cause) => this.#problem(cause ? `${message}: ${cause}` : message),
    });
  }

  async #schedule(): Promise<void> {
    const { mode, cars, holdMs, offerMs, depositFen, room, seed } = this.#plan;
    const opensAt = this.#opensAt;
    await this.#system.ask(sale(SALE), "schedule", {
      ...{ title: "rehearsal", model: "any", capacity: cars, mode, holdMs, offerMs, depositFen },
      ...{ opensAt, closesAt: null },
    });
    if (!room) return;
    await this.#system.ask(waitingRoom(SALE), "configure", {
      plan: {
        ...{ ...room, opensAt, prequeueAt: null },
        ...{ graceMs: 20_000, returnMs: 60_000, admissionMs: 300_000 },
      },
      commitment: createSealedSecrets(`rehearsal ${seed}`).commitmentOf(SALE),
    });
  }

  async #listen(shoppers: Shoppers): Promise<void> {
    const { feed } = this.#system;
    await feed.follow("lot", SALE, {
      entry: (entry) => {
        this.#tally.lotTold(entry);
        shoppers.lotTold(entry);
      },
    });
    if (this.#plan.room) {
      await feed.follow("waiting_room", SALE, { entry: (entry) => shoppers.roomTold(entry) });
    }
  }

  async #outcome(): Promise<RehearsalOutcome> {
    const tally = this.#tally, till = this.#till;
    const { sold, returned, asked, rounds, oversold, soldOutMs, lastSoldMs, moments } = tally;
    const lotAtEnd = await this.#system.view(lot(SALE), (state) => ({
      waiting: state.waiting,
      sold: state.sold,
      returned: state.returned,
    }));
    const leads = this.#disk.all(["row", "leads"]).length;
    if (lotAtEnd.sold !== sold || lotAtEnd.returned !== returned) {
      this.#problem(`the lot has ${lotAtEnd.sold} sold, its journal tells of ${sold}`);
    }
    if (leads !== this.#plan.participants) {
      this.#problem(`${this.#plan.participants} took part, and ${leads} are leads`);
    }
    if (till.paid !== sold + till.refunds) {
      this.#problem(`${till.paid} paid, and there are ${sold} sales and ${till.refunds} refunds`);
    }
    return {
      ...{ sold, returned, asked, rounds, oversold, leads, moments, paidFen: till.paidFen },
      waiting: lotAtEnd.waiting,
      payments: till.paid,
      refunds: till.refunds,
      soldOutAt: soldOutMs === undefined ? null : Math.max(0, soldOutMs) / 1_000,
      seconds: Math.max(0, lastSoldMs ?? 0) / 1_000,
      problems: this.#problems,
    };
  }

  #problem(text: string): void {
    if (this.#problems.length < 5) this.#problems.push(text.slice(0, 200));
  }

  /** What is still to happen. */
  get #restless(): string[] {
    const tables = ["mail", "lag", "outbox", "reminder"].filter((table) =>
      this.#disk.page({ prefix: [table] }, 1).rows.length > 0
    );
    return this.#till.underWay > 0 ? [...tables, "notices"] : tables;
  }

  async #settle<T>(promise: Promise<T>): Promise<T> {
    let settled = false;
    promise.finally(() => settled = true).catch(() => {});
    await this.#until(() => settled, REST_MS);
    return await promise;
  }

  /** Runs the world for at most `ms` of its time, with rests in between. Whether `done` came true. */
  async #until(done: () => boolean, ms: number): Promise<boolean> {
    const world = this.#world, until = world.now + ms;
    while (true) {
      const began = performance.now();
      let isDone = false;
      const stopped = await world.run(
        () => (isDone = done()) || performance.now() - began > SLICE_MS,
        until - world.now,
      );
      if (isDone || !stopped) return isDone;
      const goOn = await this.#options.between(
        performance.now() - began,
        this.#tally.progress(this.#now),
      );
      if (!goOn) throw new Cancelled();
    }
  }
}

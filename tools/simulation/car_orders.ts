/**
 * Orders of cars on virtual time: buyers and their second tabs order, change, pay in parts, another
 * amount, late, twice or not at all, lock and cancel; staff let orders fail and give money back;
 * nodes crash, the store fails, the provider is slow. Afterwards each fen is with its order or was
 * paid back.
 */
import { allotment } from "../../actors/orders/allotment.ts";
import { handoverDesk } from "../../actors/orders/handover_desk.ts";
import { insurance } from "../../actors/orders/insurance.ts";
import { vehicle } from "../../actors/orders/vehicle.ts";
import { vehicleOrder } from "../../actors/orders/vehicle_order.ts";
import { balanceFen, heldFen, leftFen } from "../../actors/orders/vehicle_order_money.ts";
import type { Purpose, VehicleOrderState } from "../../actors/orders/vehicle_order_state.ts";
import { lot } from "../../actors/sales/lot.ts";
import { order } from "../../actors/sales/order.ts";
import { payment } from "../../actors/sales/payment.ts";
import { ownership } from "../../lib/adapters/ownership/port.ts";
import { paymentsCourier } from "../../lib/adapters/payments/courier.ts";
import type { PaymentGateway } from "../../lib/adapters/payments/port.ts";
import { realName } from "../../lib/adapters/real_name/port.ts";
import { sms } from "../../lib/adapters/sms/port.ts";
import {
  type AnyActor,
  type CommandsOf,
  defineCourier,
  type PayloadOf,
} from "../../lib/kernel/mod.ts";
import { Chance } from "../../lib/kernel/testing/chance.ts";
import { type PricedCar, WARNINGS, WARNINGS_VERSION } from "../../lib/orders/terms.ts";
import { paymentPolicies } from "../../lib/policies/payments.ts";
import { vehicleOrderPolicies } from "../../lib/policies/vehicle_orders.ts";
import { vehicleOrderReadModels } from "../../lib/read_models/vehicle_orders.ts";
import { givenPage } from "./payer.ts";
import type { Account } from "./provider.ts";
import { type Cast, REST_MS, Stage, type StagePlan } from "./stage.ts";
import { drawTrouble } from "./trouble.ts";

const CHECK_MS = 1_000;
/** The shop's page of a payment stays open so long. */
const PAGE_MS = 30 * 60_000;
const PRICES_FEN = [120_000_00, 199_900_00, 800_00];

export interface CarOrdersPlan extends StagePlan {
  readonly orders: number;
  /** Of each of the buyer's two tabs. */
  readonly deeds: number;
  /** The longest that somebody thinks before the next, milliseconds. */
  readonly thinksMs: number;
}

/** A plan of its own for each seed. */
export function drawCarOrders(chance: Chance): CarOrdersPlan {
  const trouble = { shared: chance.hits(0.6), calm: chance.hits(0.2) };
  return {
    orders: chance.whole(1, 4),
    deeds: chance.whole(4, 16),
    thinksMs: chance.pick([50, 5_000, 10 * 60_000]),
    ...drawTrouble(chance, trouble),
    limits: { sweepMs: 2_000, leaseMs: 10_000, mailGraceMs: 1_000 },
  };
}

/** What may be put in the place of an actor, to see that its flaw is found. */
export interface CarOrdersVariant {
  readonly actors?: { readonly [kind: string]: AnyActor };
}

class CarOrdersStage extends Stage<CarOrdersPlan> {
  readonly #variant: CarOrdersVariant;

  constructor(plan: CarOrdersPlan, chance: Chance, variant: CarOrdersVariant) {
    super(plan, chance);
    this.#variant = variant;
  }

  protected override get cast(): Cast {
    const soon = <T>(answer: T) => () => this.world.sleep(5).then(() => answer);
    const actors = [vehicleOrder, vehicle, allotment, handoverDesk, payment];
    // The payments' policies know of these as well.
    const others = [insurance, order, lot];
    return {
      actors: [...actors, ...others].map((one) => this.#variant.actors?.[one.kind] ?? one),
      policies: [...vehicleOrderPolicies, ...paymentPolicies],
      readModels: vehicleOrderReadModels,
      couriers: [
        defineCourier(sms, soon({ messageId: "m" })),
        defineCourier(ownership, soon({})),
        defineCourier(realName, soon({ matches: true, proofId: "p" })),
        paymentsCourier([this.provider.gateway as PaymentGateway]),
      ],
      validate: true,
    };
  }
}

function car(nth: number): PricedCar {
  const priceFen = PRICES_FEN[nth]!;
  return {
    model: "lu",
    trim: "one",
    templateVersion: 1,
    code: `c${nth}`,
    options: [],
    drive: "new_energy",
    parts: [{ code: "base", kind: "base", amountFen: priceFen }],
    priceFen,
  };
}

type Deed = keyof typeof DEEDS;

const DEEDS = {
  reserve: 6,
  pay_earnest: 8,
  pay_balance: 8,
  drop: 4,
  change: 3,
  prove: 6,
  confirm: 4,
  lock: 4,
  cancel: 1,
  fail: 0.5,
  goodwill: 1,
};

/** One order, and whoever does something with it. */
class CarOrder {
  readonly id: string;
  readonly #memberId: string;
  readonly #stage: CarOrdersStage;
  readonly #chance: Chance;
  #payments = 0;
  #busy = 2;

  constructor(stage: CarOrdersStage, nth: number) {
    this.id = `v${nth}`;
    this.#memberId = `m${nth}`;
    this.#stage = stage;
    this.#chance = stage.chance.fork();
    void this.#live();
  }

  get done(): boolean {
    return this.#busy === 0;
  }

  get #address() {
    return vehicleOrder(this.id);
  }

  async #live(): Promise<void> {
    const placing = { memberId: this.#memberId, car: car(this.#chance.whole(0, 2)) };
    await this.#ask("place", placing);
    for (const tab of ["a", "b"]) void this.#tab(tab).finally(() => this.#busy--);
  }

  async #tab(tab: string): Promise<void> {
    const { deeds, thinksMs } = this.#stage.plan;
    for (let nth = 0; nth < deeds; nth++) {
      await this.#stage.world.sleep(this.#chance.between(0, thinksMs));
      await this.#do(this.#chance.weighted(DEEDS), tab);
    }
  }

  async #do(deed: Deed, tab: string): Promise<void> {
    const memberId = this.#memberId;
    switch (deed) {
      case "reserve":
        return await this.#pay("reservation", tab);
      case "pay_earnest":
        return await this.#pay("earnest", tab);
      case "pay_balance":
        return await this.#pay("balance", tab);
      case "drop":
        return await this.#ask("drop_payment", { memberId });
      case "change":
        return await this.#ask("change", { memberId, car: car(this.#chance.whole(0, 2)) });
      case "prove":
        return await this.#ask("prove_name", { memberId });
      case "confirm": {
        const said = { version: WARNINGS_VERSION, warnings: [...WARNINGS] };
        return await this.#ask("confirm_warnings", { memberId, ...said });
      }
      case "lock":
        return await this.#ask("lock", { memberId });
      case "cancel":
        return await this.#ask("cancel", { memberId });
      case "fail":
        return await this.#ask("fail", { reason: "broken" });
      case "goodwill":
        return await this.#goodwill();
    }
  }

  async #ask<N extends CommandsOf<typeof vehicleOrder>>(
    command: N,
    payload: PayloadOf<typeof vehicleOrder, N>,
  ): Promise<void> {
    await this.#stage.insist((system) => system.ask(this.#address, command, payload));
  }

  async #pay(purpose: Purpose, tab: string): Promise<void> {
    const stage = this.#stage;
    const chance = this.#chance;
    const paymentId = `${this.id}-${tab}${++this.#payments}`;
    const begin = {
      memberId: this.#memberId,
      paymentId,
      provider: "sim",
      purpose,
      ...(purpose === "balance" && chance.hits(0.5) ? { amountFen: 100_00 } : {}),
    };
    const outcome = await stage.insist((system) =>
      system.ask(this.#address, "begin_payment", begin)
    );
    if (!outcome.ok || !await givenPage(stage, outcome.value)) return;
    const { paymentId: open, amountFen } = outcome.value;
    const pay = () => {
      const paidFen = chance.hits(0.1) ? amountFen - 1 : amountFen;
      stage.provider.pay(open, stage.now, paidFen);
    };
    const how = chance.weighted({ at_once: 5, in_a_while: 2, late: 1, never: 2 });
    if (how === "at_once") pay();
    // The page stays open while its buyer goes on elsewhere.
    if (how === "in_a_while") stage.world.after(chance.between(0, 2 * stage.plan.thinksMs), pay);
    if (how === "late") stage.world.after(chance.between(PAGE_MS - 10, 2 * PAGE_MS), pay);
  }

  async #goodwill(): Promise<void> {
    const paid = await this.#stage.insist((system) =>
      system.view(
        this.#address,
        ({ payments }) =>
          payments.flatMap(({ status, paymentId }) => status === "paid" ? [paymentId] : []),
      )
    );
    if (paid.length === 0) return;
    const amountFen = this.#chance.whole(1, 50_00);
    await this.#ask("refund", { paymentId: this.#chance.pick(paid), amountFen });
  }
}

export interface CarOrdersResult {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly orders: { readonly [status: string]: number };
  readonly paidFen: number;
  readonly refundedFen: number;
  readonly crashes: number;
  readonly virtualMs: number;
}

export async function runCarOrders(
  seed: number,
  variant: CarOrdersVariant = {},
): Promise<CarOrdersResult> {
  const chance = new Chance(seed);
  const stage = new CarOrdersStage(drawCarOrders(chance.fork()), chance, variant);
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return { seed, ...await run(stage) };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    stage.end();
  }
}

/** Days pass before these are due. */
const daysAhead = (key: readonly unknown[]) =>
  key[0] === "reminder" && key[2] === "vehicle_order" && ["lock", "lapse"].includes(`${key[4]}`);

async function run(stage: CarOrdersStage): Promise<Omit<CarOrdersResult, "seed">> {
  const { world, plan } = stage;
  for (let i = 0; i < plan.nodes; i++) stage.start();
  stage.haunt();
  const orders = Array.from({ length: plan.orders }, (_, i) => new CarOrder(stage, i + 1));
  const done = () => orders.every((one) => one.done);
  await world.run(done, plan.deeds * plan.thinksMs + 10 * 60_000);
  stage.heal();
  let restless: string[] = [];
  let checkedAt = -Infinity;
  await world.run(() => {
    if (world.now < checkedAt + CHECK_MS) return false;
    checkedAt = world.now;
    restless = done() ? stage.restless(daysAhead) : ["buyers are not done"];
    return restless.length === 0;
  }, REST_MS);
  const violations = [...restless];
  const counted: Record<string, number> = {};
  for (const { id } of orders) {
    const state = await stage.settle(
      stage.insist((system) => system.view(vehicleOrder(id), (state) => structuredClone(state))),
    );
    counted[state.status] = (counted[state.status] ?? 0) + 1;
    if (restless.length === 0) violations.push(...checkOrder(id, state, stage.provider.accounts));
  }
  let paidFen = 0, refundedFen = 0;
  for (const account of stage.provider.accounts.values()) {
    paidFen += account.paidFen;
    refundedFen += refundedOf(account);
  }
  const virtualMs = Math.round(world.now);
  return { violations, orders: counted, paidFen, refundedFen, crashes: stage.crashes, virtualMs };
}

const refundedOf = ({ refunds }: Account): number =>
  [...refunds.values()].reduce((sum, fen) => sum + fen, 0);

/** What the provider has of an order's money is what the order says that it holds. */
function checkOrder(
  id: string,
  state: VehicleOrderState,
  accounts: ReadonlyMap<string, Account>,
): string[] {
  const faults: string[] = [];
  let keptFen = 0;
  for (const account of accounts.values()) {
    const { paymentId, status, paidFen } = account;
    if (!paymentId.startsWith(`${id}-`)) continue;
    if (status === "pending") faults.push(`payment ${paymentId} can still be paid`);
    const known = state.payments.find((one) => one.paymentId === paymentId);
    if (!known) faults.push(`payment ${paymentId} is unknown to its order`);
    if (known?.status === "open") faults.push(`payment ${paymentId} is open without end`);
    const restFen = paidFen - refundedOf(account);
    if (known?.status !== "paid" && restFen !== 0) {
      faults.push(`payment ${paymentId}: ${restFen} of ${paidFen} is nobody's`);
    }
    keptFen += restFen;
  }
  for (const purpose of ["reservation", "earnest"]) {
    const counting = state.payments.filter((one) =>
      one.purpose === purpose && leftFen(state, one.paymentId) > 0
    );
    if (counting.length > 1) faults.push(`order ${id} has its ${purpose} twice`);
  }
  const held = heldFen(state);
  if (keptFen !== held) faults.push(`order ${id} holds ${held}, the provider has ${keptFen} of it`);
  const asked = state.refunds.filter((refund) => refund.status === "asked");
  for (const { refundId } of asked) faults.push(`refund ${refundId} was never done`);
  const most = state.status === "cancelled" ? state.cancelled!.keptFen : state.car!.priceFen;
  if (held > most) faults.push(`order ${id} is ${state.status} and holds ${held} of ${most}`);
  const owes = balanceFen(state);
  // Money that was given back of goodwill is due again.
  const goodwill = state.refunds.some(({ reason }) => reason === "goodwill");
  if (state.status === "settled" && owes > 0 && !goodwill) {
    faults.push(`order ${id} is settled and owes ${owes}`);
  }
  return faults;
}

/**
 * A whole sale on virtual time: shoppers claim, pay in time, late, twice or never, cancel, leave and
 * come again, while nodes crash, the store fails, clocks jump and the provider is slow. Afterwards
 * the books have to be right.
 */
import { sale } from "../../actors/sales/sale.ts";
import { Chance } from "../../lib/kernel/testing/chance.ts";
import { NO_FAULTS } from "../../lib/kernel/testing/sim_store.ts";
import { checkSale } from "./books.ts";
import { checkLobby, drawLobby, Lobby } from "./lobby.ts";
import { SALE } from "./sealing.ts";
import { Shoppers } from "./shoppers.ts";
import { DEPOSIT_FEN, type SalePlan, SaleStage, type Variant } from "./sale_stage.ts";
import { REST_MS, type StageStats } from "./stage.ts";
import { drawTrouble } from "./trouble.ts";

const CHECK_MS = 1_000;

export interface SaleResult {
  readonly seed: number;
  readonly violations: readonly string[];
  readonly participants: number;
  readonly sold: number;
  readonly returned: number;
  readonly paidBack: number;
  readonly crashes: number;
  /** What the kernel did, all nodes together. */
  readonly stats: StageStats;
  readonly virtualMs: number;
}

/** A plan of its own for each seed. */
export function drawSale(chance: Chance): SalePlan {
  const shared = chance.hits(0.6);
  const calm = chance.hits(0.2);
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
    ...drawTrouble(chance, { shared, calm }),
    limits,
    lobby: chance.hits(0.3) ? drawLobby(chance) : undefined,
  };
}

/** A launch as it is hoped for: everyone within a minute, three in ten abandon, nothing breaks. */
export const launchPlan = (people: number, cars: number): Partial<SalePlan> => ({
  people,
  cars,
  abandons: 0.3,
  arrivalMs: 60_000,
  holdMs: 900_000,
  offerMs: 600_000,
  disk: "embedded",
  nodes: 1,
  faults: NO_FAULTS,
  deathMs: Infinity,
  clockJumpMs: Infinity,
  // Virtual hours are mostly sweeps; what is swept for need not come within the second.
  limits: { sweepMs: 2_000, leaseMs: 10_000, activations: 2_000 },
  lobby: undefined,
  provider: { fails: 0.02, latencyMs: 50, tooLate: 0.1, silent: 0.1, notices: 3, lateMs: 5_000 },
});

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
    return { seed, ...await run(stage) };
  } catch (error) {
    const violations = [`it threw ${error instanceof Error ? error.message : error}`];
    return { seed, ...figures(stage), violations };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    stage.end();
  }
}

async function run(stage: SaleStage): Promise<Omit<SaleResult, "seed">> {
  const { world, plan } = stage;
  for (let i = 0; i < plan.nodes; i++) stage.start();
  stage.haunt();
  const opensAt = stage.now + 1_000;
  let scheduled = false;
  const schedule = async () => {
    await stage.insist((system) =>
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
  const lobby = plan.lobby && new Lobby(stage, plan.lobby);
  if (lobby) await stage.settle(lobby.open(opensAt));
  const shoppers = new Shoppers(stage, lobby);
  await world.run(() => shoppers.done, plan.arrivalMs + 10 * 60_000);
  stage.heal();
  let restless: string[] = [];
  let checkedAt = -Infinity;
  await world.run(() => {
    if (world.now < checkedAt + CHECK_MS) return false;
    checkedAt = world.now;
    restless = shoppers.done ? stage.restless() : ["shoppers are not done"];
    return restless.length === 0;
  }, REST_MS);
  await stage.settle(shoppers.look());
  const violations = restless.length > 0
    ? restless
    : await stage.settle(checkSale(stage, shoppers));
  if (plan.lobby && violations.length === 0) {
    const system = await stage.settle(stage.someSystem());
    violations.push(...await stage.settle(checkLobby(system, plan.lobby)));
  }
  return { ...figures(stage, shoppers), violations };
}

function figures(stage: SaleStage, shoppers?: Shoppers): Omit<SaleResult, "seed" | "violations"> {
  let paidBack = 0;
  for (const { refunds } of stage.provider.accounts.values()) paidBack += refunds.size;
  return {
    participants: stage.plan.people,
    sold: shoppers?.sold ?? 0,
    returned: shoppers?.returned ?? 0,
    paidBack,
    crashes: stage.crashes,
    stats: stage.stats,
    virtualMs: Math.round(stage.world.now),
  };
}

/**
 * `deno task simulate --seeds N`: the kernel, and whole sales on it, on virtual time, with everything
 * going wrong that a seed can think of. `--people N` is one launch of that size. `--members N` are the
 * points of so many members, `--orders N` so many worlds of cars' orders and their payments. `--seed S` replays one seed exactly, `--trace` tells what happened in it.
 */
import { runMany } from "../lib/kernel/simulation/many.ts";
import type { SeedResult } from "../lib/kernel/simulation/run.ts";
import { runCarOrders } from "./simulation/car_orders.ts";
import { runMembers } from "./simulation/members.ts";
import { launchPlan, runSale } from "./simulation/sale.ts";
import { runWorld } from "./simulation/worlds.ts";
import { readArgs, runTool, UsageError, wholeNumber } from "./args.ts";

const USAGE = "deno task simulate --seeds N [--from F] | --seed S [--trace] | " +
  "--people N [--cars N] [--seed S] | --members N [--seed S] | --orders N [--from F]";
/** What each kind of run has no use for. */
const ALONE = [
  ["members", ["orders", "people", "cars", "seeds", "from", "trace"]],
  ["orders", ["people", "cars", "seeds", "seed", "trace"]],
  ["people", ["seeds", "from", "trace"]],
] as const;
/** Of one seed, what is printed where many run. */
const MOST_VIOLATIONS = 5;

function tell({ seed, violations }: Pick<SeedResult, "seed" | "violations">): void {
  const shown = violations.slice(0, MOST_VIOLATIONS).map((violation) => `  ${violation}`);
  const more = violations.length - shown.length;
  console.error(
    [`seed ${seed} failed:`, ...shown, ...(more > 0 ? [`  and ${more} more`] : [])].join("\n"),
  );
}

/** Plays worlds of cars' orders, and prints what became of all together. */
async function playOrders(from: number, worlds: number): Promise<number> {
  const began = performance.now();
  const failing: number[] = [];
  const orders: Record<string, number> = {};
  let paidFen = 0, refundedFen = 0, crashes = 0;
  for (let seed = from; seed < from + worlds; seed++) {
    const world = await runCarOrders(seed);
    if (world.violations.length > 0) {
      failing.push(seed);
      tell(world);
    }
    for (const [status, times] of Object.entries(world.orders)) {
      orders[status] = (orders[status] ?? 0) + times;
    }
    paidFen += world.paidFen;
    refundedFen += world.refundedFen;
    crashes += world.crashes;
  }
  const seconds = Math.round(performance.now() - began) / 1_000;
  const failed = failing.length;
  console.log(
    JSON.stringify({ worlds, orders, paidFen, refundedFen, crashes, failed, seconds, failing }),
  );
  return failed > 0 ? 1 : 0;
}

async function main(): Promise<number> {
  const given = readArgs(Deno.args, [
    { name: "seeds" },
    { name: "from" },
    { name: "seed" },
    { name: "trace", flag: true },
    { name: "people" },
    { name: "cars" },
    { name: "members" },
    { name: "orders" },
  ]);
  for (const [alone, others] of ALONE) {
    const [other] = given[alone] === undefined
      ? []
      : others.filter((name) => given[name] !== undefined);
    if (other) throw new UsageError(`--${alone} goes without --${other}`);
  }
  if (given.members !== undefined) {
    const members = wholeNumber(given, "members", { min: 1, max: 1_000_000 });
    const began = performance.now();
    const seed = wholeNumber(given, "seed", { min: 0, fallback: 1 });
    const { violations, ...figures } = await runMembers(seed, members);
    for (const violation of violations.slice(0, MOST_VIOLATIONS)) console.error(`  ${violation}`);
    const seconds = Math.round(performance.now() - began) / 1_000;
    console.log(JSON.stringify({ seed, ...figures, failed: violations.length, seconds }));
    return violations.length > 0 ? 1 : 0;
  }
  if (given.orders !== undefined) {
    const worlds = wholeNumber(given, "orders", { min: 1, max: 1_000_000 });
    return await playOrders(wholeNumber(given, "from", { min: 0, fallback: 1 }), worlds);
  }
  if (given.people !== undefined) {
    const people = wholeNumber(given, "people", { min: 1, max: 1_000_000 });
    const cars = wholeNumber(given, "cars", { min: 1, max: people, fallback: 2_017 });
    const began = performance.now();
    const { violations, stats: _, ...figures } = await runSale(
      wholeNumber(given, "seed", { min: 0, fallback: 1 }),
      { plan: launchPlan(people, cars) },
    );
    for (const violation of violations.slice(0, MOST_VIOLATIONS)) console.error(`  ${violation}`);
    const seconds = Math.round(performance.now() - began) / 1_000;
    console.log(JSON.stringify({ ...figures, cars, failed: violations.length, seconds }));
    return violations.length > 0 ? 1 : 0;
  }
  if (given.cars !== undefined) throw new UsageError("--cars goes with --people");
  if (given.seed !== undefined) {
    if (given.seeds !== undefined || given.from !== undefined) {
      throw new UsageError("--seed replays one seed: it goes without --seeds and --from");
    }
    const result = await runWorld(wholeNumber(given, "seed", { min: 0 }), {
      trace: given.trace === true,
    });
    for (const line of result.trace) console.log(line);
    if (result.violations.length > 0) tell(result);
    const { trace: _, violations, ...figures } = result;
    console.log(JSON.stringify({ ...figures, failed: violations.length > 0 ? 1 : 0 }));
    return violations.length > 0 ? 1 : 0;
  }
  if (given.trace !== undefined) throw new UsageError("--trace tells of one seed: give --seed too");
  const seeds = wholeNumber(given, "seeds", { min: 1, fallback: 1_000 });
  const from = wholeNumber(given, "from", { min: 0, fallback: 1 });
  const failing: number[] = [];
  const result = await runMany(from, seeds, (failed) => {
    failing.push(failed.seed);
    tell(failed);
  }, new URL("./simulation/worker.ts", import.meta.url));
  const [first] = failing.sort((a, b) => a - b);
  if (first !== undefined) {
    console.error(`to see it happen: deno task simulate --seed ${first} --trace`);
  }
  console.log(JSON.stringify({ ...result, failing }));
  return result.failed > 0 ? 1 : 0;
}

await runTool(USAGE, main);

/** Which world a seed is played in: the kernel's own, or a whole sale on top of it. */
import { runSeed, type SeedResult } from "../../lib/kernel/simulation/run.ts";
import { runSale } from "./sale.ts";

/** One seed in so many is a whole sale, which takes five times as long. */
const SALE_EVERY = 4;

export const isSale = (seed: number): boolean => seed % SALE_EVERY === 0;

export async function runWorld(
  seed: number,
  options: { trace?: boolean } = {},
): Promise<SeedResult> {
  if (!isSale(seed)) return await runSeed(seed, options);
  const { violations, participants, crashes, virtualMs, stats, ...figures } = await runSale(seed);
  return {
    seed,
    theme: "sale",
    violations,
    hash: JSON.stringify(figures),
    commands: participants,
    ...stats,
    histories: 0,
    crashes,
    virtualMs,
    trace: [],
  };
}

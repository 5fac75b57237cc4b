/** Many seeds, spread over the cores. */
import type { SeedResult } from "./run.ts";

export interface ManyResult {
  readonly seeds: number;
  readonly failed: number;
  readonly commands: number;
  readonly turns: number;
  readonly commits: number;
  readonly lost_races: number;
  readonly unknown: number;
  readonly crashes: number;
  readonly virtual_s: number;
  readonly seconds: number;
}

/**
 * Runs `count` seeds from `from` on; `failed` is told of each that fails. `worker` is the module of
 * the threads: it is sent seeds and answers with their results.
 */
export async function runMany(
  from: number,
  count: number,
  failed: (result: SeedResult) => void,
  worker: URL = new URL("./worker.ts", import.meta.url),
): Promise<ManyResult> {
  const began = performance.now();
  const sums = { failed: 0, commands: 0, turns: 0, commits: 0, lost: 0, unknown: 0, crashes: 0 };
  let virtualMs = 0;
  let next = from;
  const add = (result: SeedResult) => {
    sums.commands += result.commands;
    sums.turns += result.turns;
    sums.commits += result.commits;
    sums.lost += result.lostRaces;
    sums.unknown += result.unknown;
    sums.crashes += result.crashes;
    virtualMs += result.virtualMs;
    if (result.violations.length === 0) return;
    sums.failed++;
    failed(result);
  };
  const threads = Math.min(count, navigator.hardwareConcurrency);
  await Promise.all(
    Array.from({ length: threads }, () =>
      onThread(worker, (send) => {
        const more = next < from + count;
        if (more) send(next++);
        return more;
      }, add)),
  );
  const { lost, ...rest } = sums;
  return {
    seeds: count,
    ...rest,
    lost_races: lost,
    virtual_s: Math.round(virtualMs / 1_000),
    seconds: Math.round(performance.now() - began) / 1_000,
  };
}

/** Keeps one thread at work until there is no more to send. */
function onThread(
  module: URL,
  sendNext: (send: (seed: number) => void) => boolean,
  add: (result: SeedResult) => void,
): Promise<void> {
  const worker = new Worker(module, { type: "module" });
  return new Promise<void>((resolve, reject) => {
    const goOn = () => sendNext((seed) => worker.postMessage(seed)) || resolve();
    worker.onmessage = ({ data }: MessageEvent<SeedResult>) => {
      add(data);
      goOn();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`Cannot run the simulation: ${event.message}`));
    };
    goOn();
  }).finally(() => worker.terminate());
}

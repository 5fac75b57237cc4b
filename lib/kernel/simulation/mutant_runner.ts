/**
 * Runs mutants, each in a copy of the kernel in a folder of its own. As a program it looks for the
 * first seed that catches each mutant named (or all), and prints one line of JSON for each:
 * `deno run -A lib/kernel/simulation/mutant_runner.ts [names]`.
 */
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Edit, type Mutant, MUTANTS } from "./mutants.ts";
import type { runSeed } from "./run.ts";

const kernel = fileURLToPath(new URL("..", import.meta.url));

export interface Caught {
  readonly name: string;
  /** The seed that showed it; undefined where none within the mutant's number did. */
  readonly seed?: number;
  /** What was seen first. */
  readonly violation?: string;
  /** It could not be made, or its copy could not be run. */
  readonly error?: string;
}

export interface Hunt {
  readonly mutant: Mutant;
  /** Where its copy of the kernel goes. */
  readonly folder: string;
  /** Tried before those from 1 on. */
  readonly first?: number;
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(`${from}/${name}`, `${to}/${name}`);
    else if (name.endsWith(".ts") && !name.endsWith("_test.ts")) {
      await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
    }
  }
}

/** @throws {Error} where the text to replace is not found exactly once. */
async function edit(folder: string, { file, find, replace }: Edit): Promise<void> {
  const path = `${folder}/${file}`;
  const parts = (await Deno.readTextFile(path)).split(find);
  if (parts.length !== 2) {
    const found = `found it ${parts.length - 1} times: ${find}`;
    throw new Error(`Cannot edit ${file}: expected this text once, ${found}`);
  }
  await Deno.writeTextFile(path, parts.join(replace));
}

/** The simulation of a copy of the kernel with these edits. */
export async function mutate(
  { name, edits }: Pick<Mutant, "name" | "edits">,
  folder: string,
): Promise<typeof runSeed> {
  const copy = `${folder}/${name}`;
  await copyFolder(kernel, copy);
  for (const one of edits) await edit(copy, one);
  const simulation = await import(pathToFileURL(`${copy}/simulation/run.ts`).href);
  return simulation.runSeed;
}

/** Makes the mutant and runs seeds until one shows it. */
export async function hunt({ mutant, folder, first }: Hunt): Promise<Caught> {
  const { name, within } = mutant;
  try {
    const run = await mutate(mutant, folder);
    const seeds = Array.from({ length: within }, (_, i) => i + 1);
    for (const seed of first === undefined ? seeds : [first, ...seeds]) {
      const { violations } = await run(seed);
      if (violations.length > 0) return { name, seed, violation: violations[0]! };
    }
    return { name };
  } catch (error) {
    return { name, error: String(error) };
  }
}

/** Hunts all of them on `threads` threads. Each promise settles as soon as its mutant's hunt ends. */
export function huntAll(hunts: readonly Hunt[], threads: number): Promise<Caught>[] {
  const waiting = hunts.map((hunt) => ({ hunt, ...Promise.withResolvers<Caught>() }));
  const ends = waiting.map(({ promise }) => promise);
  const thread = () => {
    const worker = new Worker(new URL("./mutant_worker.ts", import.meta.url), { type: "module" });
    let current: typeof waiting[number] | undefined;
    const next = () => {
      current = waiting.shift();
      if (current) worker.postMessage(current.hunt);
      else worker.terminate();
    };
    worker.onmessage = ({ data }: MessageEvent<Caught>) => {
      current!.resolve(data);
      next();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      // Whatever a mutant left behind has ended its thread: the rest go on in another.
      current?.resolve({ name: current.hunt.mutant.name, error: event.message });
      worker.terminate();
      if (waiting.length > 0) thread();
    };
    next();
  };
  for (let i = Math.min(threads, hunts.length); i > 0; i--) thread();
  return ends;
}

if (import.meta.main) {
  const folder = await Deno.makeTempDir({ prefix: "forecourt-mutants-" });
  const named = MUTANTS.filter(({ name }) => Deno.args.length === 0 || Deno.args.includes(name));
  const threads = navigator.hardwareConcurrency;
  try {
    for (const end of huntAll(named.map((mutant) => ({ mutant, folder })), threads)) {
      console.log(JSON.stringify(await end));
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

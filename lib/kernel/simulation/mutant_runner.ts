/**
 * Runs mutants, each in a copy of the kernel under `.mutants/`, and prints one line of JSON for
 * each: `{"name", "caughtAt", "violation"}`, where `caughtAt` is the first seed that caught it, or
 * null. A process of its own, so that copies need no type check and can be spread over the cores.
 */
import { fileURLToPath } from "node:url";
import { type Edit, type Mutant, MUTANTS } from "./mutants.ts";
import type { runSeed } from "./run.ts";

const kernel = fileURLToPath(new URL("..", import.meta.url));
const copies = fileURLToPath(new URL("../../../.mutants/", import.meta.url));

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
async function edit(folder: string, mutant: string, { file, find, replace }: Edit): Promise<void> {
  const path = `${folder}/${file}`;
  const parts = (await Deno.readTextFile(path)).split(find);
  if (parts.length !== 2) {
    throw new Error(
      `Cannot make the mutant "${mutant}": expected its text once in ${file}, found it ${
        parts.length - 1
      } times: ${find}`,
    );
  }
  await Deno.writeTextFile(path, parts.join(replace));
}

export async function tryMutant({ name, edits, within }: Mutant) {
  const folder = `${copies}${name}`;
  await Deno.remove(folder, { recursive: true }).catch(() => {});
  await copyFolder(kernel, folder);
  for (const one of edits) await edit(folder, name, one);
  const module: { runSeed: typeof runSeed } = await import(`file://${folder}/simulation/run.ts`);
  for (let seed = 1; seed <= within; seed++) {
    const { violations } = await module.runSeed(seed);
    if (violations.length > 0) return { name, caughtAt: seed, violation: violations[0] };
  }
  return { name, caughtAt: null };
}

if (import.meta.main) {
  for (const name of Deno.args) {
    const mutant = MUTANTS.find((one) => one.name === name)!;
    const began = performance.now();
    const result = await tryMutant(mutant).catch((error) => ({ name, error: String(error) }));
    console.log(JSON.stringify({ ...result, ms: Math.round(performance.now() - began) }));
  }
  // Listeners of the simulated worlds wait for good.
  Deno.exit(0);
}

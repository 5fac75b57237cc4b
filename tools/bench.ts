/**
 * `deno task bench [part of a name …]`: runs the benchmarks under bench/, one after the other. Each
 * prints one JSON line a figure: `{"bench":"…","value":…,"unit":"…"}`. What a benchmark runs in its own
 * process has the engine that the server has.
 */
import { fileURLToPath } from "node:url";
import { beforeSignal } from "./load/before_signal.ts";
import { engineArgs } from "./load/server_process.ts";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const FOLDER = `${ROOT}bench/`;

async function main(wanted: readonly string[]): Promise<number> {
  const names = (await Array.fromAsync(Deno.readDir(FOLDER)))
    .map(({ name }) => name)
    .filter((name) => name.endsWith("_bench.ts"))
    .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)))
    .sort();
  if (names.length === 0) {
    console.error(`Cannot bench ${wanted.join(", ")}: no file of bench/ has it in its name`);
    return 2;
  }
  const engine = engineArgs(await Deno.readTextFile(`${ROOT}deno.json`));
  let failed = 0;
  for (const name of names) {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", ...engine, "--no-prompt", "-A", `${FOLDER}${name}`],
      stdout: "inherit",
      stderr: "inherit",
    }).spawn();
    using _tidying = beforeSignal(() => {
      child.kill("SIGTERM");
      return child.status;
    });
    const { code } = await child.status;
    if (code !== 0) failed++;
  }
  return failed > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));

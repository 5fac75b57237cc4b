/**
 * `deno task bench [part of a name …]`: runs the benchmarks under bench/, one after the other. Each
 * prints one JSON line a figure: `{"bench":"…","value":…,"unit":"…"}`.
 */
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../bench/", import.meta.url));

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
  let failed = 0;
  for (const name of names) {
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "-A", `${FOLDER}${name}`],
      stdout: "inherit",
      stderr: "inherit",
    }).spawn().status;
    if (code !== 0) failed++;
  }
  return failed > 0 ? 1 : 0;
}

if (import.meta.main) Deno.exit(await main(Deno.args));

/**
 * `deno task test [files and flags]`: runs the tests and ends with `N passed, N failed` alone on a
 * line. `--e2e` runs the suites under tests/e2e instead, which need more than Deno.
 */
import { createRequire } from "node:module";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { ensureBuilt } from "../lib/web/built.ts";
import { sumReport, sumsLine } from "./test_report.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const E2E_FOLDER = "tests/e2e/";
/** This file's own name is one of a test's. */
const IGNORED = "--ignore=tools/test.ts,node_modules,_fresh";
const UPDATES = ["-u", "--update-snapshots"];

/** Tests reach this machine, read the tree, and write to a folder that is removed afterwards. */
const permissions = (folder: string, updates: boolean): string[] => [
  "--allow-net=127.0.0.1,localhost,[::1],0.0.0.0",
  `--allow-read=${ROOT},${folder}`,
  `--allow-write=${folder}${updates ? `,${ROOT}` : ""}`,
  "--allow-env",
  // The load generator's sockets.
  "--allow-ffi",
  `--allow-run=${bundler()}`,
];

/** Scripts for the browser are bundled by a program of its own. */
const bundler = (): string =>
  createRequire(import.meta.resolve("esbuild"))
    .resolve(`@esbuild/${process.platform}-${process.arch}/bin/esbuild`);

async function main(args: readonly string[]): Promise<number> {
  const e2e = args.includes("--e2e");
  const own = args.filter((arg) => arg !== "--e2e");
  // Servers that are started side by side must not all begin with building the pages.
  if (e2e) await ensureBuilt();
  const named = own.some((arg) => arg.endsWith("_e2e.ts"));
  const updates = own.some((arg) => UPDATES.includes(arg));
  // Listened first: a signal may come as soon as there is a folder.
  const stopping = new AbortController();
  // A runner that is interrupted still writes its report.
  Deno.addSignalListener("SIGINT", () => {});
  for (const signal of ["SIGTERM", "SIGHUP"] as const) {
    Deno.addSignalListener(signal, () => stopping.abort());
  }
  const folder = await Deno.makeTempDir({ prefix: "forecourt-test-" });
  const report = `${folder}/report.xml`;
  try {
    stopping.signal.throwIfAborted();
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        "--no-prompt",
        // `deno task check` sees all types at once; here each run would see most of them again.
        "--no-check",
        ...(e2e ? ["--allow-all"] : [...permissions(folder, updates), IGNORED]),
        "--sanitize-ops",
        "--sanitize-resources",
        `--junit-path=${report}`,
        ...own,
        ...(e2e && !named ? await e2eFiles() : []),
      ],
      env: { TMPDIR: folder },
      cwd: ROOT,
      stdout: "inherit",
      stderr: "inherit",
      signal: stopping.signal,
    }).spawn();
    const { code } = await child.status;
    const sums = sumReport(await readReport(report));
    // A file that does not compile runs no test, and is a failure all the same.
    const failed = code !== 0 && sums.failed === 0 ? 1 : sums.failed;
    console.log(sumsLine({ ...sums, failed }));
    return code;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function e2eFiles(): Promise<string[]> {
  const names = (await Array.fromAsync(Deno.readDir(ROOT + E2E_FOLDER))).map(({ name }) => name);
  return names.filter((name) => name.endsWith("_e2e.ts")).sort().map((name) => E2E_FOLDER + name);
}

async function readReport(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "";
    throw error;
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));

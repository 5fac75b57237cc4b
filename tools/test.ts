/**
 * `deno task test [files and flags]`: runs the tests and ends with `N passed, N failed` alone on a
 * line. `--e2e` runs the suites under tests/e2e instead, which need more than Deno.
 */
import { sumReport, sumsLine } from "./test_report.ts";

const PERMISSIONS = [
  "--no-prompt",
  "--allow-net=127.0.0.1,localhost,0.0.0.0",
  "--allow-read",
  "--allow-write",
  "--allow-env",
  "--allow-run",
  "--allow-sys",
  "--allow-ffi",
];
const IGNORED = "--ignore=node_modules,_fresh,.mutants,tests/e2e";
const E2E_FILES = ["tests/e2e/kill_e2e.ts", "tests/e2e/three_nodes_e2e.ts"];

async function main(args: readonly string[]): Promise<number> {
  const e2e = args.includes("--e2e");
  const own = args.filter((arg) => arg !== "--e2e");
  const report = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const named = own.some((arg) => !arg.startsWith("-"));
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        ...PERMISSIONS,
        "--sanitize-ops",
        "--sanitize-resources",
        `--junit-path=${report}`,
        ...(e2e ? [] : [IGNORED]),
        ...own,
        ...(e2e && !named ? E2E_FILES : []),
      ],
      stdout: "inherit",
      stderr: "inherit",
    }).spawn();
    const { code } = await child.status;
    const sums = sumReport(await Deno.readTextFile(report));
    // A file that does not compile runs no test, and is a failure all the same.
    const failed = code !== 0 && sums.failed === 0 ? 1 : sums.failed;
    console.log(sumsLine({ ...sums, failed }));
    return code;
  } finally {
    await Deno.remove(report);
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args));

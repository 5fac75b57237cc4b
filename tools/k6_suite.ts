/**
 * `deno run -A tools/k6_suite.ts [SCRIPT…]`: plays the k6 scripts, or those that are named, small, each
 * against a server of its own, and ends with `N passed, N failed` alone on a line. What they assert is
 * in their thresholds. `k6` is the one that loadtests/sse builds.
 */
import { ownFolder } from "./load/own_folder.ts";
import { startFresh } from "./load/server_process.ts";
import { sumsLine } from "./test_report.ts";

const PEOPLE = 600;
const CARS = 100;
/** Fewer for the journey: it looks at each car until it is sold. */
const JOURNEY_PEOPLE = 200;
const JOURNEY_CARS = 40;

interface Play {
  readonly script: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly people?: number;
  readonly cars?: number;
  /** Goes to the server. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A busy machine answers late; how late is the benchmarks' business, not this suite's. */
const PLAYS: readonly Play[] = [
  {
    script: "sale.ts",
    settings: { RUSH_SECONDS: "6", VUS: "200", MAX_VUS: "600", P99_MS: "5000" },
  },
  { script: "reading.ts", settings: { RATE: "40", SECONDS: "6", P99_MS: "5000" } },
  {
    script: "waiting_room.ts",
    settings: { RUSH_SECONDS: "4", VUS: "620", MAX_VUS: "620", P99_MS: "5000", GHOSTS: "20" },
  },
  {
    script: "journey.ts",
    people: JOURNEY_PEOPLE,
    cars: JOURNEY_CARS,
    settings: { RUSH_SECONDS: "3", VUS: "250", HOLDS: "5", OFFERS: "5", P99_MS: "5000" },
  },
  {
    script: "sign_in.ts",
    people: 60,
    settings: { PARTICIPANTS: "60", SECONDS: "5", P99_MS: "5000" },
    env: { TRUSTED_PROXIES: "127.0.0.1" },
  },
  {
    script: "live_viewers.ts",
    people: 1_000,
    settings: { VIEWERS: "300", OPENING: "3", SECONDS: "10", P99_MS: "5000" },
  },
];

let passed = 0, failed = 0;
for (const play of chosen()) {
  const good = await run(play);
  console.log(`${play.script}: ${good ? "passed" : "FAILED"}`);
  if (good) passed++;
  else failed++;
}
console.log(sumsLine({ passed, failed, skipped: 0 }));
Deno.exit(failed === 0 ? 0 : 1);

function chosen(): readonly Play[] {
  if (Deno.args.length === 0) return PLAYS;
  const unknown = Deno.args.find((name) => PLAYS.every(({ script }) => script !== name));
  if (unknown) throw new Error(`play ${unknown}: expected one of the scripts in loadtests/`);
  return PLAYS.filter(({ script }) => Deno.args.includes(script));
}

async function run(play: Play): Promise<boolean> {
  const { script, settings, people = PEOPLE, cars = CARS, env = {} } = play;
  await using folder = await ownFolder("forecourt-k6-");
  await using server = await startFresh({ cars, env });
  const tokensOf = async (order: { count: number; first?: number; role?: string }) => {
    const response = await fetch(`${server.url}/loadtest/tokens`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(order),
    });
    return await response.text();
  };
  const tokens = `${folder.path}/tokens.txt`;
  await Deno.writeTextFile(tokens, await tokensOf({ count: people }));
  const staff = (await tokensOf({ count: 1, first: 0, role: "staff" })).trim();
  const given = { URL: server.url, TOKENS: tokens, STAFF: staff, ...settings };
  const { success } = await new Deno.Command("k6", {
    args: [
      "run",
      "--quiet",
      ...Object.entries(given).flatMap(([name, value]) => ["-e", `${name}=${value}`]),
      `loadtests/${script}`,
    ],
    // Without it a k6 that lacks `k6/x/sse` would ask a server elsewhere for one that has it.
    env: { K6_AUTO_EXTENSION_RESOLUTION: "false" },
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  return success;
}

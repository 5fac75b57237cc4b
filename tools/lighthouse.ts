/**
 * `deno task lighthouse [--runs N] [part of a name …]`: Lighthouse with its phone profile (slow network,
 * slow processor) on pages of a fresh server on loopback. Prints a line a page with the median of each
 * category, and what cost points; exits 1 where one is below 95. Lighthouse comes from npm when it is
 * first run. `CHROMIUM` names the browser, `/usr/bin/chromium` when left out.
 */
import { createTokens } from "../lib/auth/token.ts";
import { testTokenLines } from "../lib/auth/test_members.ts";
import { type FreshServer, startFresh } from "./load/server_process.ts";

const LIGHTHOUSE = "npm:lighthouse@13.5.0";
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"] as const;
const LEAST = 95;
const SALE = "/sales/launch-2017";
const RUN_MS = 180_000;

type Category = (typeof CATEGORIES)[number];

interface Target {
  readonly name: string;
  readonly path: string;
  /** Asked for by a member with an order. */
  readonly member?: true;
}

export const TARGETS: readonly Target[] = [
  { name: "home", path: "/" },
  { name: "model", path: "/models/lu" },
  { name: "configurator", path: "/models/lu/configure" },
  { name: "comparison", path: "/models/lu/compare" },
  { name: "sale", path: SALE },
  { name: "sale, as a member", path: SALE, member: true },
  { name: "member: orders", path: "/orders", member: true },
  { name: "member: notifications", path: "/notifications", member: true },
];

interface Report {
  readonly categories: Readonly<
    Record<Category, { score: number | null; auditRefs: { id: string; weight: number }[] }>
  >;
  readonly audits: Readonly<
    Record<
      string,
      { score: number | null; title: string; displayValue?: string; numericValue?: number }
    >
  >;
  readonly runtimeError?: { readonly message: string };
}

async function run(url: string, cookie: string | undefined): Promise<Report> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--no-lock",
      "--no-config",
      "-A",
      LIGHTHOUSE,
      url,
      "--quiet",
      "--output=json",
      `--only-categories=${CATEGORIES.join(",")}`,
      "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
      ...(cookie ? [`--extra-headers=${JSON.stringify({ Cookie: cookie })}`] : []),
    ],
    env: { CHROME_PATH: Deno.env.get("CHROMIUM") ?? "/usr/bin/chromium" },
    stdout: "piped",
    stderr: "piped",
    signal: AbortSignal.timeout(RUN_MS),
  }).output();
  if (!success) throw new Error(`Lighthouse failed: ${new TextDecoder().decode(stderr)}`);
  const report: Report = JSON.parse(new TextDecoder().decode(stdout));
  if (report.runtimeError) throw new Error(`Lighthouse failed: ${report.runtimeError.message}`);
  return report;
}

const scoreOf = (report: Report, category: Category): number =>
  Math.round((report.categories[category].score ?? 0) * 100);

/** What cost points in a category, the heaviest first. */
const lostIn = ({ categories, audits }: Report, category: Category): string[] =>
  categories[category].auditRefs
    .filter(({ id, weight }) => weight > 0 && (audits[id]?.score ?? 1) < 0.9)
    .sort((a, b) => b.weight - a.weight)
    .map(({ id }) => [id, audits[id]!.displayValue].filter(Boolean).join(" "));

/** When the page can be used, milliseconds, as Lighthouse simulates its phone. */
const TIMES = {
  fcpMs: "first-contentful-paint",
  interactiveMs: "interactive",
  blockedMs: "total-blocking-time",
} as const;

const timesOf = (reports: readonly Report[]) =>
  Object.fromEntries(
    Object.entries(TIMES).map(([name, audit]) => [
      name,
      Math.round(median(reports.map(({ audits }) => audits[audit]?.numericValue ?? NaN))),
    ]),
  );

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;

/** A member who has claimed a car. */
async function memberCookie({ url, secret }: FreshServer): Promise<string> {
  const wanted = { count: 1, first: 1, nowMs: Date.now(), role: "member" } as const;
  const token = [...testTokenLines(createTokens(secret), wanted)].join("").trim();
  const response = await fetch(`${url}/api${SALE}/claims`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: "{}",
  });
  await response.body?.cancel();
  return `session=${token}`;
}

async function main(): Promise<number> {
  const at = Deno.args.indexOf("--runs");
  const runs = at < 0 ? 1 : Number(Deno.args[at + 1]);
  const names = Deno.args.filter((_, i) => at < 0 || (i !== at && i !== at + 1));
  await using server = await startFresh({ cars: 2_017 });
  const cookie = await memberCookie(server);
  let low = 0;
  for (const { name, path, member } of TARGETS) {
    if (names.length > 0 && !names.some((part) => name.includes(part))) continue;
    const found = await fetch(server.url + path, { headers: { cookie }, redirect: "manual" });
    await found.body?.cancel();
    if (found.status !== 200) {
      console.log(JSON.stringify({ page: name, path, skipped: `answers ${found.status}` }));
      continue;
    }
    const reports: Report[] = [];
    for (let i = 0; i < runs; i++) {
      reports.push(await run(server.url + path, member ? cookie : undefined));
    }
    const scores = CATEGORIES.map((category) =>
      [
        category,
        median(reports.map((report) => scoreOf(report, category))),
      ] as const
    );
    const lost = scores.flatMap(([category, score]) =>
      score < 100 ? lostIn(reports[0]!, category) : []
    );
    if (scores.some(([, score]) => score < LEAST)) low++;
    const figures = { ...Object.fromEntries(scores), ...timesOf(reports) };
    console.log(JSON.stringify({ page: name, path, ...figures, lost }));
  }
  return low === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main());

/**
 * Claims over HTTP at 256 connections, each signed in, validated, journaled and committed before its
 * answer, beside a bare Hono route that parses and validates the same body. The rounds alternate, so
 * that both meet the same machine; figures are medians of the rounds, and the ratio is one of two
 * rounds side by side, since machines change their speed within a run. Leads are written as the server
 * sees fit; what it leaves for after a round is waited for, so that the bare route is not slowed.
 */
import { testTokenLines } from "../lib/auth/test_members.ts";
import { createTokens } from "../lib/auth/token.ts";
import { claimWriter } from "../tools/load/claims.ts";
import type { Histogram } from "../tools/load/histogram.ts";
import { putLoad } from "../tools/load/load.ts";
import {
  engineArgs,
  type FreshServer,
  type ServerProcess,
  startFresh,
  startProcess,
} from "../tools/load/server_process.ts";
import { addressOf } from "../tools/load/sockets.ts";
import { TokenList } from "../tools/load/token_list.ts";
import { median, printFigure } from "./figures.ts";

const PATH = "/api/sales/launch-2017/claims";
const CONNECTIONS = 256;
const ROUNDS = 5;
const CLAIMS = Number(Deno.env.get("BENCH_CLAIMS") ?? 30_000);
const WARM_UP = Math.ceil(CLAIMS / 3);

/** Reading how many are leads takes the server a while: it rests so many times as long between. */
const POLL_REST = 4;

interface Round {
  readonly perSecond: number;
  readonly latency: Histogram;
  /** Processor time of the server's main thread for each, which says more where others use the cores. */
  readonly mainThreadUs: number;
}

/** Microseconds of processor time that the main thread of a process has had; NaN but on Linux. */
async function mainThreadUs(pid: number): Promise<number> {
  try {
    const [ran] = (await Deno.readTextFile(`/proc/${pid}/task/${pid}/schedstat`)).split(" ");
    return Number(ran) / 1_000;
  } catch {
    return NaN;
  }
}

async function claims(
  { url, pid }: ServerProcess,
  tokens: TokenList,
  first: number,
  count: number,
): Promise<Round> {
  const before = await mainThreadUs(pid);
  const address = await addressOf(url);
  const write = claimWriter({ address, path: PATH, tokens, seed: 1 });
  const { seconds, latency } = await putLoad({
    address,
    count,
    connections: CONNECTIONS,
    write: (request, into) => write(first + request, into),
    answered(_, { status, body }) {
      if (status === 503) return false;
      if (status === 200 || status === 201) return true;
      throw new Error(
        `claim: expected 200 or 201, got ${status} ${new TextDecoder().decode(body)}`,
      );
    },
  });
  const used = await mainThreadUs(pid) - before;
  return { perSecond: count / seconds, latency, mainThreadUs: used / count };
}

/** Waits until each participant is a lead: the other server shall have the machine to itself. */
async function untilLeads(server: FreshServer): Promise<void> {
  const staff = { count: 1, first: 0, nowMs: Date.now(), role: "staff" } as const;
  const token = [...testTokenLines(createTokens(server.secret), staff)].join("").trim();
  while (true) {
    const asked = performance.now();
    const response = await fetch(`${server.url}/api/sales/launch-2017/reconciliation`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (!response.ok) throw new Error(`count leads: got ${response.status}`);
    if ((await response.json()).reconciled) return;
    const pause = Math.max(100, POLL_REST * (performance.now() - asked));
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function main(): Promise<void> {
  await using server = await startFresh({ cars: 2_017 });
  const engine = engineArgs(await Deno.readTextFile("deno.json"));
  await using bare = await startProcess({
    args: ["run", ...engine, "--allow-net", "bench/bare_hono.ts"],
    env: {},
  });
  const members = { count: WARM_UP + ROUNDS * CLAIMS, first: 1, nowMs: Date.now() };
  const lines = testTokenLines(createTokens(server.secret), { ...members, role: "member" });
  const tokens = await TokenList.read(
    ReadableStream.from(lines).pipeThrough(new TextEncoderStream()),
  );
  await claims(server, tokens, 0, WARM_UP);
  await untilLeads(server);
  await claims(bare, tokens, 0, WARM_UP);
  const ours: Round[] = [], theirs: Round[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    theirs.push(await claims(bare, tokens, 0, CLAIMS));
    ours.push(await claims(server, tokens, WARM_UP + round * CLAIMS, CLAIMS));
    await untilLeads(server);
  }
  const perSecond = (rounds: Round[]) => median(rounds.map((round) => round.perSecond));
  const quantile = (rounds: Round[], share: number) =>
    median(rounds.map(({ latency }) => latency.quantileMs(share)));
  printFigure("claims over HTTP", perSecond(ours), "1/s");
  printFigure("claims over HTTP p50", quantile(ours, 0.5), "ms");
  printFigure("claims over HTTP p99", quantile(ours, 0.99), "ms");
  printFigure("bare Hono route", perSecond(theirs), "1/s");
  printFigure("bare Hono route p99", quantile(theirs, 0.99), "ms");
  const used = (rounds: Round[]) => median(rounds.map((round) => round.mainThreadUs));
  if (used(ours) > 0) {
    printFigure("claims over HTTP, main thread of the server", used(ours), "µs");
    printFigure("bare Hono route, main thread of the server", used(theirs), "µs");
  }
  const ratios = ours.map((round, i) => round.perSecond / theirs[i]!.perSecond);
  printFigure("claims over HTTP to bare Hono route", median(ratios), "ratio");
}

if (import.meta.main) await main();

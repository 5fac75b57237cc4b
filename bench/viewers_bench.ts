/**
 * Live viewers of a sale: how long after a claim was sent each of them has seen it, which includes
 * the claim's own turn and commit, and what a viewer costs the server in memory.
 */
import { testTokenLines } from "../lib/auth/test_members.ts";
import { createTokens } from "../lib/auth/token.ts";
import { type FreshServer, startFresh } from "../tools/load/server_process.ts";
import { printFigure } from "./figures.ts";
import { preciseNow, type Seen } from "./viewers.ts";

const SALE = "/api/sales/launch-2017";
const VIEWERS = Number(Deno.env.get("BENCH_VIEWERS") ?? 10_000);
const CLAIMS = 40;
const CLAIM_EVERY_MS = 200;
/** Files that a process needs beside its connections. */
const FILES_SPARE = 500;

async function main(): Promise<void> {
  await using server = await startFresh({ cars: 2_017 });
  const viewers = Math.min(VIEWERS, await openFilesMax() - FILES_SPARE);
  if (viewers < VIEWERS) {
    console.error(`${viewers} viewers: the limit of open files allows no more`);
  }
  await fetch(server.url + SALE).then((response) => response.text());
  const before = await residentKb(server.pid);
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      import.meta.resolve("./viewers.ts"),
      server.url,
      `${SALE}/live`,
      String(viewers),
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  try {
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    if ((await lines.read()).value?.trim() !== "ready") {
      throw new Error("the viewers are not ready");
    }
    const sentAt = await claim(server);
    const after = await residentKb(server.pid);
    const stdin = child.stdin.getWriter();
    await stdin.write(new TextEncoder().encode(JSON.stringify(sentAt)));
    await stdin.close();
    const seen: Seen = JSON.parse((await lines.read()).value!);
    if (seen.missing > 0) throw new Error(`${seen.missing} updates were never seen`);
    printFigure("live viewers", viewers, "viewers");
    printFigure("claim to live viewers p50", seen.p50Ms, "ms");
    printFigure("claim to live viewers p99", seen.p99Ms, "ms");
    printFigure("claim to live viewers max", seen.maxMs, "ms");
    printFigure("server memory per live viewer", (after - before) / viewers, "KB");
  } finally {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await child.status;
  }
}

/** One claim after the other; returns when each was sent. */
async function claim(server: FreshServer): Promise<number[]> {
  const members = { count: CLAIMS, first: 1, role: "member", nowMs: Date.now() } as const;
  const tokens = [...testTokenLines(createTokens(server.secret), members)].join("").split("\n");
  const sentAt: number[] = [];
  for (let i = 0; i < CLAIMS; i++) {
    const pause = new Promise((resolve) => setTimeout(resolve, CLAIM_EVERY_MS));
    sentAt.push(preciseNow());
    const response = await fetch(`${server.url}${SALE}/claims`, {
      method: "POST",
      headers: { authorization: `Bearer ${tokens[i]}`, "content-type": "application/json" },
      body: "{}",
    });
    if (!response.ok) throw new Error(`claim: got ${response.status} ${await response.text()}`);
    await response.body?.cancel();
    await pause;
  }
  return sentAt;
}

async function openFilesMax(): Promise<number> {
  // Deno raises its own limit to the hard one.
  const text = await output("sh", "-c", "ulimit -Hn");
  return text === "unlimited" ? Infinity : Number(text);
}

async function residentKb(pid: number): Promise<number> {
  return Number(await output("ps", "-o", "rss=", "-p", String(pid)));
}

async function output(command: string, ...args: string[]): Promise<string> {
  const { stdout } = await new Deno.Command(command, { args }).output();
  return new TextDecoder().decode(stdout).trim();
}

if (import.meta.main) await main();

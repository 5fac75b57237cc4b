/**
 * Live viewers while a sale is rushed: how old the state is when it reaches them, and how many claims
 * a second the same process answers meanwhile.
 */
import { testTokenLines } from "../lib/auth/test_members.ts";
import { createTokens } from "../lib/auth/token.ts";
import { claimWriter } from "../tools/load/claims.ts";
import { putLoad } from "../tools/load/load.ts";
import { startFresh } from "../tools/load/server_process.ts";
import { addressOf } from "../tools/load/sockets.ts";
import { TokenList } from "../tools/load/token_list.ts";
import { printFigure } from "./figures.ts";
import type { Seen } from "./viewers.ts";

const SALE = "/api/sales/launch-2017";
const VIEWERS = Number(Deno.env.get("BENCH_VIEWERS") ?? 10_000);
const CLAIMS = Number(Deno.env.get("BENCH_CLAIMS") ?? 200_000);
const CONNECTIONS = 256;

async function main(): Promise<void> {
  await using server = await startFresh({ cars: 2_017 });
  const members = { count: CLAIMS, first: 1, role: "member", nowMs: Date.now() } as const;
  const tokens = await TokenList.read(
    ReadableStream.from(testTokenLines(createTokens(server.secret), members))
      .pipeThrough(new TextEncoderStream()),
  );
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", import.meta.resolve("./viewers.ts"), server.url, `${SALE}/live`],
      String(VIEWERS),
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  try {
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    if ((await lines.read()).value?.trim() !== "ready") throw new Error("viewers are not ready");
    const address = await addressOf(server.url);
    const { seconds, latency } = await putLoad({
      address,
      count: CLAIMS,
      connections: CONNECTIONS,
      write: claimWriter({ address, path: `${SALE}/claims`, tokens, seed: 1 }),
      answered: (_, { status }) => status !== 503,
    });
    const stdin = child.stdin.getWriter();
    await stdin.write(new TextEncoder().encode("[]"));
    await stdin.close();
    const seen: Seen = JSON.parse((await lines.read()).value!);
    printFigure("rush with viewers: live viewers", VIEWERS, "viewers");
    printFigure("rush with viewers: claims", CLAIMS / seconds, "1/s");
    printFigure("rush with viewers: claims p99", latency.quantileMs(0.99), "ms");
    printFigure("rush with viewers: updates", seen.updates / seconds, "1/s");
    printFigure("rush with viewers: age of an update p50", seen.ageP50Ms, "ms");
    printFigure("rush with viewers: age of an update p99", seen.ageP99Ms, "ms");
  } finally {
    try {
      child.kill("SIGKILL");
    } catch {
      // It has ended by itself.
    }
    await child.status;
  }
}

if (import.meta.main) await main();

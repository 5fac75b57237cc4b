/**
 * Claims on one node, in a process of its own: `nodes_load.ts URL SECRET FIRST COUNT CONNECTIONS`.
 * Waits for a line on stdin, claims, and prints how many answers came in which slice of time.
 */
import { testTokenLines } from "../lib/auth/test_members.ts";
import { createTokens } from "../lib/auth/token.ts";
import { claimWriter } from "../tools/load/claims.ts";
import { putLoad } from "../tools/load/load.ts";
import { addressOf } from "../tools/load/sockets.ts";
import { TokenList } from "../tools/load/token_list.ts";

export const SLICE_MS = 50;

/** Answers by slice, counted from the epoch. */
export interface Answers {
  readonly firstSlice: number;
  readonly counts: number[];
  readonly p99Ms: number;
}

async function main(
  url: string,
  secret: string,
  first: number,
  count: number,
  connections: number,
) {
  const members = { count, first, nowMs: Date.now(), role: "member" } as const;
  const tokens = await TokenList.read(
    ReadableStream.from(testTokenLines(createTokens(secret), members))
      .pipeThrough(new TextEncoderStream()),
  );
  const address = await addressOf(url);
  console.log("ready");
  await Deno.stdin.read(new Uint8Array(16));
  const firstSlice = Math.floor(Date.now() / SLICE_MS);
  const counts: number[] = [];
  const { latency } = await putLoad({
    address,
    count,
    connections,
    write: claimWriter({ address, path: "/api/sales/launch-2017/claims", tokens, seed: 1 }),
    answered(_, { status, body }) {
      if (status === 503) return false;
      if (status !== 200 && status !== 201) {
        throw new Error(`claim: got ${status} ${new TextDecoder().decode(body)}`);
      }
      const slice = Math.floor(Date.now() / SLICE_MS) - firstSlice;
      while (counts.length <= slice) counts.push(0);
      counts[slice]!++;
      return true;
    },
  });
  const answers: Answers = { firstSlice, counts, p99Ms: latency.quantileMs(0.99) };
  console.log(JSON.stringify(answers));
}

if (import.meta.main) {
  const [url, secret, first, count, connections] = Deno.args as [string, string, ...string[]];
  await main(url, secret, Number(first), Number(count), Number(connections));
}

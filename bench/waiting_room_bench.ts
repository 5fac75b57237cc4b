/**
 * Entries into a waiting room over HTTP at 256 connections: each signed in, past the door, journaled
 * and committed before its answer.
 */
import { testTokenLines } from "../lib/auth/test_members.ts";
import { createTokens } from "../lib/auth/token.ts";
import type { Histogram } from "../tools/load/histogram.ts";
import { putLoad } from "../tools/load/load.ts";
import { startFresh } from "../tools/load/server_process.ts";
import { addressOf } from "../tools/load/sockets.ts";
import { TokenList } from "../tools/load/token_list.ts";
import { median, printFigure } from "./figures.ts";

const ROOM = "/api/sales/launch-2017/waiting-room";
const PATH = "/api/sales/launch-2017/queue";
const CONNECTIONS = 256;
const ROUNDS = 3;
const ENTRIES = Number(Deno.env.get("BENCH_ENTRIES") ?? 40_000);
const WARM_UP = Math.ceil(ENTRIES / 3);

async function main(): Promise<void> {
  await using server = await startFresh({ cars: 2_017 });
  const tokens = createTokens(server.secret);
  const line = (first: number, count: number, role: "member" | "staff") =>
    testTokenLines(tokens, { first, count, role, nowMs: Date.now() });
  const [staff] = [...line(0, 1, "staff")].join("").trim().split("\n");
  const response = await fetch(server.url + ROOM, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${staff}` },
    body: JSON.stringify({ ratePerMinute: 600, maxActive: 500 }),
  });
  if (response.status !== 201) throw new Error(`set up the room: ${await response.text()}`);
  await response.body?.cancel();
  const members = await TokenList.read(
    ReadableStream.from(line(1, WARM_UP + ROUNDS * ENTRIES, "member"))
      .pipeThrough(new TextEncoderStream()),
  );
  const address = await addressOf(server.url);
  const encoder = new TextEncoder();
  const head = encoder.encode(
    `POST ${PATH} HTTP/1.1\r\nHost: ${address.hostname}:${address.port}\r\n` +
      "Content-Length: 0\r\nAuthorization: Bearer ",
  );
  const tail = encoder.encode("\r\n\r\n");
  const entries = async (first: number, count: number) => {
    const { seconds, latency } = await putLoad({
      address,
      count,
      connections: CONNECTIONS,
      write(request, into) {
        into.set(head);
        const end = head.length + members.copy(first + request, into, head.length);
        into.set(tail, end);
        return end + tail.length;
      },
      answered(_, { status, body }) {
        if (status === 503) return false;
        if (status === 201) return true;
        throw new Error(`enter: expected 201, got ${status} ${new TextDecoder().decode(body)}`);
      },
    });
    return { perSecond: count / seconds, latency };
  };
  await entries(0, WARM_UP);
  const rounds: { perSecond: number; latency: Histogram }[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    rounds.push(await entries(WARM_UP + round * ENTRIES, ENTRIES));
  }
  const room = await (await fetch(server.url + ROOM)).json();
  if (room.entries !== WARM_UP + ROUNDS * ENTRIES) {
    throw new Error(`expected every entry in the room, got ${room.entries}`);
  }
  printFigure("waiting room entries over HTTP", median(rounds.map((one) => one.perSecond)), "1/s");
  const quantile = (share: number) =>
    median(rounds.map(({ latency }) => latency.quantileMs(share)));
  printFigure("waiting room entries over HTTP p50", quantile(0.5), "ms");
  printFigure("waiting room entries over HTTP p99", quantile(0.99), "ms");
}

if (import.meta.main) await main();

/**
 * Staff boards of orders: how long after an order was sent it stands on each of 1,000 open boards,
 * which includes the order's own turn and commit.
 */
import { testTokenLines } from "../lib/auth/test_members.ts";
import { createTokens } from "../lib/auth/token.ts";
import { Histogram } from "../tools/load/histogram.ts";
import { addressOf, openSockets } from "../tools/load/sockets.ts";
import { startFresh } from "../tools/load/server_process.ts";
import { printFigure } from "./figures.ts";
import { preciseNow } from "./viewers.ts";

const BOARDS = Number(Deno.env.get("BENCH_BOARDS") ?? 1_000);
const ORDERS = 40;
const ORDER_EVERY_MS = 200;
const CONNECTING_MAX = 64;
const SETTLE_MS = 3_000;
const LIVE = "/api/staff/vehicle-orders/live";
const MARK = '"seq":';

async function main(): Promise<void> {
  await using server = await startFresh({ cars: 1 });
  const tokens = createTokens(server.secret);
  const mint = (role: "member" | "staff") =>
    [...testTokenLines(tokens, { count: 1, first: 1, role, nowMs: Date.now() })].join("").trim();
  const [staff, member] = [mint("staff"), mint("member")];
  const address = await addressOf(server.url);
  const request = new TextEncoder().encode(
    `GET ${LIVE} HTTP/1.1\r\nHost: ${address.hostname}:${address.port}\r\n` +
      `Authorization: Bearer ${staff}\r\nAccept: text/event-stream\r\n\r\n`,
  );
  const decoder = new TextDecoder();
  const seq = new Int32Array(BOARDS);
  const tails: string[] = new Array(BOARDS).fill("");
  const sentAt: number[] = [];
  const delays = new Histogram();
  let next = 0, connecting = 0, ready = 0, seen = 0;
  const sockets = openSockets(address, {
    opened: (board) => sockets.send(board, request),
    received(board, bytes) {
      const now = preciseNow();
      const text = tails[board] + decoder.decode(bytes);
      const at = text.lastIndexOf(MARK);
      const digits = at < 0 ? undefined : /^\d+(?=,)/.exec(text.slice(at + MARK.length))?.[0];
      tails[board] = text.slice(-64);
      if (digits === undefined) return;
      const before = seq[board]!;
      if (before === 0) {
        ready++;
        connecting--;
      }
      // The empty board is the first; the nth order makes n + 1 of it.
      for (let one = Math.max(before, 1); one < Number(digits); one++) {
        delays.record(now - sentAt[one - 1]!);
        seen++;
      }
      seq[board] = Math.max(before, Number(digits));
    },
    closed(board) {
      throw new Error(`hold board ${board}: the server closed the stream`);
    },
  });
  while (ready < BOARDS) {
    while (next < BOARDS && connecting < CONNECTING_MAX) {
      connecting++;
      sockets.connect(next++);
    }
    await sockets.wait(10);
  }
  let over = false;
  const ordering = (async () => {
    for (let nth = 0; nth < ORDERS; nth++) {
      const pause = new Promise((resolve) => setTimeout(resolve, ORDER_EVERY_MS));
      sentAt.push(preciseNow());
      const response = await fetch(`${server.url}/api/vehicle-orders`, {
        method: "POST",
        headers: { authorization: `Bearer ${member}`, "content-type": "application/json" },
        body: JSON.stringify({ code: "LU1-AZSVM" }),
      });
      if (response.status !== 201) throw new Error(`order: got ${await response.text()}`);
      await response.body?.cancel();
      await pause;
    }
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    over = true;
  })();
  while (!over) await sockets.wait(10);
  await ordering;
  if (seen < BOARDS * ORDERS) throw new Error(`${BOARDS * ORDERS - seen} changes were never seen`);
  printFigure("open boards of orders", BOARDS, "boards");
  printFigure("order to open boards p50", delays.quantileMs(0.5), "ms");
  printFigure("order to open boards p95", delays.quantileMs(0.95), "ms");
  printFigure("order to open boards max", delays.maxMs, "ms");
}

if (import.meta.main) {
  await main();
  // The boards' connections would keep the process; not before the server has stopped.
  Deno.exit(0);
}

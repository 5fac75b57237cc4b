/**
 * Pages over HTTP, in one run: the home page beside the same components rendered by bare
 * `preact-render-to-string` behind Hono, and the sale page's shell in a burst beside a bare `Deno.serve`
 * that sends the same bytes. Rounds alternate, so that all meet the same machine; figures are medians.
 */
import { putLoad } from "../tools/load/load.ts";
import { startFresh, startProcess } from "../tools/load/server_process.ts";
import { type Address, addressOf } from "../tools/load/sockets.ts";
import { median, printFigure } from "./figures.ts";

const ROUNDS = Number(Deno.env.get("BENCH_ROUNDS") ?? 5);
const PAGES = Number(Deno.env.get("BENCH_PAGES") ?? 1_500);
const SHELLS = Number(Deno.env.get("BENCH_SHELLS") ?? 60_000);
const CONNECTIONS = 64;
const SALE = "/sales/launch-2017";

interface Asked {
  readonly address: Address;
  readonly path: string;
  readonly encoding: string;
}

async function get({ address, path, encoding }: Asked, count: number): Promise<number> {
  const bytes = new TextEncoder().encode(
    `GET ${path} HTTP/1.1\r\nHost: ${address.hostname}:${address.port}\r\n` +
      `Accept: text/html\r\nAccept-Language: zh-CN,zh;q=0.9\r\nAccept-Encoding: ${encoding}\r\n\r\n`,
  );
  const { seconds } = await putLoad({
    address,
    count,
    connections: CONNECTIONS,
    write(_, into) {
      into.set(bytes);
      return bytes.length;
    },
    answered(_, { status }) {
      if (status !== 200) throw new Error(`${path}: expected 200, got ${status}`);
      return true;
    },
  });
  return count / seconds;
}

/** The same count of each, in turns, after a round that is not counted. */
async function inTurns(asked: readonly Asked[], count: number): Promise<number[]> {
  const rates: number[][] = asked.map(() => []);
  for (const one of asked) await get(one, count);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, one] of asked.entries()) rates[i]!.push(await get(one, count));
  }
  return rates.map(median);
}

async function main(): Promise<void> {
  await using server = await startFresh({ cars: 2_017 });
  await using bare = await startProcess({
    args: ["run", "--allow-net", "--allow-env", "--allow-read", "bench/bare_pages.tsx"],
    env: { SHELL_FROM: server.url + SALE },
  });
  const [ours, theirs] = [await addressOf(server.url), await addressOf(bare.url)];
  const plain = { path: "/", encoding: "identity" };
  const [home, bareHome] = await inTurns([
    { address: ours, ...plain },
    { address: theirs, ...plain },
  ], PAGES) as [number, number];
  printFigure("home page", home, "1/s");
  printFigure("home page, bare preact-render-to-string behind Hono", bareHome, "1/s");
  printFigure("home page to bare", home / bareHome, "ratio");
  const small = { path: SALE, encoding: "br" };
  const [shell, bareShell] = await inTurns([
    { address: ours, ...small },
    { address: theirs, ...small },
  ], SHELLS) as [number, number];
  printFigure("sale page shell", shell, "1/s");
  printFigure("sale page shell, bare Deno.serve", bareShell, "1/s");
  printFigure("sale page shell to bare", shell / bareShell, "ratio");
}

if (import.meta.main) await main();

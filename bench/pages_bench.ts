/**
 * Pages over HTTP, in one run: the home page beside the same components rendered by bare
 * `preact-render-to-string` behind Hono, and the sale page's shell in a burst beside a bare `Deno.serve`
 * that sends the same bytes. Rounds alternate, so that all meet the same machine; figures are
 * medians of the rounds.
 */
import { putLoad } from "../tools/load/load.ts";
import { startFresh, startProcess } from "../tools/load/server_process.ts";
import { type Address, addressOf } from "../tools/load/sockets.ts";
import { median, printFigure } from "./figures.ts";

const ROUNDS = Number(Deno.env.get("BENCH_ROUNDS") ?? 9);
const PAGES = Number(Deno.env.get("BENCH_PAGES") ?? 600);
const SHELLS = Number(Deno.env.get("BENCH_SHELLS") ?? 25_000);
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

interface Compared {
  readonly ours: number;
  readonly theirs: number;
  /** The median of each round's own: the machine is another one a few seconds later. */
  readonly ratio: number;
}

/** The same count of both, in turns, after a round that is not counted. */
async function inTurns(ours: Asked, theirs: Asked, count: number): Promise<Compared> {
  const rounds: Compared[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const [one, other] = [await get(ours, count), await get(theirs, count)];
    if (round > 0) rounds.push({ ours: one, theirs: other, ratio: one / other });
  }
  const medianOf = (name: keyof Compared) => median(rounds.map((round) => round[name]));
  return { ours: medianOf("ours"), theirs: medianOf("theirs"), ratio: medianOf("ratio") };
}

async function main(): Promise<void> {
  await using server = await startFresh({ cars: 2_017 });
  await using bare = await startProcess({
    args: ["run", "--allow-net", "--allow-env", "--allow-read", "bench/bare_pages.tsx"],
    env: { SHELL_FROM: server.url + SALE },
  });
  const [ours, theirs] = [await addressOf(server.url), await addressOf(bare.url)];
  const plain = { path: "/", encoding: "identity" };
  const home = await inTurns({ address: ours, ...plain }, { address: theirs, ...plain }, PAGES);
  printFigure("home page", home.ours, "1/s");
  printFigure("home page, bare preact-render-to-string behind Hono", home.theirs, "1/s");
  printFigure("home page to bare", home.ratio, "ratio");
  const small = { path: SALE, encoding: "br" };
  const shell = await inTurns({ address: ours, ...small }, { address: theirs, ...small }, SHELLS);
  printFigure("sale page shell", shell.ours, "1/s");
  printFigure("sale page shell, bare Deno.serve", shell.theirs, "1/s");
  printFigure("sale page shell to bare", shell.ratio, "ratio");
}

if (import.meta.main) await main();

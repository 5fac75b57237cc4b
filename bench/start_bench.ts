/** From starting a server process to its first answer. */
import { startFresh } from "../tools/load/server_process.ts";
import { median, printFigure } from "./figures.ts";

const ROUNDS = 5;

async function startSeconds(): Promise<number> {
  await using server = await startFresh({ cars: 2_017 });
  const response = await fetch(`${server.url}/api/sales/launch-2017`);
  const seconds = (Date.now() - server.startedAtMs) / 1000;
  await response.body?.cancel();
  if (response.status !== 200) {
    throw new Error(`ask for the sale: expected 200, got ${response.status}`);
  }
  return seconds;
}

if (import.meta.main) {
  // The first start compiles and fills the caches that a deployed image has.
  await startSeconds();
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await startSeconds());
  printFigure("server start to first answer", median(rounds), "s");
}

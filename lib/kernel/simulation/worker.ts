/** A thread that runs the seeds it is sent. */
import { runSeed } from "./run.ts";

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<number>) => void;
  postMessage(message: unknown): void;
};

scope.onmessage = async ({ data: seed }) => scope.postMessage(await runSeed(seed));

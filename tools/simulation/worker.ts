/** A thread that plays the seeds it is sent. */
import { runWorld } from "./worlds.ts";

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<number>) => void;
  postMessage(message: unknown): void;
};

scope.onmessage = async ({ data: seed }) => scope.postMessage(await runWorld(seed));

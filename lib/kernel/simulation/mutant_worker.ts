/** A thread that hunts the mutants it is sent. */
import { type Caught, type Hunt, hunt } from "./mutant_runner.ts";

const scope = globalThis as unknown as {
  onmessage: (event: MessageEvent<Hunt>) => void;
  postMessage(message: Caught): void;
};

scope.onmessage = async ({ data }) => scope.postMessage(await hunt(data));

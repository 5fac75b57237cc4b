/**
 * A server that goes on listening. The runtime gives its listener up for good at the first connection
 * that it cannot accept, as when as many files are open as may be: whoever was connected was served
 * on, and nobody else was let in until the process was started anew.
 */
export interface Serving {
  /** Settles when it listens no more: fulfilled after `shutdown`, rejected where it gave up. */
  readonly finished: Promise<void>;
  shutdown(): Promise<void>;
}

const AGAIN_MS = 500;

/** Serves with `serve`, and again whenever that gives up. What is thrown at first is the caller's. */
export function keepServing(
  serve: () => Serving,
  pause: () => Promise<void> = () => new Promise((resolve) => setTimeout(resolve, AGAIN_MS)),
): Pick<Serving, "shutdown"> {
  let serving: Serving | undefined = serve();
  let stopped = false;
  const ending = new Set<Promise<void>>();
  const end = (one: Serving) => {
    const ended = one.shutdown().catch(() => {}).finally(() => ending.delete(ended));
    ending.add(ended);
  };
  const keep = async () => {
    while (!stopped) {
      try {
        serving ??= serve();
        return await serving.finished;
      } catch (cause) {
        // Whoever is being answered still is; connections on which nothing is asked make room.
        if (serving) end(serving);
        serving = undefined;
        if (stopped) return;
        const why = cause instanceof Error ? cause.message : cause;
        console.error(`Nobody new could be let in, listening again: ${why}`);
        await pause();
      }
    }
  };
  void keep();
  return {
    shutdown: async () => {
      stopped = true;
      if (serving) end(serving);
      await Promise.all(ending);
    },
  };
}

/** Time and chance as the kernel sees them, so that tests can own both. */

export interface Clock {
  /** Epoch milliseconds. May jump, in either direction. */
  now(): number;
  /** Milliseconds since some start; never goes back. For durations. */
  monotonic(): number;
  /**
   * Calls `run` once after `ms`. Returns how to cancel. The process may end before that, unless
   * `awake` says that it must not.
   */
  after(ms: number, run: () => void, awake?: boolean): () => void;
}

/** A source of uniformly random 32-bit unsigned integers. */
export type Random = () => number;

/** The system's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run, awake = false) {
    const timer = setTimeout(run, ms);
    if (!awake) Deno.unrefTimer(timer as unknown as number);
    return () => clearTimeout(timer);
  },
};

/** Cryptographically strong randomness, drawn in blocks. */
export function systemRandom(): Random {
  const block = new Uint32Array(256);
  let used = block.length;
  return () => {
    if (used === block.length) {
      crypto.getRandomValues(block);
      used = 0;
    }
    return block[used++]!;
  };
}

/** Resolves after `ms` of the given clock. The process stays alive until then. */
export function sleep(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => clock.after(ms, resolve, true));
}

/**
 * How much one address may ask for, in bounded memory. A bucket holds `burst` tokens and gets one
 * back every `everyMs`; an empty one says how long to wait.
 */
import { forgetOldest } from "../collections/forget_oldest.ts";

export interface Rate {
  /** So many at once. */
  readonly burst: number;
  /** And one more after each such pause, milliseconds. */
  readonly everyMs: number;
}

export interface RateLimitOptions extends Rate {
  /** Milliseconds, of a clock that never goes back. Default: `performance.now`. */
  readonly now?: () => number;
  /** Keys that are remembered; beyond, the one unused for longest is forgotten. */
  readonly keys?: number;
}

const KEYS = 50_000;

/**
 * Token buckets by key.
 *
 * @example
 * ```ts
 * import { RateLimit } from "./rate_limit.ts";
 * const codes = new RateLimit({ burst: 2, everyMs: 1_000, now: () => 0 });
 * codes.take("192.0.2.1"); // 0: go on
 * codes.take("192.0.2.1"); // 0
 * if (codes.take("192.0.2.1") !== 1_000) throw new Error("the third has to wait a second");
 * ```
 */
export class RateLimit {
  readonly #burstMs: number;
  readonly #everyMs: number;
  readonly #now: () => number;
  readonly #keys: number;
  /** When each bucket will be full again, the longest unused first: one number is all it takes. */
  readonly #fullAt = new Map<string, number>();

  constructor({ burst, everyMs, now = () => performance.now(), keys = KEYS }: RateLimitOptions) {
    if (!(burst >= 1 && everyMs > 0 && keys >= 1)) {
      throw new RangeError(
        `Cannot limit to ${burst} at once and one every ${everyMs} ms: expected 1 or more, and a pause`,
      );
    }
    this.#burstMs = burst * everyMs;
    this.#everyMs = everyMs;
    this.#now = now;
    this.#keys = keys;
  }

  /** Takes a token: 0 where there was one, or else the milliseconds until there is; none is taken. */
  take(key: string, nowMs: number = this.#now()): number {
    // Whole milliseconds: of fractions, a sum and its parts differ in the last bit.
    const now = Math.floor(nowMs);
    const kept = Math.max(this.#fullAt.get(key) ?? now, now);
    // A clock that was set back would otherwise lock people out for the difference.
    const fullAt = Math.min(kept, now + this.#burstMs);
    const after = fullAt + this.#everyMs;
    const waitMs = after - this.#burstMs - now;
    if (waitMs > 0) return Math.ceil(waitMs);
    this.#fullAt.delete(key);
    if (this.#fullAt.size >= this.#keys) forgetOldest(this.#fullAt);
    this.#fullAt.set(key, after);
    return 0;
  }

  /** Puts a token back that was taken for what did not happen. */
  giveBack(key: string): void {
    const fullAt = this.#fullAt.get(key);
    if (fullAt !== undefined) this.#fullAt.set(key, fullAt - this.#everyMs);
  }

  /** Keys that are remembered now. */
  get size(): number {
    return this.#fullAt.size;
  }
}

/** How many may be open at once by key: streams, connections. Remembers only what is open. */
export class OpenLimit {
  readonly #most: number;
  readonly #open = new Map<string, number>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Opens one and tells how to close it; undefined where as many as may be are open. */
  enter(key: string): (() => void) | undefined {
    const open = this.#open.get(key) ?? 0;
    if (open >= this.#most) return undefined;
    this.#open.set(key, open + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const open = this.#open.get(key)! - 1;
      if (open === 0) this.#open.delete(key);
      else this.#open.set(key, open);
    };
  }

  /** Keys with something open. */
  get size(): number {
    return this.#open.size;
  }
}

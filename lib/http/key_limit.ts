/** How many idempotency keys somebody may use: the answer under each is kept for a day. */
import { forgetOldest } from "../collections/forget_oldest.ts";
import { RateLimit, type RateLimitOptions } from "./rate_limit.ts";

export interface KeyLimitOptions extends Omit<RateLimitOptions, "keys"> {
  /** Keys that are known again; beyond, the one unused for longest counts as new. */
  readonly known?: number;
}

const KNOWN = 50_000;

/**
 * A new key takes a token of its user; one that was used before takes none, however often: asking
 * again is what keys are for.
 */
export class KeyLimit {
  readonly #rate: RateLimit;
  readonly #most: number;
  /** Users with their keys, the longest unused first. */
  readonly #known = new Set<string>();

  constructor({ known = KNOWN, ...rate }: KeyLimitOptions) {
    this.#rate = new RateLimit(rate);
    this.#most = known;
  }

  /** 0 where `user` may use `key`, or else the milliseconds until one more is allowed. */
  take(user: string, key: string): number {
    const name = `${user} ${key}`;
    const again = this.#known.delete(name);
    const waitMs = again ? 0 : this.#rate.take(user);
    if (waitMs > 0) return waitMs;
    if (this.#known.size >= this.#most) forgetOldest(this.#known);
    this.#known.add(name);
    return 0;
  }
}

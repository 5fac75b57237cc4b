/**
 * Token buckets for very many keys in bounded memory. A bucket is one number, the time at which it
 * will be full again (the generic cell rate algorithm), so a full one need not be kept at all.
 */
export interface RateLimit {
  /** Takes that come at once are allowed up to this many. */
  readonly burst: number;
  readonly perSecond: number;
}

export interface RateLimiterOptions extends RateLimit {
  /** Buckets that are kept; with more keys than this at once the longest unused count as full. */
  readonly keys?: number;
}

export class RateLimiter {
  readonly #intervalMs: number;
  readonly #slackMs: number;
  readonly #half: number;
  #young = new Map<string, number>();
  #old = new Map<string, number>();

  constructor({ burst, perSecond, keys = 200_000 }: RateLimiterOptions) {
    if (!(burst >= 1 && perSecond > 0 && keys >= 2)) {
      throw new RangeError(
        `limit a rate: expected burst from 1, perSecond above 0, keys from 2, got ${burst}, ${perSecond}, ${keys}`,
      );
    }
    this.#intervalMs = 1_000 / perSecond;
    this.#slackMs = (burst - 1) * this.#intervalMs;
    this.#half = keys >> 1;
  }

  /** Takes one for `key`: 0 where it was there, else after how many milliseconds one will be. */
  take(key: string, nowMs: number): number {
    const kept = this.#young.get(key) ?? this.#old.get(key) ?? 0;
    // A clock that was set back would otherwise lock people out for the difference.
    const full = Math.min(Math.max(kept, nowMs), nowMs + this.#slackMs + this.#intervalMs);
    const waitMs = full - this.#slackMs - nowMs;
    if (waitMs > 0) return Math.ceil(waitMs);
    this.#keep(key, full + this.#intervalMs);
    return 0;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }

  #keep(key: string, full: number): void {
    this.#young.set(key, full);
    if (this.#young.size < this.#half) return;
    this.#old = this.#young;
    this.#young = new Map();
  }
}

/** Latencies in buckets that grow with the value, as HdrHistogram does: at most 1.6 % too high. */

/** Buckets that each power of two is cut into, as a power of two. */
const SPLIT_BITS = 6;
const SPLIT = 1 << SPLIT_BITS;
/** About 35 minutes in microseconds; longer ones count as this long. */
const LONGEST_US = 2 ** 31 - 1;
const BUCKETS = (31 - SPLIT_BITS + 1) * SPLIT;

export class Histogram {
  readonly #counts = new Float64Array(BUCKETS);
  #count = 0;
  #maxUs = 0;

  get count(): number {
    return this.#count;
  }

  get maxMs(): number {
    return this.#maxUs / 1000;
  }

  record(ms: number): void {
    const us = Math.min(Math.max(Math.round(ms * 1000), 0), LONGEST_US);
    this.#counts[bucketOf(us)]! += 1;
    this.#count += 1;
    if (us > this.#maxUs) this.#maxUs = us;
  }

  /** Milliseconds that the given share (0 to 1) of all values stays within; 0 without values. */
  quantileMs(share: number): number {
    const wanted = Math.max(1, Math.ceil(share * this.#count));
    let seen = 0;
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      seen += this.#counts[bucket]!;
      if (seen >= wanted) return Math.min(highestOf(bucket), this.#maxUs) / 1000;
    }
    return this.maxMs;
  }

  add(other: Histogram): void {
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      this.#counts[bucket]! += other.#counts[bucket]!;
    }
    this.#count += other.#count;
    this.#maxUs = Math.max(this.#maxUs, other.#maxUs);
  }
}

function bucketOf(us: number): number {
  if (us < 2 * SPLIT) return us;
  const shift = 31 - Math.clz32(us) - SPLIT_BITS;
  return (shift << SPLIT_BITS) + (us >>> shift);
}

function highestOf(bucket: number): number {
  if (bucket < 2 * SPLIT) return bucket;
  const shift = (bucket >>> SPLIT_BITS) - 1;
  return (bucket - (shift << SPLIT_BITS) + 1) * 2 ** shift - 1;
}

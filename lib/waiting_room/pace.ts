/**
 * How long the wait will be, from how quickly the line has moved of late. Nothing is promised
 * without evidence, and never a single number: a range that would have held lately.
 */
const BUCKET_MS = 10_000;
/** What is older tells little of the present. */
const BUCKETS = 30;
/** Evidence below which nothing is said. */
const LEAST_BUCKETS = 3;
const LEAST_MOVED = 5;
/** The longest window over which a rate is taken, in buckets. */
const WINDOW = 6;
const LOW_SHARE = 0.1;

export interface Estimate {
  readonly low: number;
  readonly high: number;
}

export class Pace {
  /** People who moved out of the line in each bucket, by the bucket's number since the epoch. */
  readonly #moved = new Map<number, number>();
  #since = Infinity;

  /** So many left the front of the line, inwards or for being away. */
  moved(people: number, atMs: number): void {
    const bucket = Math.floor(atMs / BUCKET_MS);
    this.#moved.set(bucket, (this.#moved.get(bucket) ?? 0) + people);
    if (this.#moved.size > 2 * BUCKETS) {
      for (const old of this.#moved.keys()) if (old < bucket - BUCKETS) this.#moved.delete(old);
    }
  }

  /** The rate was changed, or the line began to move: what was before tells nothing of what comes. */
  restart(atMs: number): void {
    this.#moved.clear();
    this.#since = atMs;
  }

  /** The line stands still until it is restarted. */
  stop(): void {
    this.#moved.clear();
    this.#since = Infinity;
  }

  /** Seconds until `ahead` people will have moved; null without evidence. */
  estimate(ahead: number, nowMs: number): Estimate | null {
    const last = Math.floor(nowMs / BUCKET_MS) - 1;
    const first = Math.max(Math.ceil(this.#since / BUCKET_MS), last - BUCKETS + 1);
    const buckets = last - first + 1;
    if (!(buckets >= LEAST_BUCKETS)) return null;
    const counts = Array.from({ length: buckets }, (_, i) => this.#moved.get(first + i) ?? 0);
    if (counts.reduce((sum, count) => sum + count) < LEAST_MOVED) return null;
    const width = Math.max(1, Math.min(WINDOW, buckets >> 1));
    const sums = [];
    for (let from = 0; from + width <= buckets; from++) {
      sums.push(counts.slice(from, from + width).reduce((sum, count) => sum + count));
    }
    sums.sort((a, b) => a - b);
    const slow = quantile(sums, LOW_SHARE), quick = quantile(sums, 1 - LOW_SHARE);
    if (slow === 0) return null;
    // Arrivals by chance scatter by the root of their number, however even the past was.
    const slowest = Math.max(slow / 2, slow - Math.sqrt(slow)), quickest = quick + Math.sqrt(quick);
    const seconds = (rate: number) => Math.ceil(ahead / rate * width * BUCKET_MS / 1_000);
    return { low: seconds(quickest), high: Math.max(seconds(slowest), 1) };
  }
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.round(share * (sorted.length - 1))]!;

/** What the kernel counts. Plain numbers on the hot path; rendered only when someone asks. */

export class Histogram {
  readonly bounds: readonly number[];
  readonly counts: number[];
  sum = 0;
  count = 0;

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
    this.counts = new Array(bounds.length + 1).fill(0);
  }

  observe(value: number): void {
    let bucket = 0;
    while (bucket < this.bounds.length && value > this.bounds[bucket]!) bucket++;
    this.counts[bucket]!++;
    this.sum += value;
    this.count++;
  }
}

export class Metrics {
  /** Items decided, of every type. */
  commands = 0;
  turns = 0;
  commits = 0;
  /** Turns decided again because another node had moved the head. */
  lostRaces = 0;
  /** Commits sent again because their outcome was unknown. */
  unknownCommits = 0;
  /** Commits that failed and were found to have landed all the same. */
  landedUnseen = 0;
  /** Shared commits that failed and were split. */
  splitCommits = 0;
  mailSent = 0;
  mailApplied = 0;
  remindersFired = 0;
  handedOver = 0;
  takenOver = 0;
  deadLetters = 0;
  busy = 0;
  unavailable = 0;
  activationsLoaded = 0;
  passivations = 0;
  snapshots = 0;
  courierCalls = 0;
  courierFailures = 0;
  /** Gauges, set when rendered. */
  activations = 0;
  waiting = 0;
  readonly turnItems = new Histogram([1, 4, 16, 64, 256, 1024, 4096]);
  readonly commitMs = new Histogram([0.5, 1, 2, 5, 10, 25, 50, 100, 250, 1000, 5000]);
}

const GAUGES = new Set(["activations", "waiting"]);

/** The metrics in Prometheus' text format, version 0.0.4. */
export function renderMetrics(metrics: Metrics, prefix = "forecourt_kernel_"): string {
  const lines: string[] = [];
  for (const [field, value] of Object.entries(metrics)) {
    const name = prefix + field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    if (value instanceof Histogram) {
      lines.push(`# TYPE ${name} histogram`);
      let total = 0;
      value.bounds.forEach((bound, i) => {
        total += value.counts[i]!;
        lines.push(`${name}_bucket{le="${bound}"} ${total}`);
      });
      lines.push(
        `${name}_bucket{le="+Inf"} ${value.count}`,
        `${name}_sum ${value.sum}`,
        `${name}_count ${value.count}`,
      );
    } else if (GAUGES.has(field)) {
      lines.push(`# TYPE ${name} gauge`, `${name} ${value}`);
    } else {
      lines.push(`# TYPE ${name}_total counter`, `${name}_total ${value}`);
    }
  }
  return lines.join("\n") + "\n";
}

/** How commands of other nodes come in to a steward. */
import type { Limits } from "./limits.ts";

export class HandedFlow {
  /** When the last came, by the node's monotonic clock. */
  at = -Infinity;
  /** Whether the next turn has been put off until more come. */
  expecting = false;

  /**
   * How long a turn had better wait for more while they flow. The steward's own commands take one
   * way to the store, theirs three: without that it would serve itself first.
   */
  waitMs(now: number, lastTurn: number, { handoverPollMs, handoverCompanyMs }: Limits): number {
    return now - this.at > handoverPollMs ? 0 : Math.max(0, lastTurn + handoverCompanyMs - now);
  }
}

/** How commands of other nodes come in to a steward. */
import type { Limits } from "./limits.ts";

export class HandedFlow {
  /** When each node last handed some over, by this node's monotonic clock. */
  readonly #cameAt = new Map<string, number>();
  /** Nodes of which some wait for the next turn. */
  readonly #here = new Set<string>();
  /** Whether the next turn has been put off until more come. */
  expecting = false;

  came(node: string, now: number): void {
    this.#cameAt.set(node, now);
    this.#here.add(node);
  }

  /** A turn takes all that is here. */
  taken(): void {
    this.#here.clear();
  }

  /**
   * How long a turn had better wait for the nodes whose commands flow but are not here. The steward's
   * own take one way to the store, theirs three: without that it would serve itself first.
   */
  waitMs(now: number, lastTurn: number, { handoverPollMs, handoverCompanyMs }: Limits): number {
    let missing = false;
    for (const [node, at] of this.#cameAt) {
      if (now - at > handoverPollMs) this.#cameAt.delete(node);
      else if (!this.#here.has(node)) missing = true;
    }
    return missing ? Math.max(0, lastTurn + handoverCompanyMs - now) : 0;
  }
}
